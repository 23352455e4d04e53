"""Articles at rest: shelves in a database, and `corpus/` mirrored into the public shelf."""

from bot.library.library import Added, Library, Shelved

__all__ = ["Added", "Library", "Shelved"]
