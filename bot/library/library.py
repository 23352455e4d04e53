"""Articles on shelves; each change is one transaction and one step of a revision."""

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from secrets import randbelow
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, Engine, RowMapping, bindparam, delete, func, insert, select, update

from bot.errors import ArticleNotFound, UnknownShelf
from bot.model import PUBLIC_SHELF, Article, Heading, Source
from bot.storage.backup import back_up, restore
from bot.storage.database import open_database
from bot.storage.schema import articles, shelves
from bot.storage.transaction import insert_into, transaction

__all__ = ["HANDED", "Added", "Library", "Shelved", "Size"]

HANDED = "handed"
"""The origin of an article that somebody added; those of `corpus/` have their file's name."""

_MAX_FIRST_REVISION = 2**30
"""A new shelf starts at random below this, so it is not taken for one that was dropped."""

_REVISION_QUERY = select(shelves.c.revision).where(shelves.c.name == bindparam("shelf"))
"""It runs before every answer, so it is built only once."""


class Added(StrEnum):
    """The outcome of adding an article."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article on a shelf, its origin and the time it was added."""

    article: Article
    shelf: str
    origin: str
    added_at: datetime


class Size(NamedTuple):
    """The size of a shelf."""

    articles: int
    characters: int


class Library:
    """All shelves of one database. Its methods raise LibraryUnavailable if the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the library in the database at `url`, which is made or migrated if necessary."""
        return cls(open_database(url))

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def shelves(self) -> tuple[str, ...]:
        """Return the names of all shelves, in alphabetical order."""
        with self._transaction() as connection:
            return tuple(connection.scalars(select(shelves.c.name).order_by(shelves.c.name)))

    def revision(self, shelf: str = PUBLIC_SHELF) -> int:
        """Return a number that grows with every change of the shelf. Raises UnknownShelf."""
        with self._transaction() as connection:
            revision: int | None = connection.scalar(_REVISION_QUERY, {"shelf": shelf})
        if revision is None:
            known = " ".join(self.shelves())
            raise UnknownShelf(f"{shelf}: no shelf of that name; there are: {known}")
        return revision

    def articles(self, shelf: str = PUBLIC_SHELF) -> tuple[Article, ...]:
        """Return the articles of the shelf, the oldest first. Raises UnknownShelf."""
        return tuple(shelved.article for shelved in self.shelved(shelf))

    def shelved(self, shelf: str = PUBLIC_SHELF) -> tuple[Shelved, ...]:
        """Return the articles with their origins, the oldest first. Raises UnknownShelf."""
        self.revision(shelf)
        query = select(articles).where(articles.c.shelf == shelf).order_by(articles.c.added_at, articles.c.id)
        with self._transaction() as connection:
            return tuple(_shelved(row) for row in connection.execute(query).mappings())

    def added_at(self, shelf: str = PUBLIC_SHELF) -> dict[str, datetime]:
        """Return the time at which each article was added to the shelf, by its id."""
        query = select(articles.c.id, articles.c.added_at).where(articles.c.shelf == shelf)
        with self._transaction() as connection:
            return {row.id: row.added_at for row in connection.execute(query)}

    def add(self, article: Article, shelf: str = PUBLIC_SHELF, origin: str = HANDED) -> Added:
        """Put the article on the shelf, in place of an earlier edition; make a missing shelf."""
        with self._transaction() as connection:
            # before locking the shelf: every start adds all of corpus/ again, and nobody should wait for that
            if _is_same(_stored_row(connection, article.id, shelf), article, origin):
                return Added.SAME
            _lock_shelf(connection, shelf)
            before = _stored_row(connection, article.id, shelf)
            if _is_same(before, article, origin):
                return Added.SAME
            row = _row(article, shelf, origin)
            if before is not None:
                row["added_at"] = before["added_at"]
                connection.execute(delete(articles).where(_matches(shelf, article.id)))
            connection.execute(insert(articles).values(row))
            _step_revision(connection, shelf)
        return Added.NEW if before is None else Added.REPLACED

    def amend(self, article_id: str, changed: Source, shelf: str = PUBLIC_SHELF) -> Article:
        """Replace the article's source by a corrected one; its id stays. Raises ArticleNotFound."""
        with self._transaction() as connection:
            before = _shelved_or_error(connection, article_id, shelf)
            connection.execute(update(articles).where(_matches(shelf, article_id)).values(**asdict(changed)))
            _step_revision(connection, shelf)
        return replace(before.article, source=changed, kept_id=article_id)

    def size(self, shelf: str = PUBLIC_SHELF) -> Size:
        """Return how many articles and characters the shelf holds, 0 if there is no shelf."""
        query = select(func.count(), func.coalesce(func.sum(func.length(articles.c.text)), 0))
        with self._transaction() as connection:
            return Size(*connection.execute(query.where(articles.c.shelf == shelf)).one())

    def drop(self, shelf: str) -> None:
        """Delete the shelf with all that is on it. A shelf that is not there is no error."""
        with self._transaction() as connection:
            connection.execute(delete(articles).where(articles.c.shelf == shelf))
            connection.execute(delete(shelves).where(shelves.c.name == shelf))

    def back_up(self, file: Path) -> None:
        """Copy the whole database, notebook included, to `file`. Raises LibraryUnavailable."""
        back_up(self._engine, file)

    def restore(self, file: Path) -> None:
        """Make the whole database what it was in `file`. Raises LibraryUnavailable."""
        restore(self._engine, file)

    def remove(self, article_id: str, shelf: str = PUBLIC_SHELF) -> Shelved:
        """Take the article off the shelf and return it. Raises ArticleNotFound."""
        with self._transaction() as connection:
            removed = _shelved_or_error(connection, article_id, shelf)
            connection.execute(delete(articles).where(_matches(shelf, article_id)))
            _step_revision(connection, shelf)
        return removed

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine)


