"""Copy the whole database into one SQLite file and back, even while the bot is running.

A backup of SQLite or PostgreSQL can be restored into either.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from secrets import randbelow

from sqlalchemy import URL, Engine, create_engine, update
from sqlalchemy.exc import DBAPIError

from bot.database_url import sqlite_url
from bot.errors import LibraryUnavailable
from bot.storage.check import counted_rows
from bot.storage.database import open_database
from bot.storage.rows import copy_rows
from bot.storage.schema import HEAD, shelves
from bot.storage.transaction import transaction

__all__ = ["back_up", "check_backup", "refuse_live", "restore"]

_REVISIONS = 2**30
"""A restored shelf's revision is one of so many that a running bot takes it for new."""


def back_up(engine: Engine, file: Path) -> None:
    """Write a consistent copy of the database to `file`, whole or not at all.

    Raises LibraryUnavailable if the database cannot be read, or `file` is the database itself or cannot be written.
    """
    unfinished = file.with_name(f"{file.name}.new")
    for written in (file, unfinished):
        refuse_live(engine, written)
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        if engine.dialect.name == "sqlite":
            _copy_pages(engine, unfinished)
        else:
            _copy_rows(engine, unfinished)
        unfinished.replace(file)
    except (sqlite3.Error, DBAPIError, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise LibraryUnavailable(
            f"{file}: cannot be written ({_reason(error)}); choose another place"
        ) from None


def restore(engine: Engine, file: Path) -> None:
    """Put the database back as it was in `file`; readers see all of the change or none of it.

    Raises LibraryUnavailable if `file` is no backup, or was made by another version.
    """
    refuse_live(engine, file)
    check_backup(file)
    counted_rows(file)
    backup = _plain(file)
    with backup.connect() as source, transaction(engine) as target:
        copy_rows(source, target)
        # a running bot sees by its revision that a shelf changed
        changed = randbelow(_REVISIONS) + shelves.c.revision.bitwise_and(1023)
        target.execute(update(shelves).values(revision=changed))
    backup.dispose()


def refuse_live(engine: Engine, file: Path) -> None:
    """Raise LibraryUnavailable if `file` is the database in use or one of its journals, by whatever name or link."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    live = Path(engine.url.database)
    for used in (live.with_name(live.name + end) for end in ("", "-wal", "-shm", "-journal")):
        if _is_same(file, used):
            raise LibraryUnavailable(f"{file}: is the database that is in use; choose another file")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def check_backup(file: Path) -> None:
    """Raise LibraryUnavailable if `file` is no backup, or was made by another version."""
    if not file.is_file():
        raise LibraryUnavailable(f"{file}: no such file; check the path")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            [version] = source.execute("SELECT version_num FROM alembic_version").fetchone() or [None]
    except sqlite3.Error:
        raise LibraryUnavailable(
            f"{file}: is no backup of Zhaiyin's; give a file that `zhaiyin backup` wrote"
        ) from None
    if version != HEAD:
        raise LibraryUnavailable(
            f"{file}: was made by another version ({version}); restore it with that one first"
        )


def _copy_pages(engine: Engine, file: Path) -> None:
    with (
        closing(sqlite3.connect(engine.url.database or "")) as source,
        closing(sqlite3.connect(file)) as copy,
    ):
        source.backup(copy)


def _copy_rows(engine: Engine, file: Path) -> None:
    open_database(sqlite_url(file.absolute())).dispose()
    copy = _plain(file)
    # one snapshot of all tables
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as source,
        copy.begin() as target,
    ):
        copy_rows(source, target)
    copy.dispose()


def _plain(file: Path) -> Engine:
    return create_engine(URL.create("sqlite", database=str(file)))


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    known = error.orig if isinstance(error, DBAPIError) else error
    return str(known).strip().splitlines()[0]
