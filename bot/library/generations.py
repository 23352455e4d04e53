"""What an index in the search cluster needs of the library: its generations, what each holds, what it has yet to learn."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, tuple_, update

from bot.library.alone import alone
from bot.library.changes import note_change
from bot.library.rows import source_of
from bot.model import Source
from bot.retrieval.generation import Entry, Generation, Job, Known, Stage
from bot.storage.schema import articles, generations, index_jobs, indexed, shelves
from bot.storage.transaction import insert_into, transaction

__all__ = ["Generations", "retire"]

_AT_ONCE = 500
_NO_ARTICLE = ""
_KEY = [indexed.c.generation, indexed.c.id]


class Generations:
    """The indexes in the cluster, as the library knows them. Its methods raise LibraryUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> Sequence[Generation]:
        """Return all generations."""
        with self._transaction() as connection:
            return [Generation(**row) for row in connection.execute(select(generations)).mappings()]

    def of(self, shelf: str) -> Sequence[Generation]:
        """Return the generations of the shelf."""
        query = select(generations).where(generations.c.shelf == shelf)
        with self._transaction() as connection:
            return [Generation(**row) for row in connection.execute(query).mappings()]

    def alone(self, what: str) -> AbstractContextManager[bool]:
        """Be the only one, over all processes, that does this; what is entered tells whether one is."""
        return alone(self._engine, what)

    def begin(self, name: str, shelf: str, seal: str, form: int) -> None:
        """Note that an index is being built, which misses no change from now on."""
        with self._transaction() as connection:
            at = shelves.c.name == shelf
            # whoever is changing the shelf is waited for
            connection.execute(update(shelves).where(at).values(revision=shelves.c.revision))
            revision: int = (
                connection.scalar(select(func.coalesce(func.max(shelves.c.revision), -1)).where(at)) or 0
            )
            row = Generation(name, shelf, seal, form, Stage.BUILDING, revision, 0, _now())
            connection.execute(insert(generations).values(row._asdict()))

    def publish(self, name: str, shelf: str) -> None:
        """Let this be the index that is asked; the others of the shelf are retired."""
        of_shelf = generations.c.shelf == shelf
        with self._transaction() as connection:
            retire(connection, of_shelf & (generations.c.name != name))
            live = update(generations).where(of_shelf & (generations.c.name == name))
            connection.execute(live.values(state=Stage.LIVE, since=_now()))
            # a change of no article, so that every process looks what is asked now
            note_change(connection, shelf, _NO_ARTICLE)

    def retire(self, *names: str) -> None:
        """Ask these no more; what they hold is forgotten here."""
        with self._transaction() as connection:
            retire(connection, generations.c.name.in_(names))

    def outdate(self) -> None:
        """Retire every index: the library became what it was at another time."""
        with self._transaction() as connection:
            retire(connection, generations.c.state != Stage.RETIRED)

    def drop(self, name: str) -> None:
        """Forget that there was this index."""
        with self._transaction() as connection:
            connection.execute(delete(generations).where(generations.c.name == name))

    def jobs(self, name: str, most: int) -> Sequence[Job]:
        """Return what the index has yet to learn, `most` of it, the earliest change first."""
        query = select(index_jobs.c.id, index_jobs.c.revision).where(index_jobs.c.generation == name)
        with self._transaction() as connection:
            rows = connection.execute(query.order_by(index_jobs.c.revision, index_jobs.c.id).limit(most))
            return [Job(*row) for row in rows]

    def entries(self, name: str, ids: Sequence[str]) -> Mapping[str, Entry]:
        """Return what the index has of these articles, by id; also of those that are gone."""
        found: dict[str, Entry] = {}
        with self._transaction() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                of = (indexed.c.generation == name) & indexed.c.id.in_(ids[start : start + _AT_ONCE])
                rows = connection.execute(select(indexed).where(of)).mappings()
                found.update((row["id"], _entry(row)) for row in rows)
        return found

    def is_taken(self, name: str, number: int) -> bool:
        """Return whether an article of the index has this number."""
        of = (indexed.c.generation == name) & (indexed.c.number == number)
        with self._transaction() as connection:
            return connection.scalar(select(indexed.c.id).where(of).limit(1)) is not None

    def will_hold(self, name: str, entries: Sequence[Entry]) -> None:
        """Note before it is done that so many passages of these articles may soon be in the cluster."""
        if not entries:
            return
        rows = [_row(name, 0, Entry(each.id, each.number, None, reserved=each.reserved)) for each in entries]
        with self._transaction() as connection:
            new = insert_into(connection, indexed)
            more = {"reserved": new.excluded.reserved}
            connection.execute(new.on_conflict_do_update(index_elements=_KEY, set_=more), rows)

    def done(self, name: str, revision: int, entries: Sequence[Entry], jobs: Sequence[Job]) -> None:
        """Note what the index holds since this revision, and that these jobs are done, unless they came again."""
        with self._transaction() as connection:
            before = _passages(connection, name, entries)
            if entries:
                connection.execute(_putting(connection), [_row(name, revision, each) for each in entries])
            for start in range(0, len(jobs), _AT_ONCE):
                some = tuple_(index_jobs.c.id, index_jobs.c.revision).in_(jobs[start : start + _AT_ONCE])
                connection.execute(delete(index_jobs).where((index_jobs.c.generation == name) & some))
            more = sum(each.passages for each in entries) - before
            at = (generations.c.name == name) & (generations.c.state != Stage.RETIRED)
            values = {"revision": revision, "passages": generations.c.passages + more}
            connection.execute(update(generations).where(at).values(values))

    def known(self, name: str, since: int) -> tuple[int, Sequence[Known]]:
        """Return the revision of which the index is, and what it has or lost from `since` on; -1 if it is retired."""
        at = (generations.c.name == name) & (generations.c.state != Stage.RETIRED)
        of_shelf = select(generations.c.shelf).where(generations.c.name == name).scalar_subquery()
        beside = (articles.c.shelf == of_shelf) & (articles.c.id == indexed.c.id)
        has_headings = articles.c.headings.is_not(None).label("has headings")
        query = select(
            indexed, has_headings, *(articles.c[one.name].label(f"its {one.name}") for one in fields(Source))
        )
        changed = (indexed.c.generation == name) & (indexed.c.revision >= since)
        with self._transaction() as connection:
            # before the entries: what is changed meanwhile is only seen sooner
            revision = connection.scalar(select(generations.c.revision).where(at))
            rows = connection.execute(
                query.select_from(indexed.outerjoin(articles, beside)).where(changed)
            ).mappings()
            return (-1 if revision is None else revision), list(_known(rows))

    def revision(self, shelf: str) -> int | None:
        """Return of which revision of the shelf its live index is; None if there is none."""
        at = (generations.c.shelf == shelf) & (generations.c.state == Stage.LIVE)
        with self._transaction() as connection:
            return connection.scalar(select(generations.c.revision).where(at))

    def waiting(self, name: str) -> int:
        """Return how many changes the index does not have yet."""
        with self._transaction() as connection:
            query = select(func.count()).select_from(index_jobs).where(index_jobs.c.generation == name)
            return connection.scalar(query) or 0

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine)


