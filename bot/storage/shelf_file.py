"""A small shelf read straight from SQLite's file: SQLAlchemy takes longer to import than a question to answer."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bot.model import PUBLIC_SHELF, Article, Heading, Source
from bot.storage.head import HEAD

__all__ = ["MOST_CHARACTERS", "ShelfAtRest", "read_shelf"]

_MOST_ARTICLES = 100
MOST_CHARACTERS = 200_000
"""Of a larger shelf an index is kept, which is there sooner than one made anew."""
_PATIENCE_S = 1.0


class ShelfAtRest(NamedTuple):
    """The articles of a shelf, the oldest first, and the revision of the public shelf beside it."""

    articles: tuple[Article, ...]
    public_revision: int | None


def read_shelf(file: Path, shelf: str) -> ShelfAtRest | None:
    """Return the shelf as it lies in the library's SQLite file, which is not changed.

    None if there is no such file or shelf, if its tables are of another version, if the shelf is large, or if it cannot
    be read: whoever opens the library will know more.
    """
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", _PATIENCE_S, uri=True)
        ) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")  # so that all of it is read as of one moment
            return _shelf(connection, shelf)
    except (sqlite3.Error, ValueError, TypeError):
        return None


def _shelf(connection: sqlite3.Connection, shelf: str) -> ShelfAtRest | None:
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revisions = dict(map(tuple, connection.execute("SELECT name, revision FROM shelves")))
    if version is None or version[0] != HEAD or shelf not in revisions:
        return None
    rows = connection.execute(
        "SELECT * FROM articles WHERE shelf = ? ORDER BY added_at, id LIMIT ?", (shelf, _MOST_ARTICLES + 1)
    )
    articles = _few(rows)
    return None if articles is None else ShelfAtRest(articles, revisions.get(PUBLIC_SHELF))


def _few(rows: Iterable[sqlite3.Row]) -> tuple[Article, ...] | None:
    """Return the articles of the rows; None if they are many or long."""
    found: list[Article] = []
    left = MOST_CHARACTERS
    for row in rows:
        left -= len(row["text"])
        if left < 0 or len(found) == _MOST_ARTICLES:
            return None
        found.append(_article(row))
    return tuple(found)


def _article(row: sqlite3.Row) -> Article:
    """Return what the row holds; SQLite has neither dates nor truth values nor lists."""
    known: dict[str, Any] = {field.name: row[field.name] for field in fields(Source)}
    known["published"] = known["published"] and date.fromisoformat(known["published"])
    known["digest"] = bool(known["digest"])
    headings = json.loads(row["headings"]) if row["headings"] else None
    article = Article(
        Source(**known), row["text"], headings=tuple(Heading(*heading) for heading in headings or ())
    )
    return article.under(row["id"])
