"""Articles on shelves; each change is one transaction and one step of a revision."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from secrets import randbelow
from typing import NamedTuple, Self

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update

from bot.errors import ArticleNotFound, UnknownShelf
from bot.library.changes import note_change
from bot.library.generations import Generations, retire
from bot.library.holdings import Holdings
from bot.library.rows import (
    UNREADABLE,
    Shelved,
    at,
    is_same,
    match_on,
    readable,
    row_of,
    shelved_of,
    source_row,
    stored_row,
)
from bot.model import PUBLIC_SHELF, Article, Source
from bot.storage.backup import back_up, refuse_live, restore
from bot.storage.database import open_database
from bot.storage.schema import articles, changes, generations, postings, shelves
from bot.storage.transaction import insert_into, transaction

__all__ = ["HANDED", "Added", "Library", "Shelved", "Size", "Taken"]

HANDED = "handed"
"""The origin of an article that somebody added; those of `corpus/` have their file's name."""

_MAX_FIRST_REVISION = 2**30
"""A new shelf starts at random below this, so it is not taken for one that was dropped."""

_COUNT_QUERY = select(func.count()).where(articles.c.shelf == bindparam("shelf"))


class Added(StrEnum):
    """The outcome of adding an article."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"


class Taken(NamedTuple):
    """The outcome of adding an article, the article under the id that it has there, and one that may be an edition of it.

    Both of the two stay.
    """

    added: Added
    article: Article
    near: Article | None = None


class Size(NamedTuple):
    """The size of a shelf."""

    articles: int
    characters: int


class Library:
    """All shelves of one database. Its methods raise LibraryUnavailable if the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._on_loss: Callable[[], object] = lambda: None

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the library in the database at `url`, which is made or migrated if necessary."""
        return cls(open_database(url))

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def on_loss(self, told: Callable[[], object]) -> None:
        """Call `told` from now on after an article, or a text or source of one, left its shelf through this object."""
        self._on_loss = told

    def shelves(self) -> tuple[str, ...]:
        """Return the names of all shelves, in alphabetical order."""
        with self._transaction() as connection:
            return tuple(connection.scalars(select(shelves.c.name).order_by(shelves.c.name)))

    def revision(self, shelf: str = PUBLIC_SHELF) -> int:
        """Return a number that grows with every change of the shelf. Raises UnknownShelf."""
        revision = self.holdings.revision(shelf)
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
            return readable(connection, query)

    def find(self, article_id: str, shelf: str = PUBLIC_SHELF) -> Shelved:
        """Return the article of that id. Raises ArticleNotFound."""
        with self._transaction() as connection:
            return _shelved_or_error(connection, article_id, shelf)

    def with_text_of(self, article: Article, shelf: str = PUBLIC_SHELF) -> Shelved | None:
        """Return the article of the shelf that has the same text; None if there is none."""
        same = (articles.c.shelf == shelf) & (articles.c.text_hash == article.text_hash)
        with self._transaction() as connection:
            row = connection.execute(select(articles).where(same).limit(1)).mappings().first()
        return None if row is None else shelved_of(row)

    def handed(self, start: int, most: int, shelf: str = PUBLIC_SHELF) -> tuple[Shelved, ...]:
        """Return the articles that somebody added, the newest first, `most` of them from the `start`th on."""
        query = select(articles).where((articles.c.shelf == shelf) & (articles.c.origin == HANDED))
        newest = query.order_by(articles.c.added_at.desc(), articles.c.id.desc()).offset(start).limit(most)
        with self._transaction() as connection:
            return readable(connection, newest)

    def added_at(self, shelf: str = PUBLIC_SHELF, ids: Sequence[str] | None = None) -> dict[str, datetime]:
        """Return the time at which each article was added to the shelf, those with these `ids` or all, by its id."""
        query = select(articles.c.id, articles.c.added_at).where(articles.c.shelf == shelf)
        query = query if ids is None else query.where(articles.c.id.in_(ids))
        try:
            with self._transaction() as connection:
                return {row.id: row.added_at for row in connection.execute(query)}
        except UNREADABLE:
            known = {one.article.id: one.added_at for one in self.shelved(shelf)}
            return known if ids is None else {one: known[one] for one in ids if one in known}

    def add(self, article: Article, shelf: str = PUBLIC_SHELF, origin: str = HANDED) -> Added:
        """Put the article on the shelf, in place of an earlier edition; make a missing shelf."""
        return self.take(article, shelf, origin).added

    def take(
        self,
        article: Article,
        shelf: str = PUBLIC_SHELF,
        origin: str = HANDED,
        *,
        replace_near: bool = False,
    ) -> Taken:
        """Do as `add`, and tell under which id; `replace_near`: also in place of what only may be an edition of it."""
        taken = self._taken(article, shelf, origin, replace_near=replace_near)
        self._lost(taken.added)
        return taken

    def _taken(self, article: Article, shelf: str, origin: str, *, replace_near: bool) -> Taken:
        with self._transaction() as connection:
            # before locking the shelf: nobody should wait for what is there already
            if is_same(stored_row(connection, article.id, shelf), article, origin):
                return Taken(Added.SAME, article)
            _lock_shelf(connection, shelf)
            match = match_on(connection, article, shelf)
            if match is not None and (match.sure or replace_near):
                article = _as_edition(article, match.article)
                return Taken(_put(connection, article, shelf, origin), article)
            article = _as_on_public_shelf(connection, article, shelf)
            return Taken(_put(connection, article, shelf, origin), article, match and match.article)

    def put(self, article: Article, shelf: str = PUBLIC_SHELF, origin: str = HANDED) -> Added:
        """Put the article on the shelf under its id, in place of what has that id; make a missing shelf."""
        with self._transaction() as connection:
            # before locking the shelf: every start puts all of corpus/ there again, and nobody should wait for that
            if is_same(stored_row(connection, article.id, shelf), article, origin):
                return Added.SAME
            _lock_shelf(connection, shelf)
            added = _put(connection, article, shelf, origin)
        self._lost(added)
        return added

    def _lost(self, added: Added) -> None:
        if added is Added.REPLACED:
            self._on_loss()

    def supersede(self, article_id: str, earlier_id: str, shelf: str = PUBLIC_SHELF) -> Article:
        """Put one article of the shelf in the place of another one, under its id. Raises ArticleNotFound."""
        with self._transaction() as connection:
            newer = _shelved_or_error(connection, article_id, shelf)
            earlier = _shelved_or_error(connection, earlier_id, shelf)
            connection.execute(delete(articles).where(at(shelf, earlier_id)))
            values = {"id": earlier_id, "added_at": earlier.added_at}
            connection.execute(update(articles).where(at(shelf, article_id)).values(values))
            note_change(connection, shelf, article_id, earlier_id)
        self._on_loss()
        return newer.article.under(earlier_id)

    def amend(self, article_id: str, changed: Source, shelf: str = PUBLIC_SHELF) -> Article:
        """Replace the article's source by a corrected one; its id stays. Raises ArticleNotFound."""
        with self._transaction() as connection:
            before = _shelved_or_error(connection, article_id, shelf)
            connection.execute(update(articles).where(at(shelf, article_id)).values(**source_row(changed)))
            note_change(connection, shelf, article_id)
        self._on_loss()
        return replace(before.article, source=changed).under(article_id)

    def size(self, shelf: str = PUBLIC_SHELF) -> Size:
        """Return how many articles and characters the shelf holds, 0 if there is no shelf."""
        query = select(func.count(), func.coalesce(func.sum(func.length(articles.c.text)), 0))
        with self._transaction() as connection:
            return Size(*connection.execute(query.where(articles.c.shelf == shelf)).one())

    def count(self, shelf: str = PUBLIC_SHELF) -> int:
        """Return how many articles the shelf holds, 0 if there is no shelf."""
        with self._transaction() as connection:
            return int(connection.scalar(_COUNT_QUERY, {"shelf": shelf}) or 0)

    def drop(self, shelf: str) -> None:
        """Delete the shelf with all that is on it. A shelf that is not there is no error."""
        with self._transaction() as connection:
            for table in (articles, postings, changes):
                connection.execute(delete(table).where(table.c.shelf == shelf))
            retire(connection, generations.c.shelf == shelf)
            connection.execute(delete(shelves).where(shelves.c.name == shelf))
        self._on_loss()

    def back_up(self, file: Path) -> None:
        """Copy the whole database, notebook included, to `file`. Raises LibraryUnavailable."""
        back_up(self._engine, file)

    def refuse_live(self, file: Path) -> None:
        """Raise LibraryUnavailable if `file` is this database itself, by whatever name."""
        refuse_live(self._engine, file)

    def restore(self, file: Path) -> None:
        """Make the whole database what it was in `file`. Raises LibraryUnavailable."""
        restore(self._engine, file)
        self.generations.outdate()
        self._on_loss()

    def remove(self, article_id: str, shelf: str = PUBLIC_SHELF) -> Shelved:
        """Take the article off the shelf and return it. Raises ArticleNotFound."""
        with self._transaction() as connection:
            removed = _shelved_or_error(connection, article_id, shelf)
            connection.execute(delete(articles).where(at(shelf, article_id)))
            note_change(connection, shelf, article_id)
        self._on_loss()
        return removed

    @property
    def holdings(self) -> Holdings:
        """What an index on disk reads and keeps here."""
        return Holdings(self._engine)

    @property
    def generations(self) -> Generations:
        """What indexes in the search cluster are noted by here."""
        return Generations(self._engine)

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine)


