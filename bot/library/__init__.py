"""Articles at rest: shelves in a database, and `corpus/` mirrored into the public shelf."""

from bot.library.editions import Editions, Match
from bot.library.library import Added, Library, Taken
from bot.library.rows import Shelved

__all__ = ["Added", "Editions", "Library", "Match", "Shelved", "Taken"]
