"""Transactions, and the statements that SQLite and PostgreSQL spell differently."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.database_url import blacked_out, secrets_in
from bot.errors import LibraryUnavailable

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert

__all__ = [
    "BUSY_MS",
    "erase_deleted",
    "insert_into",
    "is_passing",
    "is_undecodable",
    "require_writable",
    "transaction",
    "translated",
]

_LASTING = (
    *(DataError, IntegrityError, NotSupportedError, ProgrammingError),
    # as SQLite raises them where SQLAlchemy does not translate them
    *(sqlite3.DataError, sqlite3.IntegrityError, sqlite3.NotSupportedError, sqlite3.ProgrammingError),
)
"""What the statement raises, or whoever sent it, rather than the database."""
BUSY_MS = 10_000
"""How long SQLite waits for another's lock."""
_HASTY_MS = 1_000
_REMEDIES = {
    sqlite3.SQLITE_READONLY: "let this account write its file and folder",
    sqlite3.SQLITE_FULL: "make room on its disk",
}


@contextmanager
def transaction(engine: Engine, *, hasty: bool = False) -> Iterator[Connection]:
    """Yield a connection whose changes are committed all or none. Raises LibraryUnavailable.

    Who is `hasty` waits for a lock of SQLite's a second instead of ten.
    """
    with translated(engine), engine.begin() as connection, _patience(connection, hasty):
        yield connection


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Raise LibraryUnavailable for whatever the database raises within."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        secrets = secrets_in(engine.url.render_as_string(hide_password=False))
        told = str(error.orig if isinstance(error, DBAPIError) else error)
        reason = blacked_out(told.strip().splitlines()[0], secrets)
        raise LibraryUnavailable(f"the library's database failed ({reason}); {_todo(error)}") from error
    except PoolTimeout as error:
        raise LibraryUnavailable("the library's database is too busy; try again") from error


def _todo(error: DBAPIError | sqlite3.Error) -> str:
    """Return what helps: SQLite's code tells where to try again does not."""
    code = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlite_errorcode", 0)
    return _REMEDIES.get(code & 0xFF, "try again")


@contextmanager
def _patience(connection: Connection, hasty: bool) -> Iterator[None]:
    if not hasty or connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={_HASTY_MS}")
    try:
        yield
    finally:
        # one that was given up serves nobody any more
        if not connection.invalidated:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")


def is_passing(error: LibraryUnavailable) -> bool:
    """Return whether the database itself is in trouble, so that the same may succeed later."""
    return not isinstance(error.__cause__, _LASTING)


def is_undecodable(error: LibraryUnavailable) -> bool:
    """Return whether a row of SQLite's that holds broken text raised it."""
    # what SQLite raises has a code, and what Python does of it has none
    cause = error.__cause__
    return isinstance(cause, sqlite3.OperationalError) and not hasattr(cause, "sqlite_errorcode")


def insert_into(connection: Connection, table: Table) -> "PostgresqlInsert | SqliteInsert":
    """Return an INSERT that supports ON CONFLICT, in the dialect of `connection`."""
    # PostgreSQL's dialect takes a tenth of a second to import, and most libraries are SQLite's
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_into_postgresql

        return insert_into_postgresql(table)
    return insert(table)


def require_writable(engine: Engine) -> None:
    """Raise LibraryUnavailable if SQLite may only read its file, which it opens without a word."""
    if engine.dialect.name == "sqlite":
        with transaction(engine) as connection:
            # to begin a transaction says nothing: of a file that may only be read it is one that reads
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")


def erase_deleted(engine: Engine) -> None:
    """Remove what was deleted from SQLite's journal too.

    It stays there if somebody reads for more than ten seconds. PostgreSQL vacuums by itself.
    """
    if engine.dialect.name == "sqlite":
        with transaction(engine.execution_options(isolation_level="AUTOCOMMIT")) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
