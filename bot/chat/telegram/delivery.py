"""The one way out: sent within flood control, a rung lower where Telegram refuses, told where a chat is gone."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import structlog
from aiolimiter import AsyncLimiter
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
    SentGuestMessage,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

__all__ = ["ChatRateLimiter", "Delivery", "fitted"]

UNITS, ENTITIES, CALLBACK_UNITS = 4096, 100, 200
_SLACK_S = 0.1  # retry_after is in whole seconds; python-telegram-bot adds as much
_CHATS = 512
_COUNTED = ("send", "edit", "copy", "forward")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_SENTENCE_END = re.compile(r"[。！？!?…\n][”’」』）)》\"]*")
_EMPHASIS = frozenset({"bold", "italic", "underline"})
# what Telegram's refusals name, in its own undocumented words, and what is then left out
_NAMED = {
    "quote": "quote",
    "button|markup|keyboard": "markup",
    "entit": "entities",
    "thread|topic": "thread_id",
    "replied|reply_message": "reply_to",
}
_RUNGS = ("quote", "reply_to", "thread_id")
_SHUT = re.compile(
    r"not enough rights|need administrator rights|write_forbidden|chat not found", re.IGNORECASE
)
_NEVER_ARRIVED = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})

_log = structlog.get_logger("bot.chat.telegram")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message on its way."""

    text: str
    entities: Sequence[MessageEntity] | None
    reply_to: int | None
    quote: tuple[str, int] | None
    thread_id: int | None
    markup: InlineKeyboardMarkup | None
    silent: bool

    def lower(self, refusal: str) -> "_Letter | None":
        """The letter without what the refusal names, or else without its next rung; None at the bottom."""
        named = [part for words, part in _NAMED.items() if re.search(words, refusal, re.IGNORECASE)]
        part = next((part for part in (*named, *_RUNGS) if getattr(self, part) is not None), None)
        if part is None:
            return None
        _log.warning("climbed down", without=part, reason=refusal)
        lower: dict[str, Any] = {part: None}  # replace() cannot know which part it is
        return replace(self, **lower)

    def reply_parameters(self) -> ReplyParameters | None:
        """What it replies to, sent without where that is deleted."""
        if self.reply_to is None:
            return None
        quote, position = self.quote or (None, None)
        return ReplyParameters(
            self.reply_to, allow_sending_without_reply=True, quote=quote, quote_position=position
        )


