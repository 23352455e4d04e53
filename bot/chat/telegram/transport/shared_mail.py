"""The mail of a bot that runs in several processes: whatever comes is stored, and each takes what is of its slots."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from telegram import Bot, Update

from bot.chat.telegram.transport.in_hand import Hand
from bot.chat.telegram.transport.mail import Mail, Unreadable, note_restart, note_skipped
from bot.chat.telegram.transport.waits import Waits
from bot.notebook import Post
from bot.notebook.shared_inbox import SharedInbox
from bot.replicas.replica import Replica

__all__ = ["SharedMail"]

_LOOK_S = 1.0
"""How often it is looked for updates of which no word came."""
_REST_S = 2.0
"""How long after the last update its slot still counts as busy: the next piece of a text, or of an album, may come."""


class SharedMail(Mail):
    """The updates of this process's slots, in order within a chat; for one event loop."""

    def __init__(self, inbox: SharedInbox, waits: Waits, replica: Replica) -> None:
        super().__init__(inbox, waits)
        self._shared, self._replica = inbox, replica
        self._known: dict[int, int] = {}
        self._in_hand: Counter[int] = Counter()
        self._came_at: dict[int, float] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wanted = asyncio.Event()
        replica.load, replica.on_change, replica.cut = self.load, self._wake, self._cut_from_elsewhere

    def stop(self) -> None:
        """Let nothing wait any more, and the others have the slots."""
        super().stop()
        self._replica.leave()

    def load(self, slot: int) -> int:
        """Return how much of the slot is in hand; one more if something of it came just now. For any thread."""
        return self._in_hand[slot] + (time.monotonic() < self._came_at.get(slot, 0.0) + _REST_S)

    async def unfinished(self, bot: Bot) -> list[Update]:  # noqa: ARG002  # as the mail of one process has it
        """Return nothing: what was in hand is taken with the slots."""
        self._loop = asyncio.get_running_loop()
        return []

    async def receive(self, raw: Sequence[object], bot: Bot) -> list[Update]:
        """Store the updates, and return those that nobody stores: inline queries. Raises LibraryUnavailable."""
        read, posts = self._read(raw, bot)
        await asyncio.to_thread(self._shared.store, list(posts.values()))
        if posts:
            self.database.is_over()
        for number, _, update in read:
            if isinstance(update, Unreadable):
                note_skipped(number, update)
        self._wanted.set()
        return [update for number, _, update in read if isinstance(update, Update) and number not in posts]

    async def wait(self, seconds: float) -> None:
        """Return once there may be something to take, or it is time to look."""
        self._loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wanted.wait(), min(seconds, _LOOK_S))
        self._wanted.clear()

    async def take(self, bot: Bot) -> list[Update]:
        """Return what waits in this process's slots, by number. Raises LibraryUnavailable."""
        held = dict(self._replica.held)
        fresh = [slot for slot, gained in held.items() if self._known.get(slot) != gained]
        # if this fails halfway, what was taken and not handed out is looked for again
        self._known = {}
        taken = await asyncio.to_thread(self._shared.take, held, fresh, list(self._hands) if fresh else ())
        self.database.is_over()
        note_restart(taken.left)
        left = {post.number for post in taken.left.unfinished}
        ready = []
        for post in taken.posts:
            ready += await self._read_again([post], bot, waved=post.number in left)
        self._known = held
        return ready

    def _handed_out(self, post: Post, update: Update, waved: bool = False) -> Update:
        # one that came back from another process, before it was known here that it had gone there
        if (stale := self._dropped(post.number)) is not None:
            stale.cut()
        self._in_hand[post.slot] += 1
        self._came_at[post.slot] = time.monotonic()
        return super()._handed_out(post, update, waved)

    def _dropped(self, number: int) -> Hand | None:
        hand = super()._dropped(number)
        if hand is not None:
            self._in_hand[hand.post.slot] -= 1
        return hand

    def _cut_from_elsewhere(self, slots: frozenset[int]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._cut, slots)

    def _cut(self, slots: frozenset[int]) -> None:
        """End what is in hand in these slots, but for what is being sent: whoever has them next begins it anew."""
        for hand in tuple(self._hands.values()):
            if hand.post.slot in slots and not hand.is_sending:
                hand.cut()
                self._dropped(hand.post.number)

    def _wake(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wanted.set)
