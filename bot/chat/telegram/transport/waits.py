"""Waiting: pauses that grow, that end when the bot stops, and the clock they are held to."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["MAX_PAUSE_S", "Waits", "growing"]

MAX_PAUSE_S = 60.0

_T = TypeVar("_T")


def growing(first_s: float = 0.5, most_s: float = MAX_PAUSE_S) -> Iterator[float]:
    """Yield pauses in seconds, each twice as long as the one before, up to `most_s`."""
    pause_s = first_s
    while True:
        yield min(pause_s, most_s)
        pause_s = min(2 * pause_s, most_s)


class Waits:
    """The pauses of everything that tries again; `stop` ends them all, and there are no others after it."""

    def __init__(
        self,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._sleep, self._clock = sleep, clock
        self._waiting: set[asyncio.Task[object]] = set()
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """True once the bot is about to end."""
        return self._stopped

    def now(self) -> float:
        """Return the Unix time in seconds."""
        return self._clock()

    async def pause(self, seconds: float) -> None:
        """Wait; raise CancelledError if the bot stops, now or meanwhile."""
        if self._stopped:
            raise asyncio.CancelledError
        await self.patiently(self._sleep(seconds))

    async def patiently(self, awaited: Awaitable[_T]) -> _T:
        """Return what is awaited; raise CancelledError if the bot stops, now or meanwhile."""
        if self._stopped:
            if isinstance(awaited, Coroutine):
                awaited.close()
            raise asyncio.CancelledError
        with self.interruptible():
            return await awaited

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let the running task be cancelled if the bot stops within the block."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can be interrupted")
        self._waiting.add(task)
        try:
            yield
        finally:
            self._waiting.discard(task)

    def stop(self) -> None:
        """Cancel whatever waits."""
        self._stopped = True
        for task in self._waiting:
            task.cancel()
