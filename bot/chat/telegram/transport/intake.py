"""Incoming updates: each one once, in its chat's order, unless it is too old."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Chat, Update
from telegram.ext import BaseUpdateProcessor

__all__ = ["Intake"]

STALE_S = 600.0
_MAX_WAITING_UPDATES = 10_000  # a waiting update costs little, and must not hold up other chats

_log = structlog.get_logger("bot.chat.telegram")


class Intake(BaseUpdateProcessor):
    """Passes updates to the handlers: once, in their chat's order, and in a group not hours late.

    `first_time(update_id)` remembers the update and returns whether it is new; it is called in a thread.
    """

    def __init__(self, first_time: Callable[[int], bool], clock: Callable[[], float] = time.time) -> None:
        super().__init__(_MAX_WAITING_UPDATES)
        self._first_time, self._clock = first_time, clock
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handlers in turn, or drop the update."""
        try:
            async with self._turn(update):
                if not isinstance(update, Update) or await self._is_wanted(update):
                    await coroutine
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # if dropped, it would warn that it was never awaited

    def _turn(self, update: object) -> AbstractAsyncContextManager[Any]:
        queue = _queue_of(update)
        return nullcontext() if queue is None else self._turns.setdefault(queue, asyncio.Lock())

    async def _is_wanted(self, update: Update) -> bool:
        if self._is_stale(update):
            _log.info("dropped", why="old")
            return False
        # a repeated inline query is answered again: that adds no message
        if update.inline_query is None and not await asyncio.to_thread(self._first_time, update.update_id):
            _log.info("dropped", why="seen before")
            return False
        return True

    def _is_stale(self, update: Update) -> bool:
        """Return whether the update is an old question, in a group or as a guest."""
        message = update.message or update.edited_message or update.guest_message
        if message is None or not (message.text or message.caption):
            return False
        at = message.edit_date or message.date
        private = message.chat.type == Chat.PRIVATE and message.guest_query_id is None
        return not private and self._clock() - at.timestamp() > STALE_S


def _queue_of(update: object) -> Hashable:
    """Return the update's queue, if any: a chat has one for messages and one for presses."""
    if not isinstance(update, Update) or update.inline_query is not None:
        return None
    press = update.callback_query
    if press is not None and press.inline_message_id is not None:
        return press.inline_message_id
    return (update.effective_chat.id, press is not None) if update.effective_chat is not None else None
