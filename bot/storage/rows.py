"""Copy all rows of one database into another, SQLite or PostgreSQL."""

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from bot.storage.schema import KEPT, answers, unanswered

__all__ = ["copy_rows"]

_BATCH_ROWS = 500
_NUMBERED = (answers, unanswered)


def copy_rows(source: Connection, target: Connection) -> None:
    """Replace all rows of `target` by those of `source`; both are at the newest migration.

    Until the transaction ends, others can read `target` as it was, but have to wait to write.
    """
    if target.dialect.name == "postgresql":
        names = ", ".join(table.name for table in KEPT)
        target.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    for table in reversed(KEPT):
        target.execute(delete(table))
    for table in KEPT:
        rows = source.execution_options(yield_per=_BATCH_ROWS).execute(select(table)).mappings()
        for batch in rows.partitions():
            target.execute(insert(table), [dict(row) for row in batch])
    for table in _NUMBERED:
        _continue_after(max(_highest(source, table), _highest(target, table)), target, table)


def _highest(connection: Connection, table: Table) -> int:
    """Return the highest number that the database remembers giving a row; 0 if none."""
    stored = connection.scalar(select(func.coalesce(func.max(table.c.number), 0)))
    if connection.dialect.name == "postgresql":
        query = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table.name}_number_seq"
    else:
        query = f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'"
    return max(stored or 0, connection.scalar(text(query)) or 0)


def _continue_after(number: int, connection: Connection, table: Table) -> None:
    # a button in one chat must not lead to an answer that is given in another chat later
    if connection.dialect.name == "postgresql":
        query = f"SELECT setval('{table.name}_number_seq', greatest(:number, 1), :number > 0)"
        connection.execute(text(query), {"number": number})
    elif table.dialect_options["sqlite"]["autoincrement"]:
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        row = {"name": table.name, "number": number}
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), row)
