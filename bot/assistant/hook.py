"""A webhook: where a platform hands over its updates, on the way from the server of the pages to the platform's door."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from bot.errors import LibraryUnavailable

__all__ = ["Hook"]

_PATIENCE_S = 20.0
_FINGERPRINT = 16


class Hook:
    """Takes updates in one thread and hands them over in another, that of the door which opened it."""

    def __init__(self, site: str, secret: str) -> None:
        """`site` is the pages' public address, and `secret` what the platform shows with each update."""
        # a platform does not tell which secret it knows: with another one the address is another one, too
        self.url = f"{site}/telegram/{hashlib.sha256(secret.encode()).hexdigest()[:_FINGERPRINT]}"
        self.secret = secret
        self._take: Callable[[object], Awaitable[None]] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def path(self) -> str:
        """The path of its address."""
        return urlsplit(self.url).path

    def knows(self, secret: str) -> bool:
        """Return whether that is the secret, in the same time whatever of it is wrong."""
        return hmac.compare_digest(self.secret.encode(), secret.encode())

    def open(self, take: Callable[[object], Awaitable[None]]) -> None:
        """Have each update taken by `take` in the loop that runs now; it returns once the update is stored."""
        self._take, self._loop = take, asyncio.get_running_loop()

    def close(self) -> None:
        """Take nothing more: the platform keeps it."""
        self._take = None

    async def receive(self, update: object) -> None:
        """Return once the update is stored, from any loop. Raises LibraryUnavailable if that cannot be done now."""
        take, loop = self._take, self._loop
        if take is None or loop is None or loop.is_closed():
            raise LibraryUnavailable("updates are not taken now")
        taken = asyncio.run_coroutine_threadsafe(_awaited(take, update), loop)
        try:
            await asyncio.wait_for(asyncio.wrap_future(taken), _PATIENCE_S)
        except TimeoutError:
            raise LibraryUnavailable("an update could not be stored in time") from None


async def _awaited(take: Callable[[object], Awaitable[None]], update: object) -> None:
    await take(update)
