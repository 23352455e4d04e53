"""Rows of the table of articles ⇄ articles on shelves, and those in which an edition may stand."""

from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from bot.library.editions import Editions, Match
from bot.model import Article, Heading, Source, squeezed
from bot.storage.schema import articles

__all__ = ["Shelved", "at", "is_same", "match_on", "row_of", "shelved_of", "stored_row"]


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article on a shelf, its origin and the time it was added."""

    article: Article
    shelf: str
    origin: str
    added_at: datetime


def stored_row(connection: Connection, article_id: str, shelf: str) -> RowMapping | None:
    """Return the row of the article of that id."""
    return connection.execute(select(articles).where(at(shelf, article_id))).mappings().first()


def match_on(connection: Connection, article: Article, shelf: str) -> Match | None:
    """Return the article of the shelf that is, or may be, an earlier edition."""
    columns = (articles.c.id, articles.c.title, articles.c.url, articles.c.text_hash)
    found = connection.execute(select(*columns).where(articles.c.shelf == shelf, _may_be_edition(article)))
    title = squeezed(article.source.title)
    ids = [
        row.id
        for row in found
        if squeezed(row.title) == title
        or article.id == row.id
        or article.text_hash == row.text_hash
        or (row.url is not None and article.source.url == row.url)
    ]
    rows = (stored_row(connection, one, shelf) for one in ids)
    return Editions(shelved_of(row).article for row in rows if row is not None).match(article)


def _may_be_edition(article: Article) -> ColumnElement[bool]:
    """Return what the database can tell of an edition; punctuation in a title it cannot."""
    source, there = article.source, articles.c
    may_be = (there.id == article.id) | (there.text_hash == article.text_hash) | (there.title == source.title)
    if source.url is not None:
        may_be |= there.url == source.url
    if source.published is not None:
        return may_be | (there.published == source.published)
    return may_be | (there.published.is_(None) & there.publication.is_not(None))


def is_same(row: RowMapping | None, article: Article, origin: str) -> bool:
    """Return whether the row holds just that article, from that origin."""
    return row is not None and row["origin"] == origin and shelved_of(row).article == article.under(row["id"])


def at(shelf: str, article_id: str) -> Any:  # SQLAlchemy's own types differ by version
    """Return the condition that finds one article."""
    return (articles.c.shelf == shelf) & (articles.c.id == article_id)


def row_of(article: Article, shelf: str, origin: str) -> dict[str, Any]:
    """Return the row of an article that is added now."""
    return {
        **asdict(article.source),
        "id": article.id,
        "shelf": shelf,
        "text": article.text,
        "text_hash": article.text_hash,
        "headings": [list(heading) for heading in article.headings] or None,
        "origin": origin,
        "added_at": datetime.now(UTC),
    }


def shelved_of(row: RowMapping) -> Shelved:
    """Return what the row holds."""
    source = Source(**{field.name: row[field.name] for field in fields(Source)})
    headings = tuple(Heading(*heading) for heading in row["headings"] or ())
    article = Article(source, row["text"], headings=headings).under(row["id"])
    return Shelved(article, row["shelf"], row["origin"], row["added_at"])
