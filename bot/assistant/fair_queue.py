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

    def __init__(self, max_running: int, max_waiting: int) -> None:
        self._free_turns, self._max_waiting = max_running, max_waiting
        self._busy_chats: set[int] = set()
        # in the order of the chats' next turns
        self._waiting: dict[int, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for the chat's turn. Raises asyncio.QueueFull at once if too many of the chat wait."""
        ticket = self._enqueue(chat_id)
        try:
            await ticket
        except asyncio.CancelledError:
            if not ticket.cancelled():
                self._end(chat_id)
            raise
        try:
            yield
        finally:
            self._end(chat_id)

    def _enqueue(self, chat_id: int) -> asyncio.Future[None]:
        line = self._waiting.setdefault(chat_id, deque())
        if len(line) >= self._max_waiting:
            raise asyncio.QueueFull
        ticket: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(ticket)
        self._begin()
        return ticket

    def _begin(self) -> None:
        """Give the free turns to the next chats."""
        for chat_id in [chat_id for chat_id in self._waiting if chat_id not in self._busy_chats]:
            if not self._free_turns:
                return
            line = self._waiting.pop(chat_id)
            while line and line[0].cancelled():
                line.popleft()
            if not line:
                continue
            self._free_turns -= 1
            self._busy_chats.add(chat_id)
            line.popleft().set_result(None)
            if line:
                self._waiting[chat_id] = line

    def _end(self, chat_id: int) -> None:
        self._free_turns += 1
        self._busy_chats.remove(chat_id)
        self._begin()
