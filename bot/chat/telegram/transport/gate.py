"""A gate that lets so many through at once, by a number that may change meanwhile."""

import asyncio
from collections import deque
from collections.abc import Callable

__all__ = ["Gate"]


class Gate:
    """Like a semaphore of `most()` places; for one event loop."""

    def __init__(self, most: Callable[[], int]) -> None:
        self._most, self._inside = most, 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def locked(self) -> bool:
        """Return whether whoever comes now has to wait."""
        return bool(self._waiting) or self._inside >= self._most()

    async def acquire(self) -> None:
        """Wait for a place, in order."""
        if not self.locked():
            self._inside += 1
            return
        ticket = asyncio.get_running_loop().create_future()
        self._waiting.append(ticket)
        try:
            await ticket
        except BaseException:
            if ticket.done() and not ticket.cancelled():
                self.release()
            raise

    def release(self) -> None:
        """Leave the place to whoever waits longest."""
        self._inside -= 1
        while self._waiting and self._inside < self._most():
            ticket = self._waiting.popleft()
            if not ticket.done():
                self._inside += 1
                ticket.set_result(None)
