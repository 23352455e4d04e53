"""Which articles of a shelf changed at which revision, for those who follow it without reading all of it."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.retrieval.generation import Stage
from bot.storage.schema import changes, generations, index_jobs, shelves
from bot.storage.transaction import insert_into

__all__ = ["changed_since", "note_change"]

_REMEMBERED = 50_000
"""Revisions that are remembered; whoever is further behind compares all articles."""
_SWEPT_EVERY = 1_000


def note_change(connection: Connection, shelf: str, *article_ids: str) -> None:
    """Step the shelf's revision and note whose change it was."""
    connection.execute(update(shelves).where(shelves.c.name == shelf).values(revision=shelves.c.revision + 1))
    revision = _revision(connection, shelf)
    if revision is None:
        return
    ids = list(dict.fromkeys(article_ids))
    rows = [{"shelf": shelf, "revision": revision, "id": one} for one in ids]
    connection.execute(insert(changes), rows)
    _note_jobs(connection, shelf, revision, ids)
    if revision % _SWEPT_EVERY == 0:
        old = (changes.c.shelf == shelf) & (changes.c.revision <= revision - _REMEMBERED)
        connection.execute(delete(changes).where(old))


def _note_jobs(connection: Connection, shelf: str, revision: int, ids: Sequence[str]) -> None:
    """Note for each index of the shelf that these articles changed; nothing where it has none."""
    of_shelf = (generations.c.shelf == shelf) & (generations.c.state != Stage.RETIRED)
    names = connection.scalars(select(generations.c.name).where(of_shelf)).all()
    rows = [{"generation": name, "id": one, "revision": revision} for name in names for one in ids]
    if rows:
        new = insert_into(connection, index_jobs)
        key = [index_jobs.c.generation, index_jobs.c.id]
        connection.execute(
            new.on_conflict_do_update(index_elements=key, set_={"revision": new.excluded.revision}), rows
        )


def changed_since(connection: Connection, shelf: str, revision: int) -> tuple[int, list[str] | None]:
    """Return the shelf's revision and the ids of the articles changed after `revision`; None if that is not remembered.

    A shelf that is not there has revision -1.
    """
    now = _revision(connection, shelf)
    if now is None:
        return -1, []
    query = select(changes.c.revision, changes.c.id)
    rows = connection.execute(
        query.where((changes.c.shelf == shelf) & (changes.c.revision > revision)).order_by(changes.c.revision)
    ).all()
    is_whole = 0 <= revision <= now and len({row.revision for row in rows}) == now - revision
    return now, list(dict.fromkeys(row.id for row in rows)) if is_whole else None


def _revision(connection: Connection, shelf: str) -> int | None:
    revision: int | None = connection.scalar(
        select(func.max(shelves.c.revision)).where(shelves.c.name == shelf)
    )
    return revision
