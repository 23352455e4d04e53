"""Libraries whose shelves hold articles already, to copy: to add an article takes longer than most tests."""

import tempfile
from functools import cache
from pathlib import Path

from databases import sqlite

from bot.library import Library
from bot.model import PUBLIC_SHELF, Article

__all__ = ["stocked"]


def stocked(file: Path, *public: Article, **others: Article) -> str:
    """Return the address of the SQLite database in `file`.

    A new one has the articles on the public shelf, and each of the `others` on the shelf of its name.
    """
    if not file.exists():
        stock = (
            *((article, PUBLIC_SHELF) for article in public),
            *((one, shelf) for shelf, one in others.items()),
        )
        file.write_bytes(_stocked(stock))
    return f"sqlite:///{file}"


@cache
def _stocked(stock: tuple[tuple[Article, str], ...]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "zhaiyin.db"
        library = Library.at(sqlite(file))
        for article, shelf in stock:
            library.add(article, shelf)
        library.close()
        return file.read_bytes()
