"""Opening the database: SQLite's settings, and migrations where they are due."""

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import ConfigurationError, LibraryUnavailable
from bot.storage.schema import HEAD

__all__ = ["opened"]


def opened(url: str) -> Engine:
    """An engine for the database at `url`, migrated to the newest schema; SQLite's folder is made.

    Raises ConfigurationError for a url that cannot be, LibraryUnavailable for a database that cannot be opened.
    """
    address = _address(url)
    try:
        if address.get_backend_name() == "sqlite" and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        _migrate(engine)
    except (OSError, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error.strerror
        where = address.database if address.get_backend_name() == "sqlite" else address.render_as_string()
        first_line = str(reason).strip().splitlines()[0]
        raise LibraryUnavailable(
            f"{where}: the library cannot be opened ({first_line}); check ZHAIYIN_DATA_DIR or DATABASE_URL"
        ) from None
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        address.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError):
        raise ConfigurationError(
            "DATABASE_URL: not a database address; give one like postgresql+psycopg://user:password@host/name"
        ) from None
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f'DATABASE_URL: needs the library {error.name}; pip install "zhaiyin[postgres]"'
        ) from None
    return address


def _prepare_sqlite(connection: object, _: ConnectionPoolEntry) -> None:
    # WAL lets the bot go on reading while `zhaiyin add` writes; secure_delete zeroes what a person has deleted
    pragmas = "journal_mode=WAL busy_timeout=10000 foreign_keys=ON synchronous=NORMAL secure_delete=ON"
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection has no common type
    for pragma in pragmas.split():
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    if _version(engine) == HEAD:
        return
    try:
        with engine.begin() as connection:
            _upgrade(connection)
    except (OperationalError, ProgrammingError):
        # another process may have migrated at the same moment
        if _version(engine) != HEAD:
            raise


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        try:
            version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except (OperationalError, ProgrammingError):
            return None
        return version


def _upgrade(connection: Connection) -> None:
    # alembic takes a fifth of a second to import, and most starts do not need it
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