class Delivery:
    """Sends for `bot`. `on_moved(old, new)` hears that a group became a supergroup, `on_blocked(chat)` that a
    chat is closed to the bot. Nothing is raised for a chat, message or query that is gone: it is logged."""

    def __init__(
        self,
        bot: Bot,
        on_moved: Callable[[int, int], Awaitable[None]],
        on_blocked: Callable[[int], Awaitable[None]],
        *,
        pause_s: float = 0.5,
    ) -> None:
        self._bot, self._on_moved, self._on_blocked, self._pause_s = bot, on_moved, on_blocked, pause_s

    async def send(
        self,
        chat_id: int,
        text: str,
        entities: Sequence[MessageEntity] = (),
        *,
        reply_to: int | None = None,
        quote: tuple[str, int] | None = None,
        thread_id: int | None = None,
        markup: InlineKeyboardMarkup | None = None,
        silent: bool = False,
    ) -> Message | None:
        """The message as it stands; None where it could not be delivered. `quote` is a part of the message
        replied to and its place there, in UTF-16 units. Raises BadRequest for what no rung can mend."""
        letter = _Letter(*fitted(text, entities), reply_to, quote, thread_id, markup, silent)

        def post(chat: int) -> Awaitable[Message]:
            # the ids of a group's messages mean others in the supergroup it became
            return self._climbed(
                chat, letter if chat == chat_id else replace(letter, reply_to=None, quote=None)
            )

        try:
            return await self._reached("send", post, chat_id, new=True)
        except BadRequest as error:
            if not _SHUT.search(error.message):
                raise
            _log.warning("not delivered", call="send", reason=error.message)
            return None

    async def edit(
        self,
        chat_id: int | None,
        message_id: int | None,
        text: str,
        entities: Sequence[MessageEntity] = (),
        *,
        inline_message_id: str | None = None,
        markup: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Whether the message now says this; without a markup its buttons go. An inline message has no chat."""
        text, entities = fitted(text, entities)
        rest: dict[str, Any] = {"reply_markup": markup, "link_preview_options": _NO_PREVIEW}
        ids = (chat_id, message_id, inline_message_id)
        call = partial(self._bot.edit_message_text, text, *ids, entities=entities, **rest)
        return await self._tried("edit", call, chat_id, done="not modified") is not None

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Whether the message is gone."""
        call = partial(self._bot.delete_message, chat_id, message_id)
        return await self._tried("delete", call, chat_id, done="to delete not found") is not None

    async def react(self, chat_id: int, message_id: int, emoji: str | None) -> bool:
        """Whether the message carries the reaction; None takes the bot's reaction back."""
        reaction = ReactionTypeEmoji(emoji) if emoji else None
        call = partial(self._bot.set_message_reaction, chat_id, message_id, reaction)
        return await self._tried("react", call, chat_id) is not None

    async def answer_callback(self, query_id: str, text: str | None = None, alert: bool = False) -> bool:
        """Whether the press was answered in time."""
        shown = _shortened(text, CALLBACK_UNITS) if text else None
        call = partial(self._bot.answer_callback_query, query_id, shown, alert)
        return await self._tried("answer_callback", call) is not None

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
        """Whether the inline query was answered in time. Kept for nobody else and not at all unless told."""
        call = partial(
            self._bot.answer_inline_query, query_id, results, cache_s, personal, next_offset, button
        )
        return await self._tried("answer_inline", call) is not None

    async def answer_guest(self, query_id: str, result: InlineQueryResult) -> str | None:
        """The id of the inline message that the answer became; None where it came too late."""
        sent = await self._tried("answer_guest", partial(self._bot.answer_guest_query, query_id, result))
        return sent.inline_message_id if isinstance(sent, SentGuestMessage) else None

    async def _climbed(self, chat_id: int, letter: _Letter) -> Message:
        while True:
            try:
                return await self._bot.send_message(
                    chat_id,
                    letter.text,
                    entities=letter.entities,
                    disable_notification=letter.silent,
                    reply_markup=letter.markup,
                    message_thread_id=letter.thread_id,
                    link_preview_options=_NO_PREVIEW,
                    reply_parameters=letter.reply_parameters(),
                )
            except BadRequest as error:
                lower = letter.lower(error.message)
                if lower is None or _SHUT.search(error.message):
                    raise
                letter = lower

    async def _tried(
        self,
        name: str,
        call: Callable[[], Awaitable[_T]],
        chat_id: int | None = None,
        done: str | None = None,
    ) -> _T | bool | None:
        """The call's result; True where a refusal says `done`, None where it was in vain."""
        try:
            return await self._reached(name, lambda _: call(), chat_id)
        except BadRequest as error:
            if done and done in error.message.lower():
                return True
            _log.warning("refused", call=name, reason=error.message)
            return None

    async def _reached(
        self, name: str, call: Callable[[int], Awaitable[_T]], chat_id: int | None, *, new: bool = False
    ) -> _T | None:
        """The call's result, after one move or network failure; None where it was in vain.

        A `new` message follows its group, and is repeated only where the failed call never left.
        """
        for pause_s in (self._pause_s, 0):
            try:
                return await call(chat_id or 0)
            except Forbidden as error:
                await self._closed(name, chat_id, error)
                return None
            except BadRequest:
                raise
            except (ChatMigrated, NetworkError, RetryAfter) as error:
                reason = type(error).__name__
                if isinstance(error, ChatMigrated):
                    await self._on_moved(chat_id or 0, error.new_chat_id)
                    chat_id = error.new_chat_id
                if not _repeatable(error, new):
                    break
                await asyncio.sleep(pause_s)
        _log.warning("not delivered", call=name, reason=reason)
        return None

    async def _closed(self, name: str, chat_id: int | None, error: Forbidden) -> None:
        _log.warning("chat closed", call=name, reason=error.message)
        if chat_id:
            await self._on_blocked(chat_id)


class ChatRateLimiter(BaseRateLimiter[int]):
    """Telegram's flood limits: 30 messages a second, 20 a minute in a group, 1 a second in a chat after a few.

    A 429 halts its own chat (or, where there is none, its own method) for as long as Telegram says, not every
    chat as AIORateLimiter does. Raises RetryAfter after `max_retries`, or at once to wait longer than `patience_s`.
    """

    def __init__(
        self,
        *,
        a_second: float = 30,
        a_group_minute: float = 20,
        in_a_row: float = 3,
        max_retries: int = 3,
        patience_s: float = 300,
    ) -> None:
        self._overall = AsyncLimiter(a_second, 1)
        self._rates = ((in_a_row, in_a_row), (a_group_minute, 60.0))
        self._chats: dict[int | str, tuple[AsyncLimiter, ...]] = {}
        self._free_at: dict[int | str, float] = {}
        self._max_retries, self._patience_s = max_retries, patience_s

    async def initialize(self) -> None:
        """Nothing to begin."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """What the call returns, once its chat is free."""
        chat: int | str = data.get("chat_id") or endpoint
        if "chat_id" in data and endpoint.startswith(_COUNTED) and endpoint != "sendChatAction":
            for limiter in (*self._of(chat), self._overall):
                await limiter.acquire()
        for left in range(self._max_retries if rate_limit_args is None else rate_limit_args, -1, -1):
            await self._free(chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._halt(chat, error)
                if not left:
                    raise
        return None

    async def _free(self, chat: int | str) -> None:
        now = asyncio.get_running_loop().time
        while (wait_s := self._free_at.get(chat, 0.0) - now()) > 0:
            if wait_s > self._patience_s:
                raise RetryAfter(round(wait_s))
            await asyncio.sleep(wait_s)
        self._free_at.pop(chat, None)

    def _halt(self, chat: int | str, error: RetryAfter) -> None:
        after = error.retry_after
        wait_s = (after.total_seconds() if isinstance(after, timedelta) else after) + _SLACK_S
        self._free_at[chat] = asyncio.get_running_loop().time() + wait_s
        _log.info("flood control", seconds=round(wait_s))

    def _of(self, chat: int | str) -> tuple[AsyncLimiter, ...]:
        if len(self._chats) > _CHATS:
            busy = self._chats.items()
            self._chats = {c: ls for c, ls in busy if not all(one.has_capacity(one.max_rate) for one in ls)}
        is_group = isinstance(chat, str) or chat < 0
        rates = self._rates if is_group else self._rates[:1]
        return self._chats.setdefault(chat, tuple(AsyncLimiter(*rate) for rate in rates))


def fitted(text: str, entities: Sequence[MessageEntity]) -> tuple[str, list[MessageEntity]]:
    """The text, cut after a sentence where it is longer than 4096 UTF-16 units, and at most 100 entities in it.

    Emphasis is the first to go: what is a quotation or a link stays one.
    """
    short = _shortened(text, UNITS)
    total = _units(short) - (short != text)
    inside = [entity for entity in entities if entity.offset < total and entity.length > 0]
    kept = sorted(inside, key=lambda entity: entity.type in _EMPHASIS)[:ENTITIES]
    return short, [_clipped(entity, total) for entity in sorted(kept, key=lambda entity: entity.offset)]


def _shortened(text: str, limit: int) -> str:
    if _units(text) <= limit:
        return text
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    return head[: ends[-1] if ends else None].rstrip() + "…"


def _clipped(entity: MessageEntity, total: int) -> MessageEntity:
    if entity.offset + entity.length <= total:
        return entity
    shorter = {**entity.to_dict(), "length": total - entity.offset}
    return MessageEntity.de_json(shorter, None)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _repeatable(error: TelegramError, new: bool) -> bool:
    if isinstance(error, NetworkError):
        return not new or type(error.__cause__).__name__ in _NEVER_ARRIVED
    return new and isinstance(error, ChatMigrated)
