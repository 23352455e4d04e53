"""The number of requests that one address may make, and their length."""

import asyncio
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.chat.web.faults import Fault
from bot.chat.web.networks import network_of
from bot.errors import LibraryUnavailable

if TYPE_CHECKING:
    from bot.replicas.rates import SharedRate

__all__ = ["REQUESTS_PER_MINUTE", "Allowance", "RateLimit", "neighbourhood"]

REQUESTS_PER_MINUTE = 120
_MAX_QUERY_BYTES = 32_768
"""A question of 2,000 characters, each written as up to twelve bytes, and some room."""


class Allowance:
    """Counts what one address does, `per_minute` at most; by `shared` in all processes, as long as there are several."""

    def __init__(self, per_minute: int, shared: "SharedRate | None" = None, what: str = "pages") -> None:
        self._rate, self._shared, self._what = RateLimitItemPerMinute(per_minute), shared, what
        # the synchronous storage starts a thread a hundred times a second
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def takes(self, scope: Scope) -> bool:
        """Count once more; return whether it is still allowed."""
        name = neighbourhood(scope)
        if self._shared is not None and self._shared.is_wanted:
            # while the database is away, each process counts by itself
            with suppress(LibraryUnavailable):
                return await asyncio.to_thread(self._shared.takes, self._named(name), self._rate.amount)
        return await self._limiter.hit(self._rate, name)

    def _named(self, address: str) -> str:
        # addresses themselves are written down nowhere
        return hashlib.sha256(f"{self._what} {address}".encode()).hexdigest()


class RateLimit:
    """Middleware that passes on `per_minute` requests from one address, none of them too long."""

    def __init__(self, app: ASGIApp, per_minute: int, rate: "SharedRate | None" = None) -> None:
        self._app = app
        self._allowance = Allowance(per_minute, rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; raise Fault if it is too long, HTTPException 429 if there are too many."""
        if len(scope["query_string"]) > _MAX_QUERY_BYTES:
            raise Fault("request_too_long")
        if not await self._allowance.takes(scope):
            raise HTTPException(429, headers={"Retry-After": "60"})
        await self._app(scope, receive, send)


def neighbourhood(scope: Scope) -> str:
    """Return the address of the client; for IPv6, the /64 network that one subscriber has."""
    return network_of(scope["client"][0] if scope.get("client") else "")
