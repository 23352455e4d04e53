"""A chat's lane: one message at a time, no sooner than Telegram's flood limits let it through."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram.error import RetryAfter

from bot.chat.telegram.transport.rotation import Rotation
from bot.chat.telegram.transport.waits import Waits

__all__ = ["MARGIN_S", "Lane", "Pace"]

MARGIN_S = 0.1
"""How much longer than Telegram counts a message counts here; retry_after, too, is in whole seconds."""
_MINUTE_S = 60.0 + MARGIN_S


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a lane goes: the seconds between two messages, and in a group the most of a minute.

    A halt of more than `patience_s` is not waited for in the lane.
    """

    spacing_s: float
    per_minute: int | None
    patience_s: float


@dataclass(slots=True)
class _Place:
    """A place in the lane. `edits` is the message that its call edits, if it does."""

    ticket: "asyncio.Future[bool]"
    edits: Hashable = None


class Lane:
    """The calls of one chat that Telegram counts; for one event loop.

    New messages and edits take turns, and in each of the two the persons: turned pages do not hold up answers.

    A call counts from when it is made until a second, or a minute, after it ended: when Telegram received it is
    not known, but surely before the end.
    """

    def __init__(self, pace: Pace, waits: Waits) -> None:
        self._pace, self._waits = pace, waits
        self._messages: Rotation[_Place] = Rotation()
        self._edits: Rotation[_Place] = Rotation()
        self._edited: dict[Hashable, _Place] = {}
        self._was_edit = False
        self._ended: deque[float] = deque(maxlen=pace.per_minute or 1)
        self._free_at = self._halted_until = 0.0
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_idle(self) -> bool:
        """Whether it may be forgotten: nothing waits, and nothing that was sent counts any more."""
        last = self._ended[-1] if self._ended else 0.0
        return not self._busy and not self._is_wanted() and max(self._free_at, last + _MINUTE_S) <= _now()

    def _is_wanted(self) -> bool:
        return bool(self._messages or self._edits)

    @asynccontextmanager
    async def turn(
        self, person: Hashable, edits: Hashable, first: bool, waits: Callable[[], None]
    ) -> AsyncIterator[bool]:
        """Wait for the person's turn, which is the very next if `first`; yield False if the call is not to be made.

        An edit takes the place of one of the same message that waits; that one is not made. `waits` is called once
        the call has its place. Raises RetryAfter if the lane is halted for long.
        """
        self.raise_if_halted()
        place = self._take_place(person, edits, first)
        ticket = place.ticket
        self._wake()
        waits()
        try:
            yield ticket.result() if ticket.done() else await self._waits.patiently(ticket)
        finally:
            if ticket.done() and not ticket.cancelled() and not ticket.exception() and ticket.result():
                self._leave()

    def halt(self, seconds: float) -> None:
        """Let nothing through for so long; if that is long, what waits raises RetryAfter."""
        self._halted_until = _now() + seconds
        self._free_at = max(self._free_at, self._halted_until)
        while seconds > self._pace.patience_s and self._is_wanted():
            ticket = self._next()
            if not ticket.done():
                ticket.set_exception(RetryAfter(round(seconds)))

    async def halted(self) -> None:
        """Return once nothing halts the lane. Raises RetryAfter if that takes long."""
        self.raise_if_halted()
        while (left_s := self._halted_until - _now()) > 0:
            await self._waits.patiently(asyncio.sleep(left_s))

    def raise_if_halted(self) -> None:
        """Raise RetryAfter if the lane is halted for long."""
        if (left_s := self._halted_until - _now()) > self._pace.patience_s:
            raise RetryAfter(round(left_s))

    def wait_s(self, ahead: int) -> float:
        """Return in how many seconds a new call is made, if `ahead` others are made before it."""
        now, ahead = _now(), ahead + min(len(self._edited), ahead + 1)
        start = max(now, self._halted_until)
        wait_s = max(self._free_at, start) - now + ahead * self._pace.spacing_s
        most = self._pace.per_minute
        if most is None:
            return wait_s
        counted = [at for at in self._ended if at + _MINUTE_S > start]
        minutes, before = divmod(len(counted) + ahead, most)
        at = (
            counted[before]
            if before < len(counted)
            else start + (before - len(counted)) * self._pace.spacing_s
        )
        return max(wait_s, at + minutes * _MINUTE_S - now) if minutes else wait_s

    def _take_place(self, person: Hashable, edits: Hashable, first: bool) -> _Place:
        ticket: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        place = self._edited.get(edits) if edits is not None else None
        if place is not None and not place.ticket.done():
            place.ticket.set_result(False)
            place.ticket = ticket
            return _Place(ticket, edits)
        place = _Place(ticket, edits)
        if edits is not None:
            self._edited[edits] = place
        (self._messages if edits is None else self._edits).add(person, place, first=first)
        return place

    def _next(self) -> "asyncio.Future[bool]":
        """Take out the ticket that comes next. Raises KeyError if there is none."""
        is_edit = not self._messages or (bool(self._edits) and not self._was_edit)
        self._was_edit = is_edit
        place = (self._edits if is_edit else self._messages).next()
        if self._edited.get(place.edits) is place:
            del self._edited[place.edits]
        return place.ticket

    def _wake(self) -> None:
        """Let the next one through, now or when it may go."""
        if self._busy or not self._is_wanted():
            return
        if self._free_at > _now():
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_at(self._free_at, self._ring)
            return
        while self._is_wanted() and not self._busy:
            ticket = self._next()
            if not ticket.done():
                self._busy = True
                ticket.set_result(True)

    def _ring(self) -> None:
        self._timer = None
        self._wake()

    def _leave(self) -> None:
        now, most = _now(), self._pace.per_minute
        self._busy = False
        self._ended.append(now)
        self._free_at = max(self._free_at, now + self._pace.spacing_s)
        if most is not None and len(self._ended) == most:
            self._free_at = max(self._free_at, self._ended[0] + _MINUTE_S)
        self._wake()


def _now() -> float:
    return asyncio.get_running_loop().time()