def _shelved_or_error(connection: Connection, article_id: str, shelf: str) -> Shelved:
    row = _stored_row(connection, article_id, shelf)
    if row is None:
        raise ArticleNotFound(f"{article_id}: no such article on the shelf '{shelf}'; see `zhaiyin list`")
    return _shelved(row)


def _stored_row(connection: Connection, article_id: str, shelf: str) -> RowMapping | None:
    return connection.execute(select(articles).where(_matches(shelf, article_id))).mappings().first()


def _is_same(row: RowMapping | None, article: Article, origin: str) -> bool:
    return row is not None and row["origin"] == origin and _shelved(row).article == article


def _lock_shelf(connection: Connection, shelf: str) -> None:
    """Make the shelf if it is missing, and lock it until the transaction ends."""
    new = insert_into(connection, shelves).on_conflict_do_nothing(index_elements=[shelves.c.name])
    connection.execute(new, {"name": shelf, "revision": randbelow(_MAX_FIRST_REVISION)})
    # in SQLite the INSERT has locked the whole database, and FOR UPDATE says nothing
    connection.execute(select(shelves.c.name).where(shelves.c.name == shelf).with_for_update())


def _step_revision(connection: Connection, shelf: str) -> None:
    connection.execute(update(shelves).where(shelves.c.name == shelf).values(revision=shelves.c.revision + 1))


def _matches(shelf: str, article_id: str) -> Any:  # SQLAlchemy's own types differ by version
    return (articles.c.shelf == shelf) & (articles.c.id == article_id)


def _row(article: Article, shelf: str, origin: str) -> dict[str, Any]:
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


def _shelved(row: RowMapping) -> Shelved:
    source = Source(**{field.name: row[field.name] for field in fields(Source)})
    headings = tuple(Heading(*heading) for heading in row["headings"] or ())
    article = Article(source, row["text"], headings=headings)
    if article.id != row["id"]:
        article = replace(article, kept_id=row["id"])
    return Shelved(article, row["shelf"], row["origin"], row["added_at"])
