"""A small Telegram whose clock runs, that misbehaves, and remembers whose messages it left in doubt."""

import time

from botapi import Call, Chat, Message, User, World
from botapi.errors import refusal
from botapi.flood import FloodCounter

__all__ = ["BadWorld"]


class BadWorld(World):
    """The strict server's world. It counts no flood, so that a day's questions fit into minutes."""

    def __init__(self) -> None:
        super().__init__(flood=True)
        self.slow = SlowMode()
        self.flood_counter = self.slow
        self.in_doubt: set[tuple[int, int]] = set()
        """The messages (by chat and number) whose answer arrived, though the bot was not told so."""
        self.sent_so_far = self.polls_so_far = 0
        self._last: Call | None = None

    def now(self) -> float:
        """Unix time in seconds."""
        return time.time()

    def record(self, call: Call) -> None:
        """Write a call down, and remember it as the one at hand."""
        self._last = call
        self.sent_so_far += call.ok and call.method == "sendMessage"
        super().record(call)

    def scripted_body(self, method: str) -> tuple[int, str] | None:
        """The status and the body scripted for the call at hand, which is counted if it polls."""
        self.polls_so_far += method == "getUpdates"
        return super().scripted_body(method)

    def scripted_loss(self, method: str) -> bool:
        """Whether the answer to the call at hand shall be lost; then what it answers is in doubt."""
        return self._doubted(super().scripted_loss(method))

    def scripted_cut(self, method: str) -> int | None:
        """How many characters of the answer to the call at hand shall be left."""
        kept = super().scripted_cut(method)
        self._doubted(kept is not None)
        return kept

    def answered_by(self, call: Call) -> tuple[int, int] | None:
        """Return the message that the call replies to, by its chat and number."""
        replied = (call.parameters.get("reply_parameters") or {}).get("message_id")
        chat_id = call.parameters.get("chat_id")
        return (int(chat_id), int(replied)) if replied and chat_id else None

    def set_status(self, chat: Chat | User, status: str) -> None:
        """Make the bot a member, or restricted, or kicked, without telling it."""
        with self.changed:
            self.room(chat).statuses[self.bot.id] = status

    def set_topic(self, group: Chat, thread: int, opened: bool) -> None:
        """Open or close a topic."""
        with self.changed:
            self.room(group).topics[thread] = opened

    def from_bot(self) -> list[Message]:
        """Every message of the bot's that stands anywhere, oldest first in each chat."""
        with self.changed:
            return [
                message
                for room in self.rooms.values()
                for message in room.messages.values()
                if message.sender == self.bot
            ]

    def _doubted(self, lost: bool) -> bool:
        answered = self.answered_by(self._last) if lost and self._last is not None else None
        if answered is not None:
            self.in_doubt.add(answered)
        return lost


class SlowMode(FloodCounter):
    """One message per so many seconds in the chats that are set so; no other limit."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[int, int] = {}
        self._last: dict[int, float] = {}

    def check(self, chat_id: int, is_group: bool, now: float) -> None:  # noqa: ARG002  # groups are as any chat
        """Count one message; raises 429 with the seconds that are left."""
        wait_s = self.seconds.get(chat_id, 0)
        left_s = self._last.get(chat_id, 0.0) + wait_s - now
        if wait_s and left_s > 0:
            seconds = int(left_s) + 1
            raise refusal(429, f"retry after {seconds}", {"retry_after": seconds})
        self._last[chat_id] = now
