"""Whose turn it is where only few may work at once: one a chat, and the chats one after the other."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

__all__ = ["FairQueue"]


class FairQueue:
    """At most `at_once` turns are taken at a time, one of them by a chat; `most` of a chat may wait for theirs.

    A chat that has much waiting does not keep one that has little from its turn. For one event loop.
    """

    def __init__(self, at_once: int, most: int) -> None:
        self._free, self._most = at_once, most
        self._busy: set[int] = set()
        # in the order in which the chats come next
        self._waiting: dict[int, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """The chat's next turn, waited for. Raises asyncio.QueueFull at once where too many of the chat wait."""
        mine = self._queued(chat_id)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():
                self._end(chat_id)
            raise
        try:
            yield
        finally:
            self._end(chat_id)

    def _queued(self, chat_id: int) -> asyncio.Future[None]:
        line = self._waiting.setdefault(chat_id, deque())
        if len(line) >= self._most:
            raise asyncio.QueueFull
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(mine)
        self._begin()
        return mine

    def _begin(self) -> None:
        """Give the turns that are free to the chats that come next."""
        for chat_id in [chat_id for chat_id in self._waiting if chat_id not in self._busy]:
            if not self._free:
                return
            line = self._waiting.pop(chat_id)
            while line and line[0].cancelled():
                line.popleft()
            if not line:
                continue
            self._free -= 1
            self._busy.add(chat_id)
            line.popleft().set_result(None)
            if line:
                self._waiting[chat_id] = line

    def _end(self, chat_id: int) -> None:
        self._free += 1
        self._busy.remove(chat_id)
        self._begin()
