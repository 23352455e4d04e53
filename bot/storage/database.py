"""Open the database, with SQLite's settings, and migrate it if it is due."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from weakref import WeakSet

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random

from bot.database_url import blacked_out, secrets_in
from bot.errors import ConfigurationError, LibraryUnavailable
from bot.extras import how_to_install
from bot.remembered import forget_with
from bot.storage.kept_connections import identity, keep_connections
from bot.storage.private import make_private, match_mode
from bot.storage.schema import HEAD
from bot.storage.transaction import BUSY_MS

__all__ = ["open_database", "place"]

_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
_CONNECT_S = 10
_OPENING_BYTES = 100_000
"""More than SQLite needs to open a file: its shared memory takes 32 kB."""
_FILE = "zhaiyin-file"
"""Under this a connection of the pool notes which file it has open."""
# any number that nobody else in the database locks
_MIGRATION_LOCK = 20240308
_engines = WeakSet[Engine]()


def open_database(url: str) -> Engine:
    """Return an engine for the database at `url`, migrated to the newest schema.

    The folder of an SQLite file is made. Raises ConfigurationError if `url` is no database address, and
    LibraryUnavailable if the database cannot be opened, with a cause if that may pass, or was made by a newer
    version; then it is left as it is.
    """
    address = _address(url)
    try:
        engine = _engine(address)
        with _dispose_on_failure(engine):
            _migrate(engine)
    except (OSError, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error.strerror
        first_line = blacked_out(str(reason).strip().splitlines()[0], secrets_in(url))
        raise LibraryUnavailable(
            f"{place(address)}: the library cannot be opened ({first_line}); {_todo(address)}"
        ) from (error if _may_pass(error) else None)
    _engines.add(engine)
    return engine


def _forget_statements() -> None:
    """Forget how statements are compiled: of each that is known, the values it was first made with are kept."""
    for engine in tuple(_engines):
        engine.clear_compiled_cache()


forget_with(_forget_statements)


def _engine(address: URL) -> Engine:
    file = _file(address)
    if file is None:
        # a server may have been restarted since a connection was used last, or be behind a wall that swallows all
        waits = {} if "connect_timeout" in address.query else {"connect_timeout": _CONNECT_S}
        arguments = waits if address.get_backend_name() == "postgresql" else {}
        return create_engine(
            address, pool_pre_ping=address.get_backend_name() != "sqlite", connect_args=arguments
        )
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its journals the mode of the file. One that is there must not be opened beside SQLite: to close it would undo
    # the locks that other connections of this process have on it
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    make_private(file)
    for name in ("-wal", "-shm", "-journal"):
        # made while the file could only be read, they would keep everybody from writing after that
        match_mode(file.with_name(file.name + name), file)
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "do_connect", partial(_refuse_gone, file))
    event.listen(engine, "connect", partial(_note_file, str(file)))
    event.listen(engine, "checkout", partial(_refuse_replaced, str(file)))
    event.listen(engine, "handle_error", _let_go_of_read_only)
    keep_connections(engine, str(file))
    return engine


def _file(address: URL) -> Path | None:
    """Return the file of an SQLite database; None for one in memory and for any other."""
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return None if address.query.get("uri") else Path(address.database or "")


def _refuse_gone(file: Path, *_: object) -> None:
    # SQLite would make an empty one in its place
    if not file.exists():
        raise sqlite3.OperationalError(f"{file} is gone; restore a backup, or restart")


def _note_file(file: str, _: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    record.info[_FILE] = identity(file)


def _refuse_replaced(file: str, _: sqlite3.Connection, record: ConnectionPoolEntry, *__: object) -> None:
    # what is written through a connection to a file without a name is lost with it; the pool connects anew
    if record.info.get(_FILE) != identity(file):
        raise DisconnectionError


def _let_go_of_read_only(context: ExceptionContext) -> None:
    # a connection that was opened while the file could only be read stays so; another may write once it can be written
    if getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
        context.is_disconnect = True


def _todo(address: URL) -> str:
    """Return what helps whoever cannot open it; of a full disk SQLite says no more than that it fails."""
    with suppress(OSError):
        if (file := _file(address)) and shutil.disk_usage(file.parent).free < _OPENING_BYTES:
            return "make room on its disk"
    return "check ZHAIYIN_DATA_DIR or DATABASE_URL"


def _may_pass(error: OSError | DBAPIError) -> bool:
    """Return whether SQLite has its file, but cannot use it now: somebody locks it, or the disk is full or fails."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return (code & 0xFF) in _PASSING


def place(address: URL) -> str:
    """Return the database's address as a person knows it, without a password or anything else but its name and place."""
    if address.get_backend_name() == "sqlite" and address.database:
        return address.database
    bare = address.set(query={}, username=None, password=None).render_as_string()
    return blacked_out(bare, secrets_in(address.render_as_string(hide_password=False)))


@contextmanager
def _dispose_on_failure(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        address.get_dialect().import_dbapi()
        # where an @ in the password is not written %40, SQLAlchemy takes what follows it for the host
        if "@" in (address.host or ""):
            raise ConfigurationError("DATABASE_URL: two @; write one that belongs to the password as %40")
    except (ArgumentError, NoSuchModuleError, ValueError, UnicodeError):
        raise ConfigurationError(
            "DATABASE_URL: not a database address; give one like postgresql+psycopg://user:password@host/name"
        ) from None
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"DATABASE_URL: needs the library {error.name}; {how_to_install('postgres')}"
        ) from None
    return address


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    _write_ahead(connection)
    # secure_delete overwrites with zeros what a person has deleted
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _is_busy(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


# SQLite ignores its busy timeout in this one statement, when several processes open a new database at once
@retry(retry=retry_if_exception(_is_busy), wait=wait_random(0, 0.05), stop=stop_after_delay(10), reraise=True)
def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL, which lets the bot go on reading while `zhaiyin add` writes."""
    connection.execute("PRAGMA journal_mode=WAL")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    with engine.begin() as connection:
        # if two processes start at once, the second waits and finds nothing left to do
        sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if sqlite else f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"
        )
        if _version(connection) != HEAD:
            _upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _upgrade(connection: Connection) -> None:
    # alembic takes a fifth of a second to import, and most starts do not need it
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise LibraryUnavailable(
            f"{place(connection.engine.url)}: was made by a newer version (migration {_version(connection)}; this one "
            f"knows them up to {HEAD}); run the newer version, or choose another ZHAIYIN_DATA_DIR or DATABASE_URL"
        ) from None
