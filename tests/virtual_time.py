"""A loop whose time passes only while nothing happens: an hour of waiting takes a moment, on any machine the same."""

import asyncio
import selectors
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple, Unpack

__all__ = ["run"]

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")
_HOPS = 4
"""As many packets one after another as a connection on loopback takes until it stands, and one more."""


class _Echo:
    """A connection to itself on loopback: what it sends comes after all that was sent there before, however long that takes."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            self._there = socket.create_connection(server.getsockname())
            self._here, _ = server.accept()
        self._there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def wait(self) -> None:
        """Return once everything that was sent before has come, and what the system answers to it."""
        for _ in range(_HOPS):
            self._there.send(b".")
            self._here.recv(1)

    def close(self) -> None:
        """Close both ends."""
        self._there.close()
        self._here.close()


class _Selector(selectors.DefaultSelector):
    """Waits for sockets, and for threads, in real time; where there is nothing to wait for, the time is over at once."""

    def __init__(self, passed: Callable[[float], None], is_working: Callable[[], bool]) -> None:
        super().__init__()
        self._passed, self._is_working = passed, is_working
        self._echo = _Echo()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return the sockets that are ready; if none is and none will be, `timeout` has passed."""
        if timeout == 0:
            return super().select(0)
        if timeout is None or self._is_working():
            return super().select(None)
        # the loop has one of its own, by which threads wake it
        if len(self.get_map()) > 1:
            self._echo.wait()
        events = super().select(0)
        if not events:
            self._passed(max(timeout, 1e-6))
        return events

    def close(self) -> None:
        """Close it, and its connection."""
        self._echo.close()
        super().close()


class _Loop(asyncio.SelectorEventLoop):
    """The loop; a server that is tested with it has to be in it, too."""

    def __init__(self, passed: Callable[[float], None]) -> None:
        self._now, self._passed, self._threads = 1000.0, passed, 0
        super().__init__(_Selector(self._pass, lambda: self._threads > 0))

    def time(self) -> float:
        """Return the time in seconds."""
        return self._now

    def run_in_executor(
        self, executor: Executor | None, func: "Callable[[Unpack[_Ts]], _T]", *args: "Unpack[_Ts]"
    ) -> "asyncio.Future[_T]":
        """Count the work of a thread until its result is here."""
        future = super().run_in_executor(executor, func, *args)
        self._threads += 1
        future.add_done_callback(self._note_done)
        return future

    async def shutdown_default_executor(self, *timeout: Any) -> None:
        """End the threads, for which a thread waits that is none of them."""
        self._threads += 1
        await super().shutdown_default_executor(*timeout)
        self._threads -= 1

    def _note_done(self, _: object) -> None:
        self._threads -= 1

    def _pass(self, seconds: float) -> None:
        self._now += seconds
        self._passed(seconds)


def run(main: Coroutine[Any, Any, _T], passed: Callable[[float], None] = lambda _: None) -> _T:
    """Return what `main` returns; `passed` hears of the time that passes meanwhile."""
    with asyncio.Runner(loop_factory=lambda: _Loop(passed)) as runner:
        return runner.run(main)
