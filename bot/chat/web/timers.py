"""What is to happen on a connection after a while, each thing by its name."""

import asyncio
from collections.abc import Callable

__all__ = ["Timers"]


class Timers:
    """Timers of a connection, in `loop`; of one name there is one."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handles: dict[str, asyncio.TimerHandle] = {}

    def set(self, name: str, seconds: float, then: Callable[[], None]) -> None:
        """Call `then` after so many seconds, in place of what was to happen."""
        self.cancel(name)
        self._handles[name] = self._loop.call_later(seconds, then)

    def cancel(self, name: str) -> None:
        """Let it not happen."""
        if handle := self._handles.pop(name, None):
            handle.cancel()

    def clear(self) -> None:
        """Let nothing happen any more."""
        for name in list(self._handles):
            self.cancel(name)
