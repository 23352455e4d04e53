"""A small shelf that did not change, ready for one question without opening the library."""

from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.folder_state import folder_state, is_noted
from bot.language.vocabulary import read_vocabulary
from bot.model import MOST_HITS, ShelfRef
from bot.places import Places
from bot.retrieval import engine_named
from bot.storage.shelf_file import read_shelf

__all__ = ["answerer_at_rest"]

_SQLITE = "sqlite:///"
_ESCAPES = frozenset("?%")


def answerer_at_rest(places: Places, shelf: ShelfRef) -> Answerer | None:
    """Return the answerer of the shelf, the same as the desk's; None if the library has to be opened for it.

    It has to if the shelf is large or several, if `corpus/` changed since it was mirrored, or if the database is no
    SQLite file of this version.
    """
    kept = _kept_file(places.library_url)
    if kept is None or len(shelf.names) > 1:
        return None
    found = read_shelf(kept, shelf.names[0])
    if found is None or not is_noted(
        places.data / "mirrored", folder_state(places.corpus), found.public_revision
    ):
        return None
    index = MemoryShelf(found.articles, engine_named(), read_vocabulary(places.corpus))
    return Answerer(index, hits=MOST_HITS)


def _kept_file(url: str) -> Path | None:
    """Return the file of an SQLite database; None for any other, or one that is opened in a way of its own."""
    path = url.removeprefix(_SQLITE)
    return Path(path) if path != url and path and not _ESCAPES & set(path) else None
