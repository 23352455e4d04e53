"""Whether a backup can be restored: every page, every row, every reference of it."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.database_url import sqlite_url
from bot.errors import LibraryUnavailable
from bot.storage.schema import KEPT

__all__ = ["counted_rows"]


def counted_rows(file: Path) -> Mapping[str, int]:
    """Return how many rows each table of the backup has, all of them read. Raises LibraryUnavailable if it is damaged."""
    engine = create_engine(sqlite_url(file.absolute()))
    try:
        with engine.connect() as connection:
            for question in ("PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"):
                found = connection.execute(text(question)).first()
                if found is not None and found[0] != "ok":
                    raise _damaged(file, str(found[0]))
            return {table.name: len(connection.execute(select(table)).all()) for table in KEPT}
    except (SQLAlchemyError, sqlite3.Error, ValueError, TypeError) as error:
        reason = getattr(error, "orig", None) or error
        raise _damaged(file, str(reason)) from None
    finally:
        engine.dispose()


def _damaged(file: Path, reason: str) -> LibraryUnavailable:
    line = (reason.strip().splitlines() or ["unreadable"])[0][:200]
    return LibraryUnavailable(f"{file}: is damaged ({line}); take another backup")
