"""What a test reads: the bot's messages, its calls; waiting for them; scripted failures."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from .errors import ApiError
from .model import Call, Chat, Json, Message, Query, Update, User
from .speech import Speech

Found = TypeVar("Found")
HANG_S = 120.0  # ends a test that hangs; none is held to a time


class Reading(Speech):
    """Results and scripts."""

    def __init__(
        self, *, bot_id: int = 7_000_001, username: str = "zhaiyin_bot", first_name: str = "摘引"
    ) -> None:
        super().__init__(bot_id=bot_id, username=username, first_name=first_name)
        self._failures: dict[str, deque[ApiError]] = {}
        self._hanging: dict[str, int] = {}
        self._lost: dict[str, int] = {}
        self._bodies: dict[str, deque[tuple[int, str]]] = {}
        self._cuts: dict[str, deque[int]] = {}
        self.taken: list[asyncio.Queue[object]] = []

    # results

    def sent(self, chat: Chat | User) -> list[Message]:
        """The bot's messages that stand in a chat, as they stand now, oldest first."""
        with self.changed:
            return [m for m in self.room(chat).messages.values() if m.sender == self.bot]

    def messages(self, chat: Chat | User) -> list[Message]:
        """All messages of a chat, oldest first."""
        with self.changed:
            return list(self.room(chat).messages.values())

    def now_of(self, message: Message) -> Message:
        """The message as it stands now; raises LookupError when it was deleted."""
        with self.changed:
            found = self.current(message)
        if found is None:
            raise LookupError(f"message {message.message_id} was deleted")
        return found

    def calls(self, method: str | None = None) -> list[Call]:
        """The calls so far, also the refused ones, of one method or of all but getUpdates."""
        with self.changed:
            if method is None:
                return [call for call in self.log if call.method != "getUpdates"]
            return [call for call in self.log if call.method.lower() == method.lower()]

    def answer(self, query: Query) -> Json | None:
        """The parameters of the call that answered a query; None while it is open."""
        with self.changed:
            return self.answers.get(query.id)

    def made(self, kind: str | None = None) -> list[Update]:
        """The updates made so far, of one kind or of all."""
        with self.changed:
            return [update for update in self.queue.history if kind in (None, update.kind)]

    def pending(self) -> tuple[Update, ...]:
        """The updates that the bot has not confirmed."""
        with self.changed:
            return self.queue.pending

    # waiting

    def wait_for(self, wanted: Callable[[], Found], timeout: float = HANG_S) -> Found:
        """What `wanted()` returns once it is true; raises TimeoutError. It blocks: for synchronous tests."""
        deadline = time.monotonic() + timeout
        with self.changed:
            while not (found := wanted()):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(self._told())
                self.changed.wait(left)
            return found

    async def eventually(self, wanted: Callable[[], Found], timeout: float = HANG_S) -> Found:
        """What `wanted()` returns once it is true; raises TimeoutError. For asyncio tests."""
        deadline = time.monotonic() + timeout
        with self.waker() as event:
            while not (found := wanted()):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(self._told())
                event.clear()
                if not (found := wanted()):
                    await _wait(event, min(left, 0.25))
                else:
                    break
            return found

    async def settled(self) -> None:
        """Return once every update is confirmed and the applications at work have handled it to its end.

        What was not sent by now will not be. For asyncio tests.
        """
        while True:
            await self.eventually(lambda: not self.queue.pending)
            for queue in self.taken:
                await queue.join()
            if not self.queue.pending:
                return

    def _told(self) -> str:
        last = [(call.method, call.code, call.description) for call in self.log[-5:]]
        return f"nothing of the kind; the last calls: {last}"

    # scripts

    def fail_next(
        self,
        method: str,
        code: int = 400,
        description: str = "Bad Request",
        parameters: Json | None = None,
        times: int = 1,
    ) -> None:
        """Refuse the next call (or calls) of a method; nothing is carried out."""
        error = ApiError(code, description, parameters)
        with self.changed:
            self._failures.setdefault(method.lower(), deque()).extend([error] * times)

    def hang_next(self, method: str) -> None:
        """Let the next call of a method wait until its client gives up; it is as if nothing had been called."""
        with self.changed:
            self._hanging[method.lower()] = self._hanging.get(method.lower(), 0) + 1

    def drop_next(self, method: str, times: int = 1) -> None:
        """Carry out the next call of a method but break the connection before the answer."""
        with self.changed:
            self._lost[method.lower()] = self._lost.get(method.lower(), 0) + times

    def answer_next(self, method: str, code: int, body: str, times: int = 1) -> None:
        """Answer the next call (or calls) of a method with this, JSON or not; nothing is carried out."""
        with self.changed:
            self._bodies.setdefault(method.lower(), deque()).extend([(code, body)] * times)

    def cut_next(self, method: str, kept: int = 60) -> None:
        """Carry out the next call of a method, but send only so many characters of the answer, as if all were there."""
        with self.changed:
            self._cuts.setdefault(method.lower(), deque()).append(kept)

    def garble_next(self, method: str) -> None:
        """Carry out the next call of a method, but answer with what nobody can read."""
        self.cut_next(method, 0)

    def scripted_body(self, method: str) -> tuple[int, str] | None:
        """The status and the body scripted for the call at hand."""
        with self.changed:
            waiting = self._bodies.get(method.lower())
            return waiting.popleft() if waiting else None

    def scripted_cut(self, method: str) -> int | None:
        """How many characters of the answer to the call at hand shall be left."""
        with self.changed:
            waiting = self._cuts.get(method.lower())
            return waiting.popleft() if waiting else None

    def scripted_hang(self, method: str) -> bool:
        """Whether the call at hand shall hang."""
        with self.changed:
            left = self._hanging.get(method.lower(), 0)
            self._hanging[method.lower()] = max(left - 1, 0)
            return left > 0

    def scripted_failure(self, method: str) -> ApiError | None:
        """The refusal scripted for the call at hand."""
        with self.changed:
            waiting = self._failures.get(method.lower())
            return waiting.popleft() if waiting else None

    def scripted_loss(self, method: str) -> bool:
        """Whether the answer to the call at hand shall be lost."""
        with self.changed:
            left = self._lost.get(method.lower(), 0)
            self._lost[method.lower()] = max(left - 1, 0)
            return left > 0

    def record(self, call: Call) -> None:
        """Write a call down."""
        with self.changed:
            self.log.append(call)
            self.wake()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
