"""The time as a platform tells it: this machine's clock may be wrong, and its messages are dated by the platform's."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

__all__ = ["PlatformClock"]


class PlatformClock:
    """The platform's time since it was heard last; until then, and if it tells none, this machine's."""

    def __init__(
        self, clock: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock, self._steady = clock, steady
        self._ahead_s: float | None = None
        self._known = threading.Event()

    def note(self, unix_s: float | None) -> None:
        """Note what time it is there, in Unix time; None if an answer does not tell."""
        if unix_s is not None:
            self._ahead_s = unix_s - self._steady()
        self._known.set()

    def now(self) -> float:
        """Return the Unix time in seconds."""
        ahead_s = self._ahead_s
        return self._clock() if ahead_s is None else self._steady() + ahead_s

    def moment(self) -> datetime:
        """Return the time as a date."""
        return datetime.fromtimestamp(self.now(), UTC)

    def wait(self) -> None:
        """Return once the platform answered."""
        self._known.wait()
