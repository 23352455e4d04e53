"""The way in: polling that waits out trouble; each update once, in its chat's order, while it is still wanted."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Chat, Update
from telegram.error import BadRequest, Conflict, NetworkError
from telegram.ext import BaseRateLimiter, BaseUpdateProcessor, ExtBot
from telegram.request import HTTPXRequest

__all__ = ["Intake", "PollingBot"]

STALE_S = 600.0
_WAITING = 10_000  # who waits for a turn costs little, and must not keep other chats from theirs
_CONNECTIONS = 8  # at a tenth of a second a call, more than twice what Telegram's flood limits let through
_LONGEST_PAUSE_S = 60.0

_log = structlog.get_logger("bot.chat.telegram")


class Intake(BaseUpdateProcessor):
    """Lets an update through to the handlers: once, in the order of its chat, and not hours late in a group.

    `first_time(update_id)` tells, in a thread of its own, whether an update was never seen; it remembers it.
    """

    def __init__(self, first_time: Callable[[int], bool], clock: Callable[[], float] = time.time) -> None:
        super().__init__(_WAITING)
        self._first_time, self._clock = first_time, clock
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to begin."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handlers in turn, or drop the update."""
        try:
            async with self._turn(update):
                if not isinstance(update, Update) or await self._wanted(update):
                    await coroutine
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # a dropped one would warn that it was never awaited

    def _turn(self, update: object) -> AbstractAsyncContextManager[Any]:
        key = _queue(update)
        return nullcontext() if key is None else self._turns.setdefault(key, asyncio.Lock())

    async def _wanted(self, update: Update) -> bool:
        if self._stale(update):
            _log.info("dropped", why="old")
            return False
        # an inline query asked again is answered again: its answer only stands once
        if update.inline_query is None and not await asyncio.to_thread(self._first_time, update.update_id):
            _log.info("dropped", why="seen before")
            return False
        return True

    def _stale(self, update: Update) -> bool:
        """Whether it asks in a group, or as a guest, and too long ago."""
        message = update.message or update.edited_message or update.guest_message
        if message is None or not (message.text or message.caption):
            return False
        at = message.edit_date or message.date
        private = message.chat.type == Chat.PRIVATE and message.guest_query_id is None
        return not private and self._clock() - at.timestamp() > STALE_S


def _queue(update: object) -> Hashable:
    """What waits its turn together: a chat's messages; the presses in it, which wait for no answer of those."""
    if not isinstance(update, Update) or update.inline_query is not None:
        return None
    press = update.callback_query
    if press is not None and press.inline_message_id is not None:
        return press.inline_message_id
    return (update.effective_chat.id, press is not None) if update.effective_chat is not None else None


class _Requests(HTTPXRequest):
    """Calls that wait for a connection before httpx knows of them.

    Its pool looks at every connection for every call that waits in it: with 60 of each, a call took 30 ms.
    """

    def __init__(self, connection_pool_size: int) -> None:
        super().__init__(connection_pool_size=connection_pool_size)
        self._free = asyncio.Semaphore(connection_pool_size)

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and the body that came back."""
        async with self._free:
            return await super().do_request(*args, **kwargs)


class PollingBot(ExtBot[int]):
    """A bot whose polling pauses in trouble, twice as long each time up to a minute, and says so in one line.

    python-telegram-bot itself would log a traceback each time, and never that it is over.
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        base_file_url: str,
        rate_limiter: BaseRateLimiter[int] | None = None,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        requests = _Requests(connection_pool_size=_CONNECTIONS), HTTPXRequest(connection_pool_size=1)
        super().__init__(token, base_url, base_file_url, *requests, rate_limiter=rate_limiter)
        self._pause, self._clock = pause, clock
        self._pause_s = 0.0
        self._away_since: float | None = None
        self._conflict_at: float | None = None

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """The next updates; none, after a pause, where another process polls or Telegram is out of reach."""
        try:
            updates = await super().get_updates(*args, **kwargs)
        except BadRequest:
            raise
        except (Conflict, NetworkError) as error:
            self._tell(error)
            # without a timeout it is the last call before the end, which nothing should hold up
            if kwargs.get("timeout"):
                await self._pause(self._next_pause_s())
            return ()
        self._back()
        return updates

    def _tell(self, error: Conflict | NetworkError) -> None:
        now = self._clock()
        if isinstance(error, Conflict):
            if not self._conflicted(now):
                _log.error("another process polls with this token; stop one of the two", reason=error.message)
            self._conflict_at = now
        elif self._away_since is None:
            self._away_since = now
            _log.warning("Telegram is out of reach; trying again", reason=type(error).__name__)

    def _back(self) -> None:
        now = self._clock()
        if self._away_since is not None:
            _log.warning("Telegram is back", seconds=round(now - self._away_since))
            self._away_since = None
        # two processes take turns in succeeding, so one success proves nothing
        if not self._conflicted(now):
            self._pause_s = 0.0

    def _conflicted(self, now: float) -> bool:
        return self._conflict_at is not None and now - self._conflict_at < STALE_S

    def _next_pause_s(self) -> float:
        self._pause_s = min(2 * self._pause_s or 1.0, _LONGEST_PAUSE_S)
        return self._pause_s