def retire(connection: Connection, which: Any) -> None:  # SQLAlchemy's own types differ by version
    """Mark generations as retired, and forget what they hold; the cluster's own are deleted later."""
    names = list(connection.scalars(select(generations.c.name).where(which)))
    for table in (indexed, index_jobs):
        connection.execute(delete(table).where(table.c.generation.in_(names)))
    at = generations.c.name.in_(names)
    connection.execute(update(generations).where(at).values(state=Stage.RETIRED, passages=0, since=_now()))


def _passages(connection: Connection, name: str, entries: Sequence[Entry]) -> int:
    total = 0
    for start in range(0, len(entries), _AT_ONCE):
        ids = [each.id for each in entries[start : start + _AT_ONCE]]
        of = (indexed.c.generation == name) & indexed.c.id.in_(ids)
        total += connection.scalar(select(func.coalesce(func.sum(indexed.c.passages), 0)).where(of)) or 0
    return total


def _putting(connection: Connection) -> Any:  # the two dialects share no type
    new = insert_into(connection, indexed)
    others = {c.name: new.excluded[c.name] for c in indexed.c if c.name not in ("generation", "id")}
    return new.on_conflict_do_update(index_elements=_KEY, set_=others)


def _row(name: str, revision: int, entry: Entry) -> dict[str, object]:
    stamp = None if entry.stamp is None else f"{entry.stamp:016x}"
    return {"generation": name, "revision": revision, **entry._asdict(), "stamp": stamp}


def _entry(row: RowMapping) -> Entry:
    stamp = row["stamp"]
    sizes = row["passages"], row["sentences"], row["terms"], row["reserved"]
    return Entry(row["id"], row["number"], None if stamp is None else int(stamp, 16), *sizes)


def _known(rows: Iterator[RowMapping] | Any) -> Iterator[Known]:  # SQLAlchemy's own types differ by version
    for row in rows:
        is_there = row["its title"] is not None
        source = {name.removeprefix("its "): value for name, value in row.items() if name.startswith("its ")}
        yield Known(_entry(row), source_of(source) if is_there else None, row["has headings"])


def _now() -> datetime:
    return datetime.now(UTC)
