"""Sending messages, without what Telegram refuses; what a chat does not take goes to whoever asked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

import structlog
from telegram import (
    Bot,
    Chat,
    ForceReply,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReactionTypeEmoji,
    SentGuestMessage,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.chat.telegram.transport.attempts import Attempts
from bot.chat.telegram.transport.fitting import fit, shorten
from bot.chat.telegram.transport.in_hand import CHAT_CLOSED, TOO_MANY, Hand, current, hold
from bot.chat.telegram.transport.outgoing import OutgoingMessage
from bot.chat.telegram.transport.refusals import Refusal, refusal_of
from bot.chat.telegram.transport.requests import ConfirmedBadly, Fate, fate_of, reason_of, wait_of
from bot.chat.telegram.transport.silences import Silences
from bot.chat.telegram.transport.waits import Waits, growing
from bot.notebook import FINAL

__all__ = ["Delivery"]

_MAX_CALLBACK_UNITS = 200
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_log = structlog.get_logger("bot.chat.telegram")


class Delivery:
    """Sends messages as `bot`; calls `on_moved(old, new)` when a group became a supergroup.

    A chat, message or query that is gone raises nothing; of a chat that is one line an hour. Where the bot may not
    speak it does not try again for ten minutes. What failed without doubt is tried again, with growing pauses, as long
    as it is of use; a new message in doubt once more at most.
    """

    def __init__(
        self, bot: Bot, on_moved: Callable[[int, int], Awaitable[None]], waits: Waits | None = None
    ) -> None:
        self._bot, self._on_moved = bot, on_moved
        self._waits = waits or Waits()
        self._doubts = count(1)
        self._silences = Silences(self._waits.now)
        self._attempts = Attempts(self._waits, self._silences, on_moved)

    def now(self) -> float:
        """Return the Unix time in seconds, as all waits are held to it."""
        return self._waits.now()

    async def send(
        self,
        chat_id: int,
        text: str,
        entities: Sequence[MessageEntity] = (),
        *,
        reply_to: int | None = None,
        thread_id: int | None = None,
        markup: InlineKeyboardMarkup | ForceReply | None = None,
        aside: bool = True,
    ) -> Message | None:
        """Send the message and return it; None if it could not be delivered there.

        What its chat or topic does not take goes nowhere else in it, but, if `aside`, to whoever asked in private. If it
        was sent for the update in hand before the bot's last start, it is not sent again, and only its ids are known.
        Raises BadRequest if in private leaving out parts does not help.
        """
        message = OutgoingMessage(*fit(text, entities), reply_to, thread_id, markup)
        if not self.is_silent(chat_id, thread_id):
            begun = self._silences.begin()
            try:
                return await self._send_there(chat_id, message)
            except (BadRequest, Forbidden, RetryAfter) as error:
                kind = self._silences.heard("send", error, chat_id, begun, thread_id)
                if kind is Refusal.UNKNOWN and chat_id > 0 and isinstance(error, BadRequest):
                    raise
                current().reason = TOO_MANY if isinstance(error, RetryAfter) else CHAT_CLOSED
        else:
            current().reason = CHAT_CLOSED
        if aside and chat_id < 0:
            await self._send_aside(message)
        return None

    def is_silent(self, chat_id: int, thread_id: int | None) -> bool:
        """Return whether the chat or the topic refused a message a short while ago."""
        return self._silences.hold("send", chat_id, thread_id)

    def note_refusal(self, call: str, error: Exception, chat_id: int) -> None:
        """Log that the chat does not allow another call, once an hour a chat."""
        self._silences.log("refused", call, error, chat_id)

    def lift(self, chat_id: int) -> None:
        """Try again in the chat and its topics: the bot's rights there changed."""
        self._silences.lift(chat_id)

    async def _send_there(self, chat_id: int, message: OutgoingMessage) -> Message | None:
        send = partial(self._send_degrading, chat_id, message)
        try:
            return await self.insist(chat_id, send, message.reply_to)
        except ChatMigrated as error:
            await self._on_moved(chat_id, error.new_chat_id)
            # a group's message ids mean other messages in the supergroup it became
            message, there = replace(message, reply_to=None), error.new_chat_id
            return await self.insist(there, partial(self._send_degrading, there, message), None)

    async def _send_aside(self, message: OutgoingMessage) -> None:
        """Send the message to whoever asked, in private; whoever never started the bot gets nothing."""
        hand = current()
        to = hand.aside
        if to is None or isinstance(message.markup, ForceReply) or self.is_silent(to.chat_id, None):
            return
        send, begun = (
            partial(self._send_degrading, to.chat_id, message.elsewhere(to.line)),
            self._silences.begin(),
        )
        try:
            if await self.insist(to.chat_id, send, None) is not None:
                hand.reason = ""
        except (BadRequest, Forbidden, RetryAfter):
            self._silences.note("send", to.chat_id, begun)

    async def insist(
        self, chat_id: int, send: Callable[[], Awaitable[Message]], reply_to: int | None
    ) -> Message | None:
        """Send a new message by `send` as often as needed; return it, or None if it could not be delivered.

        Raises BadRequest, Forbidden or ChatMigrated if it is refused, and RetryAfter if the chat does not take it as long
        as it is of use, as in slow mode.
        """
        hand = current()
        if hand.keep is None:
            hold(hand := Hand(person=hand.person, urgent=hand.urgent))
        async with hand.turn:
            number = hand.next_sent()
            if number is not None:
                return _known(chat_id, number, reply_to)
            until, sent_before = hand.until(chat_id > 0, self._waits.now()), len(hand.post.sent)
            for pause_s in growing():
                try:
                    return await send()
                except (BadRequest, Forbidden, ChatMigrated):
                    raise
                except TelegramError as error:
                    if len(hand.post.sent) > sent_before:
                        return _known(chat_id, hand.post.sent[-1], reply_to)
                    if not await self._may_send_again(hand, error, pause_s, until):
                        return None
        return None

    async def _may_send_again(self, hand: Hand, error: TelegramError, pause_s: float, until: float) -> bool:
        """Return whether to send the message again, after a pause."""
        if isinstance(error, ConfirmedBadly):
            return False
        if fate_of(error) is Fate.UNKNOWN:
            _log.warning("in doubt", call="send", reason=reason_of(error), so_far=next(self._doubts))
        if hand.post.state in FINAL:
            return False
        if isinstance(error, RetryAfter) and self._waits.now() + wait_of(error) > until:
            raise error
        if await self._attempts.has_waited("send", error, pause_s, until):
            return True
        hand.reason = "too late"
        return False

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        entities: Sequence[MessageEntity] = (),
        *,
        markup: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Edit the message; return whether it is still there. Without a markup it loses its buttons."""
        text, entities = fit(text, entities)
        rest: dict[str, Any] = {"reply_markup": markup, "link_preview_options": _NO_PREVIEW}
        call = partial(self._bot.edit_message_text, text, chat_id, message_id, entities=entities, **rest)
        return await self._attempts.make("edit", call, chat_id, done="not modified") is not False

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Delete the message; return whether it is gone."""
        call = partial(self._bot.delete_message, chat_id, message_id)
        return bool(await self._attempts.make("delete", call, chat_id, done="to delete not found"))

    async def react(self, chat_id: int, message_id: int, emoji: str | None) -> bool:
        """Set the bot's reaction, or take it back if None; return whether that worked."""
        current().waved = False
        reaction = ReactionTypeEmoji(emoji) if emoji else None
        call = partial(self._bot.set_message_reaction, chat_id, message_id, reaction)
        return bool(await self._attempts.make("react", call, chat_id))

    async def answer_callback(self, query_id: str, text: str | None = None, alert: bool = False) -> None:
        """Answer the press, once; in the background where it is in hand: neither what it shows nor the next press waits."""
        hand = current()
        if hand.acknowledged:
            return
        hand.acknowledged = hand.keep is not None
        shown = shorten(text, _MAX_CALLBACK_UNITS) if text else None
        call = partial(self._bot.answer_callback_query, query_id, shown, alert)
        answering = asyncio.create_task(self._answered(call))
        if current().keep is None:
            await answering
        else:
            current().attend(answering)

    async def _answered(self, call: Callable[[], Awaitable[bool]]) -> None:
        await self._attempts.make("answer_callback", call)

    async def answer_inline(
        self,
        query_id: str,
        results: Sequence[InlineQueryResult],
        *,
        cache_s: int = 0,
        personal: bool = True,
        next_offset: str = "",
        button: InlineQueryResultsButton | None = None,
    ) -> bool:
        """Answer the inline query; return whether that was in time. Not cached by default."""
        call = partial(
            self._bot.answer_inline_query, query_id, results, cache_s, personal, next_offset, button
        )
        return bool(await self._attempts.make("answer_inline", call))

    async def answer_guest(self, query_id: str, result: InlineQueryResult) -> str | None:
        """Answer the guest query; return the id of its inline message, None if it came too late."""
        sent = await self._attempts.make(
            "answer_guest", partial(self._bot.answer_guest_query, query_id, result)
        )
        return sent.inline_message_id if isinstance(sent, SentGuestMessage) else None

    async def _send_degrading(self, chat_id: int, message: OutgoingMessage) -> Message:
        left_out: list[str] = []
        while True:
            try:
                sent = await self._bot.send_message(
                    chat_id,
                    message.text,
                    entities=message.entities,
                    reply_markup=message.markup,
                    message_thread_id=message.thread_id,
                    link_preview_options=_NO_PREVIEW,
                    reply_parameters=message.reply_parameters(),
                )
            except BadRequest as error:
                part = message.refused_part(refusal_of(error), private=chat_id > 0)
                if part is None:
                    raise
                left_out.append(part)
                message = message.without(part)
            else:
                if left_out:
                    _log.warning("sent in part", without=", ".join(left_out))
                return sent


def _known(chat_id: int, number: int, reply_to: int | None) -> Message:
    """Return the message as far as it is known: its ids, and that of the message it replies to."""
    chat = Chat(chat_id, Chat.PRIVATE if chat_id > 0 else Chat.SUPERGROUP)
    now = datetime.now(UTC)
    replied = None if reply_to is None else Message(reply_to, now, chat)
    return Message(number, now, chat, reply_to_message=replied)
