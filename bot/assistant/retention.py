"""Daily deletion of data that is too old."""

import threading
from collections.abc import Callable

from bot.assistant.privacy import Privacy
from bot.errors import LibraryUnavailable

__all__ = ["Retention"]

_DAY_S = 24 * 3600.0


class Retention:
    """Deletes data older than `days` now and every day, in a thread that ends with the process.

    A failure is passed to `report`, and tried again the next day. `known` returns once the time is.
    """

    def __init__(
        self,
        privacy: Privacy,
        days: int,
        report: Callable[[LibraryUnavailable], None],
        known: Callable[[], None] = lambda: None,
    ) -> None:
        self._privacy, self._days, self._report = privacy, days, report
        self._known = known
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start the thread."""
        threading.Thread(target=self.run, name="retention", daemon=True).start()

    def stop(self) -> None:
        """Stop deleting."""
        self._stopped.set()

    def run(self, pause_s: float = _DAY_S) -> None:
        """Delete old data every `pause_s` seconds until stopped."""
        # years are not taken from a clock that jumped
        self._known()
        while True:
            try:
                self._privacy.forget_older_than(self._days)
            except LibraryUnavailable as error:
                self._report(error)
            if self._stopped.wait(pause_s):
                return