def _shelved_or_error(connection: Connection, article_id: str, shelf: str) -> Shelved:
    row = stored_row(connection, article_id, shelf)
    if row is None:
        raise ArticleNotFound(f"{article_id}: no such article on the shelf '{shelf}'; see `zhaiyin list`")
    return shelved_of(row)


def _as_edition(article: Article, earlier: Article) -> Article:
    """Return the article under the id of an earlier edition; of the same text, what only that one knew stays known."""
    there, here = earlier.source, article.source
    lacks = (there.publication and not here.publication) or (there.published and not here.published)
    if article.text == earlier.text and lacks:
        known = {name: value for name, value in asdict(here).items() if value is not None}
        article = replace(article, source=replace(there, **known))
    return article.under(earlier.id)


def _as_on_public_shelf(connection: Connection, article: Article, shelf: str) -> Article:
    """Return the article under the id that an edition has on the public shelf, so that both count as one."""
    if shelf == PUBLIC_SHELF or article.kept_id:
        return article
    match = match_on(connection, article, PUBLIC_SHELF)
    if match is None or not match.sure or stored_row(connection, match.article.id, shelf) is not None:
        return article
    return article.under(match.article.id)


def _put(connection: Connection, article: Article, shelf: str, origin: str) -> Added:
    before = stored_row(connection, article.id, shelf)
    if is_same(before, article, origin):
        return Added.SAME
    row = row_of(article, shelf, origin)
    if before is not None:
        row["added_at"] = before["added_at"]
        connection.execute(delete(articles).where(at(shelf, article.id)))
    connection.execute(insert(articles).values(row))
    note_change(connection, shelf, article.id)
    return Added.NEW if before is None else Added.REPLACED


def _lock_shelf(connection: Connection, shelf: str) -> None:
    """Make the shelf if it is missing, and lock it until the transaction ends."""
    new = insert_into(connection, shelves).on_conflict_do_nothing(index_elements=[shelves.c.name])
    connection.execute(new, {"name": shelf, "revision": randbelow(_MAX_FIRST_REVISION)})
    # in SQLite the INSERT has locked the whole database, and FOR UPDATE says nothing
    connection.execute(select(shelves.c.name).where(shelves.c.name == shelf).with_for_update())
