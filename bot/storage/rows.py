"""All that one database holds, copied row by row into another, whichever kinds they are."""

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from bot.storage.schema import answers, metadata, unanswered

__all__ = ["copy_rows"]

_AT_A_TIME = 500
_NUMBERED = (answers, unanswered)


def copy_rows(source: Connection, target: Connection) -> None:
    """Make `target` hold what `source` holds; both are at the newest migration.

    Others may go on reading `target` as it was until the transaction ends; to write, they wait for it.
    """
    if target.dialect.name == "postgresql":
        names = ", ".join(table.name for table in metadata.sorted_tables)
        target.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    for table in reversed(metadata.sorted_tables):
        target.execute(delete(table))
    for table in metadata.sorted_tables:
        rows = source.execution_options(yield_per=_AT_A_TIME).execute(select(table)).mappings()
        for part in rows.partitions():
            target.execute(insert(table), [dict(row) for row in part])
    for table in _NUMBERED:
        _give_higher_than(max(_newest(source, table), _newest(target, table)), target, table)


def _newest(connection: Connection, table: Table) -> int:
    """The highest number that a row of the table was ever given, as far as the database knows; 0 for none."""
    there = connection.scalar(select(func.coalesce(func.max(table.c.number), 0)))
    if connection.dialect.name == "postgresql":
        query = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table.name}_number_seq"
    else:
        query = f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'"
    return max(there or 0, connection.scalar(text(query)) or 0)


def _give_higher_than(number: int, connection: Connection, table: Table) -> None:
    # a button in some chat must not come to an answer that was given in another one later
    if connection.dialect.name == "postgresql":
        query = f"SELECT setval('{table.name}_number_seq', greatest(:number, 1), :number > 0)"
        connection.execute(text(query), {"number": number})
    elif table.dialect_options["sqlite"]["autoincrement"]:
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        row = {"name": table.name, "number": number}
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), row)
