"""Whether the bot can answer now, and what keeps it from that."""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.assistant.desk import Desk
from bot.assistant.pulse import Pulse
from bot.errors import LibraryUnavailable, ZhaiyinError

if TYPE_CHECKING:
    from bot.replicas.replica import Replica

__all__ = ["Readiness"]


class Readiness:
    """The obstacles between a question and its answer, in words for an operator; for several threads.

    `pulse` tells how the other door hears from its platform, if there is one, and `replica` whether
    this process has its share of the chats.
    """

    def __init__(self, desk: Desk, pulse: Pulse | None = None, replica: "Replica | None" = None) -> None:
        self._desk, self._pulse, self._replica = desk, pulse, replica
        self._preparing = threading.Lock()

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What is in the way, nothing if all is ready: database, public shelf, polling or webhook, chats, in this order."""
        return (*self._of_the_shelf(), *self._of_the_platform(), *self._of_the_chats())

    @property
    def degraded(self) -> tuple[str, ...]:
        """What some questions miss and others do not: where large shelves are asked, or all of the public one."""
        obstacle = self._desk.archive.obstacle() if self._desk.archive is not None else ""
        unfinished = "the index of the public shelf is being built" if self._desk.is_unfinished() else ""
        return tuple(filter(None, (obstacle, unfinished)))

    def _of_the_shelf(self) -> tuple[str, ...]:
        try:
            self._desk.library.revision()
        except LibraryUnavailable:
            return ("the database is out of reach",)
        if self._desk.is_prepared():
            return ()
        # whoever only sends questions to those that are ready would wait for ever
        threading.Thread(target=self._prepare, name="prepare", daemon=True).start()
        return ("the public shelf is being prepared",)

    def _of_the_platform(self) -> tuple[str, ...]:
        if self._pulse is None or self._pulse.is_alive:
            return ()
        since = "since the start" if self._pulse.seconds is None else "for two minutes"
        return (f"Telegram was not heard from {since} ({self._pulse.way})",)

    def _of_the_chats(self) -> tuple[str, ...]:
        obstacle = self._replica.obstacle if self._replica is not None else None
        return () if obstacle is None else (obstacle,)

    def _prepare(self) -> None:
        """Prepare the public shelf unless that is going on."""
        if not self._preparing.acquire(blocking=False):
            return
        try:
            with suppress(ZhaiyinError):
                self._desk.shelf()
        finally:
            self._preparing.release()
