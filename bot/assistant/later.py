"""What could not be written down at once is written later, in order, or given up."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple, TypeVar

from bot.errors import LibraryUnavailable

__all__ = ["Later"]

_MOST = 10_000
_HOURS_S = 3600.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
_log = logging.getLogger(__name__)
_Written = TypeVar("_Written")


class _Waiting(NamedTuple):
    write: Callable[[], object]
    since: float


class Later:
    """Writes now if nothing waits and the database can; else a thread of its own does, once it can again.

    Nothing waits longer than an hour, or behind 10,000 others. What waits at the end of the process is lost: it is
    for what an answer does without. What must be written before the next step is its caller's to insist on, as the
    inbox's `Mail` does.
    """

    def __init__(self, first_pause_s: float = _FIRST_PAUSE_S) -> None:
        self._first_pause_s = first_pause_s
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()

    def write(self, write: Callable[[], _Written]) -> _Written | None:
        """Return what `write` returns; None if that has to wait."""
        with self._changed:
            must_wait = bool(self._waiting)
        if not must_wait:
            try:
                return write()
            except LibraryUnavailable as error:
                _log.warning("the notebook is written later: %s", error)
        self._put(write)
        return None

    def wait(self, timeout_s: float) -> bool:
        """Return whether all was written or given up within that time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout_s)

    def _put(self, write: Callable[[], object]) -> None:
        with self._changed:
            if len(self._waiting) >= _MOST:
                _log.warning("the notebook: given up, too much waits to be written")
                return
            self._waiting.append(_Waiting(write, monotonic()))
            if len(self._waiting) == 1:
                threading.Thread(target=self._write_all, name="later", daemon=True).start()

    def _write_all(self) -> None:
        """Write what waits until nothing does, with growing pauses while that fails."""
        pause_s, written = self._first_pause_s, 0
        while self._waiting:
            if self._is_done(self._waiting[0]):
                pause_s, written = self._first_pause_s, written + 1
                with self._changed:
                    self._waiting.popleft()
                    self._changed.notify_all()
                    if not self._waiting:
                        break
            else:
                threading.Event().wait(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        _log.warning("the notebook is written again: %d that waited", written)

    def _is_done(self, waiting: _Waiting) -> bool:
        """Write it; return whether it need not wait any longer."""
        try:
            waiting.write()
        except LibraryUnavailable as error:
            if monotonic() < waiting.since + _HOURS_S:
                return False
            _log.warning("the notebook: given up after an hour: %s", error)
        except Exception:  # noqa: BLE001  # an error of our own must not hold up what waits behind it
            _log.exception("the notebook: given up")
        return True
