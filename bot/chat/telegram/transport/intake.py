"""Incoming updates: each in its turn, from the inbox until it is done or given up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Protocol

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.chat.telegram.transport.crowd import Crowd
from bot.chat.telegram.transport.in_hand import OLD, TOO_MANY, Hand, author_of, hold, is_too_late
from bot.chat.telegram.transport.mail import Mail
from bot.chat.telegram.transport.presses import Presses
from bot.chat.telegram.transport.turns import Turns
from bot.chat.telegram.transport.waits import growing
from bot.notebook import FINAL, Event

__all__ = ["MOST_WAIT_S", "Intake", "Usher"]

MOST_WAIT_S = 600.0
"""A question that would be answered later than this is turned away at once."""
_GRACE_S = 60.0
"""How much later one that was let in is still answered, since pages were turned and the like."""
_PATIENCE_S = 5.0
"""How long somebody waits before they see that their question was noticed."""
_MAX_WAITING_UPDATES = 10_000  # a waiting update costs little, and must not hold up other chats
_MAX_AT_WORK = 16  # the more are at work, the longer a press waits for a thread
_MAX_WAVES = 4


class Usher(Protocol):
    """What those who wait are shown."""

    def asks(self, update: Update) -> bool:
        """Return whether somebody waits for an answer to the update."""

    async def wave(self, update: Update) -> bool:
        """Show that the question was noticed; return whether that worked."""

    async def end_wave(self, update: Update) -> None:
        """Show that no more."""

    async def turn_away(self, update: Update) -> None:
        """Tell that it is not answered, since too many ask."""

    def note_room(self, chat_id: int) -> None:
        """Note that in the chat nobody waits any more."""


class Intake(BaseUpdateProcessor):
    """Passes updates to the handlers in their turn, and notes in the inbox what becomes of them.

    In a chat one message is handled after the other, by person in rotation; a person's presses are handled in order,
    and wait for nobody else's. An update whose handler the database failed is handled again with `handle` as
    soon as the database is back. With an `usher` those who wait are told so; `wait_s` tells how long a chat's next
    answer takes, by the number of those before it.
    """

    def __init__(self, mail: Mail, wait_s: Callable[[int, int], float] = lambda *_: 0.0) -> None:
        super().__init__(_MAX_WAITING_UPDATES)
        self._mail, self._wait_s = mail, wait_s
        self._turns, self._crowd = Turns(_MAX_AT_WORK), Crowd()
        self._presses = Presses()
        self._waving = asyncio.Semaphore(_MAX_WAVES)
        self._at_work = set[asyncio.Task[Any] | None]()
        self.handle: Callable[[Update], Coroutine[Any, Any, None]] | None = None
        self.usher: Usher | None = None

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Begin nothing more; what is in hand stays in the inbox for the next start."""
        self._mail.stop()

    def cut(self) -> None:
        """End what is in hand, too: it is begun anew at the next start."""
        for task in self._at_work:
            if task is not None:
                task.cancel()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handlers in turn, or drop the update."""
        hand = self._mail.hand(update) if isinstance(update, Update) else None
        task = asyncio.current_task()
        self._at_work.add(task)
        try:
            if hand is not None and isinstance(update, Update):
                hand.task = task
                await self._received(hand, update, coroutine)
            elif not isinstance(update, Update) or update.inline_query is not None:
                if isinstance(update, Update):
                    hold(Hand(person=author_of(update)))
                await coroutine
        finally:
            self._at_work.discard(task)
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # if dropped, it would warn that it was never awaited

    async def _received(self, hand: Hand, update: Update, coroutine: Awaitable[Any]) -> None:
        """Handle the update; if it asks, its asker is told when it takes long, or too long."""
        usher, chat = self.usher, update.effective_chat
        if (
            usher is None
            or chat is None
            or _is_late(update, self._mail.waits.now())
            or not usher.asks(update)
        ):
            await self._handled(hand, update, coroutine)
        elif self._is_crowded(chat.id, hand.person):
            hand.reason = TOO_MANY
            await usher.turn_away(update)
        else:
            hand.grace_s = _GRACE_S
            with self._crowd.joined(chat.id, hand.person):
                async with self._watched(hand, update, usher):
                    await self._handled(hand, update, coroutine)
                # it came in time, and waited too long here
                if hand.reason in (OLD, TOO_MANY):
                    hand.reason = TOO_MANY
                    await usher.turn_away(update)
            if not self._crowd.ahead_of(chat.id, 0):
                usher.note_room(chat.id)
        if hand.post.state not in FINAL and not self._mail.waits.stopped:
            await hand.note(Event.GIVE_UP if hand.reason else Event.FINISH)

    def _is_crowded(self, chat_id: int, person: int) -> bool:
        """Return whether the person's answer would come too late, since others are answered before."""
        # where even the very next one would, as in a slow mode, it may come in private
        return (
            self._wait_s(chat_id, 0)
            <= MOST_WAIT_S
            < self._wait_s(chat_id, self._crowd.ahead_of(chat_id, person))
        )

    @asynccontextmanager
    async def _watched(self, hand: Hand, update: Update, usher: Usher) -> AsyncIterator[None]:
        """Wave at the asker if it takes longer than a few seconds, until it is done."""
        begun = asyncio.Event()
        watch = asyncio.create_task(self._wave(hand, update, usher, begun))
        try:
            yield
        except BaseException:
            watch.cancel()
            raise
        # one that left may arrive, and would then stay
        if not begun.is_set():
            watch.cancel()
        await asyncio.wait({watch})
        if hand.waved and hand.reason not in (OLD, TOO_MANY):
            await usher.end_wave(update)

    async def _wave(self, hand: Hand, update: Update, usher: Usher, begun: asyncio.Event) -> None:
        await self._mail.waits.pause(_PATIENCE_S)
        async with self._waving:
            begun.set()
            hand.waved = await usher.wave(update)

    async def _handled(self, hand: Hand, update: Update, coroutine: Awaitable[Any]) -> None:
        async with self._turn(hand, update) as let_go:
            if self._mail.waits.stopped:
                return
            if update.guest_message is not None and _is_late(update, self._mail.waits.now()):
                hand.reason = OLD
                return
            hand.let_go = let_go
            await hand.note(Event.TAKE)
            hold(hand)
            await coroutine
            await self._until_the_database_helps(hand, update)
        # what goes on in the background holds up nothing else of the chat
        await hand.attended()
        await self._until_the_database_helps(hand, update)

    async def _until_the_database_helps(self, hand: Hand, update: Update) -> None:
        """Handle the update anew as often as the database failed its handler."""
        pauses = growing()
        while hand.fault is not None and self.handle is not None:
            hand.let_go()
            await self._mail.wait_for_database(hand.fault, next(pauses))
            hand.begin_anew()
            await self.handle(update)
            await hand.attended()

    def _turn(self, hand: Hand, update: Update) -> AbstractAsyncContextManager[Callable[[], None]]:
        chat, press = update.effective_chat, update.callback_query
        if press is not None:
            return self._presses.turn(press, hand)
        return self._turns.turn(chat.id, hand.person) if chat is not None else nullcontext(lambda: None)


def _is_late(update: Update, now: float) -> bool:
    message = update.message or update.edited_message or update.guest_message
    return message is not None and is_too_late(message, now)
