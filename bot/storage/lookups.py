"""What every question looks up: rows of one shelf, by their ids or all that belong to it."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Engine, Select

from bot.storage.kept_connections import reading
from bot.storage.transaction import transaction, translated

__all__ = ["found"]

Row = Sequence[Any]
_Read = Callable[[Any], Any]


def found(engine: Engine, query: Select[Any], shelf: str, ids: Sequence[str] | None = None) -> Sequence[Row]:
    """Return the rows of `query`, which has the parameters `shelf` and, if `ids` are given, `ids`, in this order.

    Raises LibraryUnavailable.
    """
    if engine.dialect.name != "sqlite":
        with transaction(engine) as connection:
            return connection.execute(query, {"shelf": shelf} | ({} if ids is None else {"ids": ids})).all()
    # what SQLAlchemy does for each execution takes longer than to look up three rows in a file
    statement, readings = _compiled(engine.dialect, query, 0 if ids is None else len(ids))
    with translated(engine), reading(engine) as connection:
        rows = connection.execute(statement, (shelf, *(ids or ()))).fetchall()
    return [_read(row, readings) for row in rows] if readings else rows


@lru_cache(256)
def _compiled(dialect: Dialect, query: Select[Any], many: int) -> tuple[str, Sequence[tuple[int, _Read]]]:
    """Return the statement for so many ids, and what reads the columns that are not as SQLite gives them, by place."""
    filled = query.params(shelf="", ids=[""] * many) if many else query
    statement = str(filled.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))
    readings = (
        (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, column in enumerate(query.selected_columns)
    )
    return statement, [(place, reading) for place, reading in readings if reading is not None]


def _read(row: Row, readings: Sequence[tuple[int, _Read]]) -> Row:
    read = list(row)
    for place, read_column in readings:
        read[place] = read_column(read[place])
    return read
