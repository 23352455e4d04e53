"""Which articles of a shelf changed at which revision, for those who follow it without reading all of it."""

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.storage.schema import changes, shelves

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
    rows = [{"shelf": shelf, "revision": revision, "id": one} for one in dict.fromkeys(article_ids)]
    connection.execute(insert(changes), rows)
    if revision % _SWEPT_EVERY == 0:
        old = (changes.c.shelf == shelf) & (changes.c.revision <= revision - _REMEMBERED)
        connection.execute(delete(changes).where(old))


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
