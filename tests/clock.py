"""A clock for the running loop that stands still, so that no test depends on how quick the machine is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["LoopClock", "standing_clock"]


class LoopClock:
    """Moves on only when a test moves it: whatever waits for a time goes on waiting."""

    def __init__(self, now_s: float) -> None:
        self._now_s = now_s

    def time(self) -> float:
        """Return the time in seconds, as `loop.time` does."""
        return self._now_s

    def move(self, seconds: float) -> None:
        """Let the time pass; what is due is done at the test's next `await`."""
        self._now_s += seconds


@contextmanager
def standing_clock() -> Iterator[LoopClock]:
    """The clock of the running loop; afterwards the loop has its own again."""
    loop = asyncio.get_running_loop()
    clock, own = LoopClock(loop.time()), loop.time
    loop.time = clock.time  # type: ignore[method-assign]
    try:
        yield clock
    finally:
        loop.time = own  # type: ignore[method-assign]
