"""The number of requests that one address may make, and their length."""

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.chat.web.faults import Fault
from bot.chat.web.networks import network_of

__all__ = ["REQUESTS_PER_MINUTE", "Allowance", "RateLimit", "neighbourhood"]

REQUESTS_PER_MINUTE = 120
_MAX_QUERY_BYTES = 32_768
"""A question of 2,000 characters, each written as up to twelve bytes, and some room."""


class Allowance:
    """Counts what one address does, `per_minute` at most."""

    def __init__(self, per_minute: int) -> None:
        self._rate = RateLimitItemPerMinute(per_minute)
        # the synchronous storage starts a thread a hundred times a second
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def takes(self, scope: Scope) -> bool:
        """Count once more; return whether it is still allowed."""
        return await self._limiter.hit(self._rate, neighbourhood(scope))


class RateLimit:
    """Middleware that passes on `per_minute` requests from one address, none of them too long."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self._app = app
        self._allowance = Allowance(per_minute)

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
