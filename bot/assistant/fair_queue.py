"""A queue for work of which little may run at once: one turn per chat, the chats in rotation."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

__all__ = ["FairQueue"]


class FairQueue:
    """Runs at most `max_running` turns at once, one per chat; at most `max_waiting` per chat may wait.

    A chat with many waiting turns does not hold up a chat with few. For one event loop.
    """

    def __init__(self, at_once: int, most: int) -> None:
        self._free, self._most = at_once, most
        self._busy: set[int] = set()
        # in the order of the chats' next turns
        self._waiting: dict[int, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for the chat's turn. Raises asyncio.QueueFull at once if too many of the chat wait."""
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
        """Give the free turns to the next chats."""
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
