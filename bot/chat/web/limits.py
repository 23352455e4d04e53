"""How much one address may ask for."""

import ipaddress

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Limited", "neighbourhood"]

_LONGEST_QUERY = 32_768
"""Bytes of a query string: a question of 2,000 characters, each written as up to twelve bytes, and some room."""


class Limited:
    """`app` for requests that are not too long, so many a minute for one address. Raises HTTPException."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self._app = app
        self._rate = RateLimitItemPerMinute(per_minute)
        # the storage that is not asynchronous starts a thread a hundred times a second
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with status 400 or 429."""
        if len(scope["query_string"]) > _LONGEST_QUERY:
            raise HTTPException(400)
        if not await self._limiter.hit(self._rate, neighbourhood(scope)):
            raise HTTPException(429, headers={"Retry-After": "60"})
        await self._app(scope, receive, send)


def neighbourhood(scope: Scope) -> str:
    """The address; of IPv6 the /64 that one subscriber has."""
    host: str = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return host
    return str(ipaddress.ip_network((int(address), 64), strict=False))
