"""The time as a platform tells it: this machine's clock may be wrong, and its messages are dated by the platform's."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

__all__ = ["PlatformClock"]

_LATE_S = 5.0
"""So old may an answer be that arrives: it tells whole seconds, and was on its way."""


class PlatformClock:
    """The platform's time since it was heard last; until then, and if it tells none, this machine's."""

    def __init__(
        self, clock: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock, self._steady = clock, steady
        self._ahead_s: float | None = None
        self._known = threading.Event()

    def note(self, unix_s: float | None) -> None:
        """Note the second it is there, in Unix time; None if an answer does not tell.

        What is known to a fraction of it stays: what happens one after the other must not be dated the other way round.
        """
        if unix_s is not None and (self._ahead_s is None or not -_LATE_S < unix_s - self.now() <= 0):
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
