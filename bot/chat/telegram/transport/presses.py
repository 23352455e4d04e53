"""Presses in their turn: each person's on a message in order, and of pages turned in a hurry the last."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from telegram import CallbackQuery

from bot.chat.telegram.callbacks import parse_wish, turns_a_page
from bot.chat.telegram.transport.in_hand import Hand
from bot.chat.telegram.transport.turns import once

__all__ = ["Presses"]


class Presses:
    """The presses in hand; for one event loop."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._newest: dict[Hashable, Hand] = {}

    @asynccontextmanager
    async def turn(self, press: CallbackQuery, hand: Hand) -> AsyncIterator[Callable[[], None]]:
        """Wait for the person's presses before, on the same message; what it yields ends the turn.

        The hand of a page that another one overtook meanwhile is marked so.
        """
        key = (*_place(press), hand.person)
        turns = turns_a_page(parse_wish(press.data))
        if turns:
            self._newest[key] = hand
        lock = self._locks.setdefault(key, asyncio.Lock())
        try:
            await lock.acquire()
            release = once(lock.release)
            try:
                hand.overtaken = turns and self._newest.get(key) is not hand
                yield release
            finally:
                release()
        finally:
            if self._newest.get(key) is hand:
                del self._newest[key]


def _place(press: CallbackQuery) -> tuple[int | None, int | str | None]:
    message = press.message
    return (message.chat.id, message.message_id) if message is not None else (None, press.inline_message_id)
