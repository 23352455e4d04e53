"""A copy of the whole database in one file, taken and put back while the bot is running."""

import sqlite3
from contextlib import closing
from pathlib import Path
from secrets import randbelow

from sqlalchemy import Engine

from bot.errors import LibraryUnavailable
from bot.storage.schema import HEAD

__all__ = ["back_up", "restore"]

_APART = 2**30


def back_up(engine: Engine, file: Path) -> None:
    """Write the database as it is at one moment to `file`, whole or not at all.

    Raises LibraryUnavailable for a database that is not SQLite, or where `file` cannot be written.
    """
    live = _path(engine)
    unfinished = file.with_name(f"{file.name}.new")
    try:
        with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        unfinished.replace(file)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise LibraryUnavailable(f"{file}: cannot be written ({error}); choose another place") from None


def restore(engine: Engine, file: Path) -> None:
    """Make the database what it was in `file`; readers see all of it or nothing.

    Raises LibraryUnavailable where `file` is no backup, or one of another version.
    """
    live = _path(engine)
    _check(file)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(live, timeout=30)) as target:
            source.backup(target)
            # a running bot tells by its revision whether a shelf changed
            target.execute("UPDATE shelves SET revision = ? + (revision & 1023)", (randbelow(_APART),))
            target.commit()
    except sqlite3.Error as error:
        raise LibraryUnavailable(f"{file}: cannot be restored ({error}); try again") from None


def _path(engine: Engine) -> str:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        raise LibraryUnavailable(
            "backup and restore are for SQLite; for PostgreSQL use pg_dump and pg_restore"
        )
    return engine.url.database


def _check(file: Path) -> None:
    if not file.is_file():
        raise LibraryUnavailable(f"{file}: no such file; check the path")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            [version] = source.execute("SELECT version_num FROM alembic_version").fetchone() or [None]
    except sqlite3.Error:
        raise LibraryUnavailable(
            f"{file}: is no backup of Zhaiyin's; give a file that `zhaiyin backup` wrote"
        ) from None
    if version != HEAD:
        raise LibraryUnavailable(
            f"{file}: was made by another version ({version}); restore it with that one first"
        )
