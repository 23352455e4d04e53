"""One at a time over all processes: a lock of PostgreSQL's, or of a file beside an SQLite database."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, func, select

from bot.retrieval.whole_file import locked
from bot.storage.transaction import translated

__all__ = ["alone"]


@contextmanager
def alone(engine: Engine, what: str) -> Iterator[bool]:
    """Yield whether nobody else does `what`; if so, nobody else does until this is left, or this process is gone."""
    name = sha256(what.encode()).hexdigest()[:16]
    if engine.dialect.name == "sqlite":
        with _file_locked(Path(f"{engine.url.database}-{name}.lock")) as is_alone:
            yield is_alone
        return
    with translated(engine):
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with translated(engine):
            lock = func.pg_try_advisory_lock(int(name, 16) - 2**63)
            is_alone = bool(connection.scalar(select(lock)))
        yield is_alone
    finally:
        # the lock is the session's: it ends with it, whatever happened, and never goes to another of the pool
        if not connection.invalidated:
            connection.detach()
        connection.close()


@contextmanager
def _file_locked(file: Path) -> Iterator[bool]:
    lock = locked(file)
    try:
        lock.__enter__()
    except BlockingIOError:
        yield False
        return
    try:
        yield True
    finally:
        lock.__exit__(None, None, None)
