"""One connection of each thread to SQLite's file, kept open for what every question looks up."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event

__all__ = ["identity", "keep_connections", "reading"]

_CACHE_KB = 500
"""Of the file's pages each connection keeps so many in memory: two megabytes, as SQLite would, add up where many threads ask.

The system has them at hand anyway; a question takes no longer.
"""


class _Kept:
    """A connection that is closed when nobody has it any more."""

    def __init__(self, engine: Engine, file: str) -> None:
        self.file = identity(file)  # before it is opened: if another takes its name meanwhile, that is seen
        pooled = engine.raw_connection()
        self.connection: sqlite3.Connection = pooled.dbapi_connection  # type: ignore[assignment]  # of SQLite's file
        pooled.detach()
        self.connection.execute(f"PRAGMA cache_size=-{_CACHE_KB}")

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()


class _KeptConnections:
    """The connections that the threads keep to `file`, each its own."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._own = threading.local()

    def own(self, engine: Engine) -> _Kept:
        """Return this thread's; a new one if the file that it has open is no longer the one of that name."""
        own = self._own
        kept: _Kept | None = getattr(own, "kept", None)
        if kept is None or kept.file != identity(self._file):
            kept = own.kept = _Kept(engine, self._file)
        return kept

    def drop(self) -> None:
        """Let this thread have another one next time."""
        self._own.kept = None

    def drop_all(self, _: Engine) -> None:
        """Let every thread have another one next time; one that reads just now has its own until it is done."""
        self._own = threading.local()


_of_engines: WeakKeyDictionary[Engine, _KeptConnections] = WeakKeyDictionary()


def keep_connections(engine: Engine, file: str) -> None:
    """Let each thread keep a connection to the engine's file, until it ends or the engine is disposed of."""
    connections = _of_engines[engine] = _KeptConnections(file)
    event.listen(engine, "engine_disposed", connections.drop_all)


@contextmanager
def reading(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Yield a connection of SQLite's to read from; one that fails is not used again."""
    connections = _of_engines.get(engine)
    if connections is None:
        with _pooled(engine) as connection:
            yield connection
        return
    try:
        # to take one from the pool and give it back takes as long as to look up three rows
        kept = connections.own(engine)
        yield kept.connection
    except sqlite3.Error:
        connections.drop()
        raise


@contextmanager
def _pooled(engine: Engine) -> Iterator[sqlite3.Connection]:
    pooled = engine.raw_connection()
    try:
        yield pooled.dbapi_connection  # type: ignore[misc]  # of SQLite's
    except sqlite3.ProgrammingError as error:
        pooled.invalidate(error)  # somebody closed it, and nobody is to get it again
        raise
    finally:
        pooled.close()


def identity(file: str) -> tuple[int, int] | None:
    """Return what tells the file from another of its name; None if there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116  # of every transaction: a Path takes five times as long
    except OSError:
        return None
    return found.st_dev, found.st_ino
