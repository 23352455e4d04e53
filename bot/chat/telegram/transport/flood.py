"""Flood control: the rate of outgoing messages per chat, per group and in all."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

__all__ = ["ChatRateLimiter"]

_SLACK_S = 0.1  # retry_after is in whole seconds; python-telegram-bot adds the same
_MAX_CHATS = 512
_COUNTED_METHODS = ("send", "edit", "copy", "forward")

_log = structlog.get_logger("bot.chat.telegram")


class ChatRateLimiter(BaseRateLimiter[int]):
    """Telegram's limits: 30 messages a second, 20 a minute per group, 1 a second per chat after a few.

    A 429 halts its own chat (or, without a chat, its own method) for as long as Telegram says; AIORateLimiter would
    halt every chat. Raises RetryAfter after `max_retries`, or at once if the wait is longer than `patience_s`.
    """

    def __init__(
        self,
        *,
        per_second: float = 30,
        per_group_minute: float = 20,
        in_a_row: float = 3,
        max_retries: int = 3,
        patience_s: float = 300,
    ) -> None:
        self._overall = AsyncLimiter(per_second, 1)
        self._rates = ((in_a_row, in_a_row), (per_group_minute, 60.0))
        self._chats: dict[int | str, tuple[AsyncLimiter, ...]] = {}
        self._free_at: dict[int | str, float] = {}
        self._max_retries, self._patience_s = max_retries, patience_s

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Wait until the chat is free, and return the call's result."""
        chat: int | str = data.get("chat_id") or endpoint
        if "chat_id" in data and endpoint.startswith(_COUNTED_METHODS) and endpoint != "sendChatAction":
            for limiter in (*self._limiters_of(chat), self._overall):
                await limiter.acquire()
        for left in range(self._max_retries if rate_limit_args is None else rate_limit_args, -1, -1):
            await self._wait_until_free(chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._halt(chat, error)
                if not left:
                    raise
        return None

    async def _wait_until_free(self, chat: int | str) -> None:
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

    def _limiters_of(self, chat: int | str) -> tuple[AsyncLimiter, ...]:
        if len(self._chats) > _MAX_CHATS:
            busy = self._chats.items()
            self._chats = {
                c: ls for c, ls in busy if not all(limiter.has_capacity(limiter.max_rate) for limiter in ls)
            }
        is_group = isinstance(chat, str) or chat < 0
        rates = self._rates if is_group else self._rates[:1]
        return self._chats.setdefault(chat, tuple(AsyncLimiter(*rate) for rate in rates))
