"""An outage in the log: one line when it begins, one when it is over."""

from collections.abc import Callable

import structlog

__all__ = ["Outage"]

_log = structlog.get_logger("bot.chat.telegram")


class Outage:
    """Whether something is out of reach, and since when; `what` begins both lines.

    Within `rest_s` after its end no other begins: where several call at once, what fails then was begun before.
    """

    def __init__(self, what: str, clock: Callable[[], float], rest_s: float = 0.0) -> None:
        self._what, self._clock, self._rest_s = what, clock, rest_s
        self._since: float | None = None
        self._ended: float | None = None

    def note(self, reason: str) -> None:
        """Note that it was out of reach just now."""
        if self._since is None and not self._is_just_over():
            self._since = self._clock()
            _log.warning(f"{self._what} is out of reach; trying again", reason=reason)

    def is_over(self) -> None:
        """Note that it was reached just now."""
        if self._since is not None:
            _log.warning(f"{self._what} is back", seconds=round(self._clock() - self._since))
            self._since, self._ended = None, self._clock()

    def _is_just_over(self) -> bool:
        return self._ended is not None and 0 <= self._clock() - self._ended < self._rest_s
