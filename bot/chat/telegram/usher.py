"""The usher: shows those who wait that they were noticed, and turns away those who would wait too long."""

import asyncio
import math

import structlog
from telegram import Message, ReactionTypeEmoji, Update
from telegram.error import RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.telegram.addressing import request_of
from bot.chat.telegram.door import SHRUG, Door
from bot.chat.telegram.routes import MessageRoutes
from bot.chat.telegram.transport.in_hand import Hand, hold
from bot.chat.telegram.transport.requests import Fate, fate_of, reason_of
from bot.language.utf16 import units
from bot.reply import Reply

__all__ = ["Usher"]

EYES = "👀"
_MAX_UNITS = 2048
"""What is longer may be a piece of an article, and is never turned away."""
_REFUSED_S = 3600.0
"""How long a chat that refuses the reaction is spared it."""
_MAX_CHATS, _MAX_AT_ONCE = 512, 4

_log = structlog.get_logger("bot.chat.telegram")


class Usher:
    """Tells those who wait: 👀 at their message, or 🤷 and once a crowd one line that too many ask."""

    def __init__(self, door: Door, bot: ExtBot[int], routes: MessageRoutes) -> None:
        self._door, self._bot, self._routes = door, bot, routes
        self._hands = asyncio.Semaphore(_MAX_AT_ONCE)
        self._refused_until: dict[int, float] = {}
        self._told: dict[int, float] = {}

    def asks(self, update: Update) -> bool:
        """Return whether the update asks the bot something, for which its answer can come too late."""
        message = _message(update)
        text = (message.text or message.caption or "") if message is not None else ""
        if message is None or not text or len(text) > _MAX_UNITS or units(text) > _MAX_UNITS:
            return False
        return request_of(message, self._door.me) is not None and self._routes.expires(update)

    async def wave(self, update: Update) -> bool:
        """React with 👀; return whether that worked."""
        message = _message(update)
        return message is not None and await self._reacts(message, EYES)

    async def end_wave(self, update: Update) -> None:
        """Take 👀 back."""
        message = _message(update)
        if message is not None:
            async with self._hands:
                await self._door.delivery.react(message.chat_id, message.message_id, None)

    async def turn_away(self, update: Update) -> None:
        """React with 🤷; say that too many ask, unless that was said since there was room."""
        message = _message(update)
        if message is None:
            return
        told, now = message.chat_id in self._told, self._door.delivery.now()
        _note(self._told, message.chat_id, math.inf, now)
        await self._reacts(message, SHRUG)
        if not told:
            _log.warning("too many ask")
            hold(Hand(urgent=True))
            say = await self._door.language(message)
            await self._door.reply_to(message, Reply(say("chat.too_many")))

    def note_room(self, chat_id: int) -> None:
        """Say it again when there is no room once more."""
        self._told.pop(chat_id, None)

    async def _reacts(self, message: Message, emoji: str) -> bool:
        """React once, and return whether that worked; a chat that refuses is not asked again for an hour."""
        async with self._hands:
            if self._refused_until.get(message.chat_id, 0.0) > self._door.delivery.now():
                return False
            try:
                return await self._bot.set_message_reaction(
                    message.chat_id, message.message_id, ReactionTypeEmoji(emoji), rate_limit_args=0
                )
            except TelegramError as error:
                self._note_refusal(message.chat_id, error)
                return False

    def _note_refusal(self, chat_id: int, error: TelegramError) -> None:
        """Spare the chat if it refuses reactions; a message that is gone says nothing about its chat."""
        gone = "not found" in error.message.lower()
        if isinstance(error, RetryAfter) or (fate_of(error) is Fate.REFUSED and not gone):
            now = self._door.delivery.now()
            _note(self._refused_until, chat_id, now + _REFUSED_S, now)
            _log.info("reactions are refused", reason=reason_of(error))


def _message(update: Update) -> Message | None:
    return update.message or update.edited_message


def _note(until: dict[int, float], chat_id: int, when: float, now: float) -> None:
    """Note it of the chat; what is over is forgotten, and failing that the oldest."""
    until.pop(chat_id, None)
    until[chat_id] = when
    if len(until) > _MAX_CHATS:
        oldest = next(iter(until))
        for other in [other for other, at in until.items() if at <= now] or [oldest]:
            del until[other]
