"""What the world holds: rooms with members and messages, the bot's updates, the log of calls; the lock."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import ApiError, bad
from .model import Call, Chat, Json, Message, Query, StoredFile, Update, User
from .queue import UpdateQueue
from .updates import message_json

PRESENT = ("member", "administrator", "creator", "restricted")
ADMINS = ("administrator", "creator")


@dataclass
class Room:
    """One chat's inside: who is what in it, its messages, its topics (True when open)."""

    chat: Chat
    ids: Iterator[int]
    statuses: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, bool] = field(default_factory=dict)
    migrated_to: int | None = None
    linked_to: int | None = None
    last_bot: int | None = None
    refusals: dict[str, ApiError] = field(default_factory=dict)
    slow_mode_s: float = 0.0
    bot_spoke_at: float | None = None


class State:
    """The world's contents behind one lock. Verbs and methods are built on it."""

    def __init__(
        self, *, bot_id: int = 7_000_001, username: str = "zhaiyin_bot", first_name: str = "摘引"
    ) -> None:
        self.bot = User(bot_id, first_name, username, is_bot=True)
        self.token = f"{bot_id}:AAtest-token-of-the-strict-server"
        self.privacy_mode = True
        self.supports_ephemeral = False
        self.supports_guests = True
        self.inline_feedback = True
        self.callback_deadline_s = 15.0
        self.inline_deadline_s = 10.0
        self.guest_deadline_s = 10.0
        self.queue = UpdateQueue()
        self.users: dict[int, User] = {bot_id: self.bot}
        self.rooms: dict[int, Room] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.answers: dict[str, Json] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.settings: dict[tuple[str, ...], Any] = {}
        self.webhook: Json = {}
        self.log: list[Call] = []
        self.changed = threading.Condition(threading.RLock())
        self._ticks = itertools.count(1)
        self._private_ids = itertools.count(101)
        self._now = time.time()
        self.waiting_polls = 0
        self._wakers: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    # time and ids

    def now(self) -> float:
        """Unix time in seconds, as the world sees it: it stands still until a test moves it on."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the world's clock forward: queries expire, flood counters empty."""
        self._now += seconds

    def fresh(self) -> int:
        """A number never given before in this world."""
        return next(self._ticks)

    # rooms

    def open_room(self, chat: Chat) -> Room:
        """A new room; private chats and basic groups share one sequence of message ids, as on Telegram."""
        shared = chat.type in ("private", "group")
        room = Room(chat, self._private_ids if shared else itertools.count(11))
        self.rooms[chat.id] = room
        return room

    def room(self, chat: Chat | User | int) -> Room:
        """The room of a chat, or of the private chat with a user; raises KeyError for an unknown one."""
        return self.rooms[chat if isinstance(chat, int) else chat.id]

    def find_room(self, chat_id: int | str) -> Room:
        """The room a call names, by id or @username; raises the refusal `chat not found`."""
        for room in self.rooms.values():
            if room.chat.id == chat_id or (room.chat.username and f"@{room.chat.username}" == chat_id):
                return room
        raise bad("chat not found")

    def bot_status(self, room: Room) -> str:
        """What the bot is in a room; `none` where it never was."""
        return room.statuses.get(self.bot.id, "none")

    # messages

    def store(self, message: Message) -> Message:
        """Keep a message, new or changed, and wake whoever waits."""
        with self.changed:
            self.room(message.chat).messages[message.message_id] = message
            self.wake()
        return message

    def current(self, message: Message) -> Message | None:
        """The message as it stands now; None when it was deleted."""
        return self.room(message.chat).messages.get(message.message_id)

    def json_of(self, message: Message) -> Json:
        """The Message object, with what it replies to."""
        replied = None
        if message.reply_to is not None:
            replied = self.room(message.chat).messages.get(message.reply_to)
        return message_json(message, replied)

    def amend(self, message: Message, **changes: Any) -> Message:
        """Replace a stored message by one with these fields changed."""
        return self.store(replace(message, **changes))

    def notify(self, kind: str, payload: Json) -> Update | None:
        """Queue an update for the bot; None when it did not ask for that kind."""
        with self.changed:
            update = self.queue.push(kind, payload)
            self.wake()
        return update

    # waiting

    def wake(self) -> None:
        """Tell every waiting thread and loop that something changed. Call it with the lock held."""
        self.changed.notify_all()
        for loop, event in self._wakers:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    @contextmanager
    def waker(self) -> Iterator[asyncio.Event]:
        """An event of the running loop that is set at every change."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        with self.changed:
            self._wakers.append(entry)
        try:
            yield entry[1]
        finally:
            with self.changed:
                self._wakers.remove(entry)
