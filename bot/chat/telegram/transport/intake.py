"""Incoming updates: each in its chat's order, from the inbox until it is done or given up."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.chat.telegram.transport.in_hand import Hand, hold, is_too_late
from bot.chat.telegram.transport.mail import Mail
from bot.chat.telegram.transport.waits import growing
from bot.notebook import FINAL, Event

__all__ = ["Intake"]

_MAX_WAITING_UPDATES = 10_000  # a waiting update costs little, and must not hold up other chats


class Intake(BaseUpdateProcessor):
    """Passes updates to the handlers, in their chat's order, and notes in the inbox what becomes of them.

    An update whose handler the database failed is handled again with `handle` as soon as the database is back.
    """

    def __init__(self, mail: Mail) -> None:
        super().__init__(_MAX_WAITING_UPDATES)
        self._mail = mail
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self.handle: Callable[[Update], Coroutine[Any, Any, None]] | None = None

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Begin nothing more; what is in hand stays in the inbox for the next start."""
        self._mail.waits.stop()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handlers in turn, or drop the update."""
        hand = self._mail.hand(update) if isinstance(update, Update) else None
        try:
            if hand is not None and isinstance(update, Update):
                await self._handled(hand, update, coroutine)
            elif not isinstance(update, Update) or update.inline_query is not None:
                await coroutine
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # if dropped, it would warn that it was never awaited

    async def _handled(self, hand: Hand, update: Update, coroutine: Awaitable[Any]) -> None:
        async with self._turn(update):
            if self._mail.waits.stopped:
                return
            if update.guest_message is not None and is_too_late(update.guest_message, self._mail.waits.now()):
                hand.reason = "old"
                await hand.note(Event.GIVE_UP)
                return
            await hand.note(Event.TAKE)
            hold(hand)
            await coroutine
            await self._until_the_database_helps(hand, update)
        # what goes on in the background holds up nothing else of the chat
        await hand.attended()
        await self._until_the_database_helps(hand, update)
        if hand.post.state not in FINAL and not self._mail.waits.stopped:
            await hand.note(Event.GIVE_UP if hand.reason else Event.FINISH)

    async def _until_the_database_helps(self, hand: Hand, update: Update) -> None:
        """Handle the update anew as often as the database failed its handler."""
        pauses = growing()
        while hand.fault is not None and self.handle is not None:
            await self._mail.wait_for_database(hand.fault, next(pauses))
            hand.begin_anew()
            await self.handle(update)
            await hand.attended()

    def _turn(self, update: Update) -> AbstractAsyncContextManager[Any]:
        queue = _queue_of(update)
        return nullcontext() if queue is None else self._turns.setdefault(queue, asyncio.Lock())


def _queue_of(update: Update) -> Hashable:
    """Return the update's queue, if any: a chat has one for messages and one for presses."""
    press = update.callback_query
    if press is not None and press.inline_message_id is not None:
        return press.inline_message_id
    return (update.effective_chat.id, press is not None) if update.effective_chat is not None else None
