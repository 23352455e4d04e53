"""Polling that survives an outage, or another process that polls too."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram import Update
from telegram.error import BadRequest, Conflict, NetworkError
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

__all__ = ["PollingBot"]

_MAX_CONNECTIONS = 8  # at 0.1 s per call, more than twice what Telegram's flood limits let through
_MAX_PAUSE_S = 60.0
_CONFLICT_S = 600.0
"""How long after a conflict another process is assumed to be polling still."""

_log = structlog.get_logger("bot.chat.telegram")


class _Requests(HTTPXRequest):
    """Calls that wait for a connection outside httpx.

    Its pool checks every connection for every waiting call: with 60 of each, a call took 30 ms.
    """

    def __init__(self, connection_pool_size: int) -> None:
        super().__init__(connection_pool_size=connection_pool_size)
        self._free = asyncio.Semaphore(connection_pool_size)

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Return the status and the body of the response."""
        async with self._free:
            return await super().do_request(*args, **kwargs)


class PollingBot(ExtBot[int]):
    """A bot whose polling pauses in trouble, each time twice as long, up to a minute.

    It logs one line when trouble begins and one when an outage is over; python-telegram-bot itself would log a
    traceback each time, and never that it is over.
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
        requests = _Requests(connection_pool_size=_MAX_CONNECTIONS), HTTPXRequest(connection_pool_size=1)
        super().__init__(token, base_url, base_file_url, *requests, rate_limiter=rate_limiter)
        self._pause, self._clock = pause, clock
        self._pause_s = 0.0
        self._away_since: float | None = None
        self._conflict_at: float | None = None

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Return the next updates; none, after a pause, if Telegram or another process prevents it."""
        try:
            updates = await super().get_updates(*args, **kwargs)
        except BadRequest:
            raise
        except (Conflict, NetworkError) as error:
            self._note_trouble(error)
            # a call without a timeout is the last before shutdown, which must not be delayed
            if kwargs.get("timeout"):
                await self._pause(self._next_pause_s())
            return ()
        self._note_recovery()
        return updates

    def _note_trouble(self, error: Conflict | NetworkError) -> None:
        now = self._clock()
        if isinstance(error, Conflict):
            if not self._is_in_conflict(now):
                _log.error("another process polls with this token; stop one of the two", reason=error.message)
            self._conflict_at = now
        elif self._away_since is None:
            self._away_since = now
            _log.warning("Telegram is out of reach; trying again", reason=type(error).__name__)

    def _note_recovery(self) -> None:
        now = self._clock()
        if self._away_since is not None:
            _log.warning("Telegram is back", seconds=round(now - self._away_since))
            self._away_since = None
        # two processes take turns in succeeding, so one success proves nothing
        if not self._is_in_conflict(now):
            self._pause_s = 0.0

    def _is_in_conflict(self, now: float) -> bool:
        return self._conflict_at is not None and now - self._conflict_at < _CONFLICT_S

    def _next_pause_s(self) -> float:
        self._pause_s = min(2 * self._pause_s or 1.0, _MAX_PAUSE_S)
        return self._pause_s
