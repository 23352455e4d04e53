"""Turns: whose message is handled next, so that nobody's many hold up another's few."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager

from bot.chat.telegram.transport.rotation import Rotation

__all__ = ["Turns", "once"]

Ticket = asyncio.Future[None]


class Turns:
    """One turn at a time in a chat, by person in rotation; at most `most` chats at work, in rotation too.

    For one event loop.
    """

    def __init__(self, most: int) -> None:
        self._places = most
        self._waiting: dict[Hashable, Rotation[Ticket]] = {}
        self._busy: set[Hashable] = set()
        # in the order of their next turns; of an OrderedDict the first is found at once
        self._ready: OrderedDict[Hashable, None] = OrderedDict()

    @asynccontextmanager
    async def turn(self, chat: Hashable, person: Hashable) -> AsyncIterator[Callable[[], None]]:
        """Wait for the person's turn in the chat.

        What it yields leaves the place at work to another chat; call it before a long wait. The chat stays busy.
        """
        ticket = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(chat, Rotation()).add(person, ticket)
        if chat not in self._busy:
            self._ready[chat] = None
        self._begin()
        leave = once(self._leave_place)
        try:
            await ticket
            yield leave
        finally:
            if ticket.done() and not ticket.cancelled():
                leave()
                self._end(chat)

    def _begin(self) -> None:
        """Give the free places to the next chats."""
        while self._places > 0 and self._ready:
            chat, _ = self._ready.popitem(last=False)
            ticket = self._next(chat)
            if ticket is not None:
                self._places -= 1
                self._busy.add(chat)
                ticket.set_result(None)

    def _next(self, chat: Hashable) -> Ticket | None:
        line = self._waiting[chat]
        while line:
            ticket = line.next()
            if not ticket.done():
                return ticket
        del self._waiting[chat]
        return None

    def _end(self, chat: Hashable) -> None:
        self._busy.discard(chat)
        self._ready[chat] = None
        self._begin()

    def _leave_place(self) -> None:
        self._places += 1
        self._begin()


def once(call: Callable[[], None]) -> Callable[[], None]:
    """Return what makes the call when it is first called, and does nothing after that."""
    left = [call]

    def called() -> None:
        while left:
            left.pop()()

    return called
