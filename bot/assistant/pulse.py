"""When a door last heard from its platform."""

import time
from collections.abc import Callable

__all__ = ["Pulse"]

_QUIET_S = 120.0
"""At the start it tells who the bot is; a poll is answered within a minute, and tried again within one."""


class Pulse:
    """The time since a platform last answered; for several threads.

    `way` names how it is heard: by polling, or by a webhook that it is asked about.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, way: str = "polling") -> None:
        self._clock, self.way = clock, way
        self._at: float | None = None

    def beat(self) -> None:
        """Note that it answered just now."""
        self._at = self._clock()

    @property
    def seconds(self) -> int | None:
        """Whole seconds since it answered; None if it never did."""
        return None if self._at is None else int(self._clock() - self._at)

    @property
    def is_alive(self) -> bool:
        """Whether it answered within the last two minutes."""
        return self._at is not None and self._clock() - self._at <= _QUIET_S
