"""Flood control: the rate of outgoing messages per chat, per group and in all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.chat.telegram.transport.gate import Gate
from bot.chat.telegram.transport.in_hand import current
from bot.chat.telegram.transport.lanes import MARGIN_S, Lane, Pace
from bot.chat.telegram.transport.turns import once
from bot.chat.telegram.transport.waits import Waits

__all__ = ["ChatRateLimiter"]

_MAX_LANES = 512
_COUNTED_METHODS = ("send", "edit", "copy", "forward")
_NOT_COUNTED = ("sendChatAction",)
_SILENCE_S = 10.0
"""How long an unanswered call counts among all: thirty that hang must not hold up everybody."""
_WHOLE_EDIT = "editMessageText"
"""The edit that leaves nothing of an earlier one: it brings the text and the buttons."""

_log = structlog.get_logger("bot.chat.telegram")

Call = Callable[[], Coroutine[Any, Any, Any]]


class ChatRateLimiter(BaseRateLimiter[int]):
    """Telegram's limits: 30 messages a second, 1 a second per chat, 20 a minute per group.

    In a chat the persons take turns, and so do the chats in all. A press, a reaction or an inline query is not counted
    and never waits for messages. A 429 halts its own chat alone, or without a chat the calls of the same kind for the
    same person; AIORateLimiter would halt every chat. `live` tells how many processes share the 30 a second. Raises RetryAfter after `max_retries`, or at once if the
    wait is longer than `patience_s`. For one event loop.
    """

    def __init__(
        self,
        waits: Waits | None = None,
        *,
        per_second: int = 30,
        per_group_minute: int = 20,
        spacing_s: float = 1 + MARGIN_S,
        max_retries: int = 3,
        patience_s: float = 300,
        live: Callable[[], int] = lambda: 1,
    ) -> None:
        self._waits = waits or Waits()
        self._overall = Gate(lambda: max(1, per_second // live()))
        self._pace = Pace(spacing_s, None, patience_s)
        self._group_pace = Pace(spacing_s, per_group_minute, patience_s)
        self._lanes: dict[Hashable, Lane] = {}
        self._most_lanes = _MAX_LANES
        self._max_retries = max_retries

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
        """Wait until the chat is free, and return the call's result; True for an edit that a later one overtook."""
        tries = 1 + (self._max_retries if rate_limit_args is None else rate_limit_args)

        async def call() -> Any:
            return await callback(*args, **kwargs)

        if not _is_counted(endpoint, data):
            return await self._tried(_halted_with(endpoint, data), call, tries)
        hand, chat = current(), data["chat_id"]
        turn = self._lane(chat).turn(hand.person, _edited(endpoint, data), hand.urgent, hand.let_go)
        async with turn as is_wanted:
            return await self._tried(chat, partial(self._counted, call), tries) if is_wanted else True

    def wait_s(self, chat_id: int, ahead: int) -> float:
        """Return in how many seconds a message to the chat is sent, if `ahead` others are sent before it."""
        return self._lane(chat_id).wait_s(ahead)

    async def _counted(self, call: Call) -> Any:
        async with self._one_of_all():
            return await call()

    @asynccontextmanager
    async def _one_of_all(self) -> AsyncIterator[None]:
        """Count as one of all messages until a second after the end; silence counts for some seconds only."""
        if self._overall.locked():
            await self._waits.patiently(self._overall.acquire())
        else:
            await self._overall.acquire()
        release, later = once(self._overall.release), asyncio.get_running_loop().call_later
        later(_SILENCE_S, release)
        try:
            yield
        finally:
            later(1 + MARGIN_S, release)

    async def _tried(self, key: Hashable, call: Call, tries: int) -> Any:
        """Return the call's result; it waits as long as `key` is halted."""
        for left in range(tries - 1, -1, -1):
            if key in self._lanes:
                await self._lanes[key].halted()
            try:
                return await call()
            except RetryAfter as error:
                self._halt(self._lane(key), error)
                if not left:
                    raise
        return None

    def _halt(self, lane: Lane, error: RetryAfter) -> None:
        after = error.retry_after
        seconds = after.total_seconds() if isinstance(after, timedelta) else after
        lane.halt(seconds + MARGIN_S)
        _log.info("flood control", seconds=round(seconds))

    def _lane(self, key: Hashable) -> Lane:
        if len(self._lanes) > self._most_lanes and key not in self._lanes:
            self._lanes = {other: lane for other, lane in self._lanes.items() if not lane.is_idle}
            self._most_lanes = max(_MAX_LANES, 2 * len(self._lanes))
        is_group = isinstance(key, str) or (isinstance(key, int) and key < 0)
        return self._lanes.setdefault(key, Lane(self._group_pace if is_group else self._pace, self._waits))


def _is_counted(endpoint: str, data: dict[str, Any]) -> bool:
    return "chat_id" in data and endpoint.startswith(_COUNTED_METHODS) and endpoint not in _NOT_COUNTED


def _halted_with(endpoint: str, data: dict[str, Any]) -> Hashable:
    """Return what a 429 to the call halts: the same call in its chat, or for its person, or else for its query."""
    queries = (data.get(f"{kind}_query_id") for kind in ("inline", "callback", "guest"))
    return endpoint, data.get("chat_id") or current().person or next(filter(None, queries), None)


def _edited(endpoint: str, data: dict[str, Any]) -> Hashable:
    """Return which message the call edits whole; None if it does not."""
    return data.get("message_id") if endpoint == _WHOLE_EDIT else None
