"""What an index on disk needs of the library: which articles changed, their texts by id, their postings."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, bindparam, delete, exists, select, tuple_

from bot.errors import LibraryUnavailable
from bot.library.changes import changed_since
from bot.library.rows import UNREADABLE, Shelved, readable, shelved_of
from bot.storage.lookups import found
from bot.storage.schema import articles, postings, shelves
from bot.storage.transaction import insert_into, is_undecodable, transaction

__all__ = ["Holdings"]

_Value = TypeVar("_Value")
_AT_ONCE = 500
"""Rows asked for in one statement; SQLite takes some 30,000 values."""

_ARTICLES = select(articles).where(
    (articles.c.shelf == bindparam("shelf")) & articles.c.id.in_(bindparam("ids", expanding=True))
)
_POSTINGS = select(postings.c.id, postings.c.seal, postings.c.counted).where(
    (postings.c.shelf == bindparam("shelf")) & postings.c.id.in_(bindparam("ids", expanding=True))
)
_HASHES = select(articles.c.id, articles.c.text_hash).where(
    (articles.c.shelf == bindparam("shelf")) & articles.c.id.in_(bindparam("ids", expanding=True))
)
_REVISION = select(shelves.c.revision).where(shelves.c.name == bindparam("shelf"))
"""They run with every question, so they are built only once."""


class Holdings:
    """The articles of shelves, read by id, and their postings. Its methods raise LibraryUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def changed(self, shelf: str, since: int) -> tuple[int, Sequence[str] | None]:
        """Return the revision of the shelf and the ids that changed since; None if all are to be compared."""
        with self._transaction() as connection:
            return changed_since(connection, shelf, since)

    def revision(self, shelf: str) -> int | None:
        """Return the revision of the shelf; None if there is none of that name."""
        rows = found(self._engine, _REVISION, shelf)
        return int(rows[0][0]) if rows else None

    def ids(self, shelf: str) -> Sequence[str]:
        """Return the ids of all articles on the shelf, the oldest first."""
        query = select(articles.c.id).where(articles.c.shelf == shelf)
        with self._transaction() as connection:
            return list(connection.scalars(query.order_by(articles.c.added_at, articles.c.id)))

    def shelved(self, shelf: str, ids: Sequence[str]) -> Mapping[str, Shelved]:
        """Return those of the articles that are there, by id; a row that cannot be read is left out."""
        rows = (dict(zip(articles.c.keys(), row, strict=True)) for row in self._found(_ARTICLES, shelf, ids))
        try:
            return {row["id"]: shelved_of(row) for row in rows}
        except UNREADABLE:
            return self._readable(shelf, ids)
        except LibraryUnavailable as error:
            if not is_undecodable(error):
                raise
            return self._readable(shelf, ids)

    def _readable(self, shelf: str, ids: Sequence[str]) -> Mapping[str, Shelved]:
        on_shelf = select(articles).where(articles.c.shelf == shelf)
        with self._transaction() as connection:
            queries = (on_shelf.where(articles.c.id.in_(some)) for some in _batches(ids))
            there = [one for query in queries for one in readable(connection, query)]
        return {one.article.id: one for one in there}

    def postings(self, shelf: str, sealed: Sequence[tuple[str, str]]) -> Mapping[str, bytes]:
        """Return the postings that are kept under these ids and seals, by id."""
        wanted, rows = set(sealed), self._found(_POSTINGS, shelf, [one for one, _ in sealed])
        return {one: counted for one, seal, counted in rows if (one, seal) in wanted}

    def hashes(self, shelf: str, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the hashes of the texts of those of the articles that are there, by id."""
        return dict(self._found(_HASHES, shelf, ids))

    def _found(self, query: Select[Any], shelf: str, ids: Sequence[str]) -> Iterator[Any]:
        for some in _batches(ids):
            yield from found(self._engine, query, shelf, some)

    def keep(self, shelf: str, counted: Mapping[tuple[str, str], bytes]) -> None:
        """Keep postings by id and seal."""
        rows = [
            {"shelf": shelf, "id": article_id, "seal": seal, "counted": packed}
            for (article_id, seal), packed in counted.items()
        ]
        if rows:
            with self._transaction() as connection:
                connection.execute(insert_into(connection, postings).on_conflict_do_nothing(), rows)

    def forget(self, shelf: str, sealed: Sequence[tuple[str, str]]) -> None:
        """Delete the postings that are kept under these ids and seals."""
        with self._transaction() as connection:
            for some in _batches(sealed):
                key = tuple_(postings.c.id, postings.c.seal)
                connection.execute(delete(postings).where((postings.c.shelf == shelf) & key.in_(some)))

    def forget_all_but(self, shelf: str, ids: Sequence[str], needed: Sequence[tuple[str, str]]) -> None:
        """Delete the postings that are kept under these ids, but for the ids and seals that are needed."""
        by_id = dict(needed)
        query = select(postings.c.id, postings.c.seal).where(postings.c.shelf == shelf)
        found: list[tuple[str, str]] = []
        with self._transaction() as connection:
            for some in _batches(ids):
                rows = connection.execute(query.where(postings.c.id.in_(some)))
                found += [(one, seal) for one, seal in rows if by_id.get(one) != seal]
        self.forget(shelf, found)

    def forget_others(self, shelf: str, seal: str, revision: int) -> None:
        """Delete the postings of the shelf that are no longer an article's, or were cut in another way than `seal`.

        None if the shelf is not of this revision any more: an index that has yet to follow needs them.
        """
        own = select(articles.c.id).where(articles.c.shelf == shelf)
        stale = postings.c.id.not_in(own) | ~postings.c.seal.startswith(seal, autoescape=True)
        is_same = exists().where((shelves.c.name == shelf) & (shelves.c.revision == revision))
        with self._transaction() as connection:
            connection.execute(delete(postings).where((postings.c.shelf == shelf) & stale & is_same))

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine)


def _batches(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
