"""The one connection that a process's locks lie on: they are free at once when the process dies."""

import select
import socket
from collections.abc import Collection, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from bot.errors import LibraryUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CHANNEL", "Session"]

CHANNEL = "zhaiyin"
_LIVELY = {"keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
# the server has to notice, too, that a machine is gone: only then are its locks free
_SERVER = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
_LOCKS = text(
    "SELECT classid::bigint, objid::bigint, pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND classid::bigint = ANY(:kinds)"
)


class Session:
    """A connection of its own, never of a pool; for one thread. Its methods raise LibraryUnavailable when it is lost."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # what SQLAlchemy has no word for
        driver: Any = connection.connection.driver_connection
        self._driver, self.pid = driver, int(driver.info.backend_pid)

    @classmethod
    def open(cls, engine: Engine) -> Self:
        """Connect to the engine's database and listen there."""
        lively = {**_LIVELY, "options": f"{engine.url.query.get('options', '')} {_SERVER}".strip()}
        own = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=lively)
        with _translated():
            connection = own.connect()
            connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            return cls(connection)

    def locks(self, kinds: Collection[int]) -> Mapping[tuple[int, int], int]:
        """Return all locks of these kinds, by kind and number, each with the process of the server that has it."""
        with _translated():
            rows = self._connection.execute(_LOCKS, {"kinds": list(kinds)})
            return {(kind, number): pid for kind, number, pid in rows}

    def lock(self, kind: int, numbers: Collection[int]) -> list[int]:
        """Lock those that nobody has; return which."""
        return self._each("pg_try_advisory_lock", kind, numbers)

    def unlock(self, kind: int, numbers: Collection[int]) -> None:
        """Let them go."""
        self._each("pg_advisory_unlock", kind, numbers)

    def tell(self, word: str) -> None:
        """Let all that listen hear it."""
        with _translated():
            self._connection.execute(text(f"SELECT pg_notify('{CHANNEL}', :word)"), {"word": word})

    def heard(self, seconds: float, waker: socket.socket | None) -> list[str]:
        """Return what was told, after so many seconds at most; nothing once somebody wakes it."""
        with _translated():
            wakers = [] if waker is None else [waker]
            ready, _, _ = select.select([self._driver.fileno(), *wakers], [], [], seconds)
            if waker is not None and waker in ready:
                waker.recv(4096)
            return [one.payload for one in self._driver.notifies(timeout=0)]

    def close(self) -> None:
        """Let all locks go."""
        # not given back but closed: a lost connection may be the server's still
        self._connection.invalidate()
        self._connection.close()

    def _each(self, function: str, kind: int, numbers: Collection[int]) -> list[int]:
        if not numbers:
            return []
        # one row of the array after the other, so that no more is locked than is returned
        query = f"SELECT n FROM unnest(CAST(:numbers AS int[])) n WHERE {function}(:kind, n)"
        with _translated():
            return list(self._connection.scalars(text(query), {"kind": kind, "numbers": list(numbers)}))


@contextmanager
def _translated() -> "Iterator[None]":
    from psycopg import Error
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (DBAPIError, Error, OSError, ValueError) as error:
        raise LibraryUnavailable("the connection that chats are shared out by is lost") from error
