"""Articles at rest: shelves in a database, and the corpus mirrored into the public one."""

from bot.library.library import Added, Library, Shelved

__all__ = ["Added", "Library", "Shelved"]
