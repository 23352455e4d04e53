"""Sending messages, without what Telegram refuses; a chat that is gone is logged."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import structlog
from telegram import (
    Bot,
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
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.chat.telegram.transport.fitting import fit, shorten
from bot.chat.telegram.transport.outgoing import OutgoingMessage

__all__ = ["Delivery"]

_MAX_CALLBACK_UNITS = 200
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_CHAT_CLOSED = re.compile(
    r"not enough rights|need administrator rights|write_forbidden|chat not found", re.IGNORECASE
)
_UNSENT_ERRORS = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})

_log = structlog.get_logger("bot.chat.telegram")
_T = TypeVar("_T")


class Delivery:
    """Sends messages as `bot`; calls `on_moved(old, new)` when a group became a supergroup.

    A chat, message or query that is gone is logged and raises nothing.
    """

    def __init__(
        self,
        bot: Bot,
        on_moved: Callable[[int, int], Awaitable[None]],
        *,
        pause_s: float = 0.5,
    ) -> None:
        self._bot, self._on_moved, self._pause_s = bot, on_moved, pause_s

    async def send(
        self,
        chat_id: int,
        text: str,
        entities: Sequence[MessageEntity] = (),
        *,
        reply_to: int | None = None,
        thread_id: int | None = None,
        markup: InlineKeyboardMarkup | ForceReply | None = None,
    ) -> Message | None:
        """Send the message and return it; None if it could not be delivered.

        Raises BadRequest if leaving out parts does not help.
        """
        message = OutgoingMessage(*fit(text, entities), reply_to, thread_id, markup)

        def post(chat: int) -> Awaitable[Message]:
            # a group's message ids mean other messages in the supergroup it became
            return self._send_degrading(chat, message if chat == chat_id else replace(message, reply_to=None))

        try:
            return await self._retry("send", post, chat_id, new=True)
        except BadRequest as error:
            if not _CHAT_CLOSED.search(error.message):
                raise
            _log.warning("not delivered", call="send", reason=error.message)
            return None

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        entities: Sequence[MessageEntity] = (),
        *,
        markup: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Edit the message; return whether it now says this. Without a markup it loses its buttons."""
        text, entities = fit(text, entities)
        rest: dict[str, Any] = {"reply_markup": markup, "link_preview_options": _NO_PREVIEW}
        call = partial(self._bot.edit_message_text, text, chat_id, message_id, entities=entities, **rest)
        return await self._attempt("edit", call, chat_id, done="not modified") is not None

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Delete the message; return whether it is gone."""
        call = partial(self._bot.delete_message, chat_id, message_id)
        return await self._attempt("delete", call, chat_id, done="to delete not found") is not None

    async def react(self, chat_id: int, message_id: int, emoji: str | None) -> bool:
        """Set the bot's reaction, or take it back if None; return whether that worked."""
        reaction = ReactionTypeEmoji(emoji) if emoji else None
        call = partial(self._bot.set_message_reaction, chat_id, message_id, reaction)
        return await self._attempt("react", call, chat_id) is not None

    async def answer_callback(self, query_id: str, text: str | None = None, alert: bool = False) -> bool:
        """Answer the press; return whether that was in time."""
        shown = shorten(text, _MAX_CALLBACK_UNITS) if text else None
        call = partial(self._bot.answer_callback_query, query_id, shown, alert)
        return await self._attempt("answer_callback", call) is not None

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
        return await self._attempt("answer_inline", call) is not None

    async def answer_guest(self, query_id: str, result: InlineQueryResult) -> str | None:
        """Answer the guest query; return the id of its inline message, None if it came too late."""
        sent = await self._attempt("answer_guest", partial(self._bot.answer_guest_query, query_id, result))
        return sent.inline_message_id if isinstance(sent, SentGuestMessage) else None

    async def _send_degrading(self, chat_id: int, message: OutgoingMessage) -> Message:
        while True:
            try:
                return await self._bot.send_message(
                    chat_id,
                    message.text,
                    entities=message.entities,
                    reply_markup=message.markup,
                    message_thread_id=message.thread_id,
                    link_preview_options=_NO_PREVIEW,
                    reply_parameters=message.reply_parameters(),
                )
            except BadRequest as error:
                rest = message.without_refused_part(error.message)
                if rest is None or _CHAT_CLOSED.search(error.message):
                    raise
                message = rest

    async def _attempt(
        self,
        name: str,
        call: Callable[[], Awaitable[_T]],
        chat_id: int | None = None,
        done: str | None = None,
    ) -> _T | bool | None:
        """Return the call's result; True if a refusal says `done`, None if the call failed."""
        try:
            return await self._retry(name, lambda _: call(), chat_id)
        except BadRequest as error:
            if done and done in error.message.lower():
                return True
            _log.warning("refused", call=name, reason=error.message)
            return None

    async def _retry(
        self, name: str, call: Callable[[int], Awaitable[_T]], chat_id: int | None, *, new: bool = False
    ) -> _T | None:
        """Return the call's result, with one retry after a move or network failure; None if it failed.

        A `new` message follows its group, and is sent again only if the failed call never left.
        """
        for pause_s in (self._pause_s, 0):
            try:
                return await call(chat_id or 0)
            except Forbidden as error:
                _log.warning("chat closed", call=name, reason=error.message)
                return None
            except BadRequest:
                raise
            except (ChatMigrated, NetworkError, RetryAfter) as error:
                reason = type(error).__name__
                if isinstance(error, ChatMigrated):
                    await self._on_moved(chat_id or 0, error.new_chat_id)
                    chat_id = error.new_chat_id
                if not _is_repeatable(error, new):
                    break
                await asyncio.sleep(pause_s)
        _log.warning("not delivered", call=name, reason=reason)
        return None


def _is_repeatable(error: TelegramError, new: bool) -> bool:
    if isinstance(error, NetworkError):
        return not new or type(error.__cause__).__name__ in _UNSENT_ERRORS
    return new and isinstance(error, ChatMigrated)
