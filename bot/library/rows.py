"""Rows of the table of articles ⇄ articles on shelves, and those in which an edition may stand."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, false, func, select
from sqlalchemy.exc import OperationalError

from bot.language.keys import key
from bot.library.editions import Editions, Match
from bot.model import Article, Heading, Source, squeezed
from bot.storage.schema import articles

__all__ = [
    "UNREADABLE",
    "Shelved",
    "at",
    "is_same",
    "match_on",
    "readable",
    "row_of",
    "shelved_of",
    "source_of",
    "source_row",
    "stored_row",
]

_COMPARED = 50
"""Articles of one title, or one address, that are compared with a new one: those of its day first, then the newest."""
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What the values of a row may raise."""
_UNREADABLE = (*UNREADABLE, sqlite3.OperationalError, OperationalError)
_OF_SOURCE = tuple(field.name for field in fields(Source))
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article on a shelf, its origin and the time it was added."""

    article: Article
    shelf: str
    origin: str
    added_at: datetime


def readable(connection: Connection, query: Select[Any]) -> tuple[Shelved, ...]:
    """Return the articles of the query's rows; a row that cannot be read is one line in the log, and left out."""
    try:
        return tuple(shelved_of(row) for row in connection.execute(query).mappings())
    except _UNREADABLE:
        places = connection.execute(query.with_only_columns(articles.c.shelf, articles.c.id)).all()
    return tuple(one for place in places if (one := _read_alone(connection, *place)) is not None)


def _read_alone(connection: Connection, shelf: str, article_id: str) -> Shelved | None:
    try:
        row = stored_row(connection, article_id, shelf)
        return None if row is None else shelved_of(row)
    except _UNREADABLE as error:
        reason = type(getattr(error, "orig", None) or error).__name__
        _log.warning("article left out, its row cannot be read id=%s reason=%s", article_id, reason)
        return None


def stored_row(connection: Connection, article_id: str, shelf: str) -> RowMapping | None:
    """Return the row of the article of that id."""
    return connection.execute(select(articles).where(at(shelf, article_id))).mappings().first()


def match_on(connection: Connection, article: Article, shelf: str) -> Match | None:
    """Return the article of the shelf that is, or may be, an earlier edition."""
    found: dict[str, RowMapping] = {}
    for alike in _alike(article):
        query = select(articles).where((articles.c.shelf == shelf) & alike)
        newest = query.order_by(
            _is_of_its_day(article).desc(), articles.c.added_at.desc(), articles.c.id.desc()
        )
        found.update((row["id"], row) for row in connection.execute(newest.limit(_COMPARED)).mappings())
    in_order = sorted(found.values(), key=lambda row: (row["added_at"], row["id"]))
    return Editions(shelved_of(row).article for row in in_order).match(article)


def _alike(article: Article) -> Iterator[ColumnElement[bool]]:
    """Yield what an article may have in common with its editions, each condition with an index of its own."""
    there = articles.c
    yield there.id == article.id
    yield there.text_hash == article.text_hash
    yield there.title_key == _title_key(article.source)
    if article.source.url is not None:
        yield there.url == article.source.url


def _is_of_its_day(article: Article) -> ColumnElement[bool]:
    day = article.source.published
    return (
        articles.c.published.is_(None) if day is None else func.coalesce(articles.c.published == day, false())
    )


def _title_key(source: Source) -> str:
    return f"{key(squeezed(source.title)):016x}"


def is_same(row: RowMapping | None, article: Article, origin: str) -> bool:
    """Return whether the row holds just that article, from that origin."""
    return row is not None and row["origin"] == origin and shelved_of(row).article == article.under(row["id"])


def at(shelf: str, article_id: str) -> Any:  # SQLAlchemy's own types differ by version
    """Return the condition that finds one article."""
    return (articles.c.shelf == shelf) & (articles.c.id == article_id)


def source_row(source: Source) -> dict[str, Any]:
    """Return the columns that a source fills."""
    return {**asdict(source), "title_key": _title_key(source)}


def row_of(article: Article, shelf: str, origin: str) -> dict[str, Any]:
    """Return the row of an article that is added now."""
    return {
        **source_row(article.source),
        "id": article.id,
        "shelf": shelf,
        "text": article.text,
        "text_hash": article.text_hash,
        "headings": [list(heading) for heading in article.headings] or None,
        "origin": origin,
        "added_at": datetime.now(UTC),
    }


def source_of(row: Mapping[str, Any] | RowMapping) -> Source:
    """Return the source in the row."""
    return Source(**{name: row[name] for name in _OF_SOURCE})


def shelved_of(row: Mapping[str, Any] | RowMapping) -> Shelved:
    """Return what the row holds."""
    source = source_of(row)
    headings = tuple(Heading(*heading) for heading in row["headings"] or ())
    article = Article(source, row["text"], headings=headings).under(row["id"])
    return Shelved(article, row["shelf"], row["origin"], row["added_at"])
