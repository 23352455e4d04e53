"""The mail: updates on their way from JSON into the inbox, each handed out once and noted until it is done."""

import asyncio
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import structlog
from telegram import Bot, Update

from bot.chat.telegram.transport.in_hand import CHAT_CLOSED, Hand, author_of, put_at
from bot.chat.telegram.transport.outage import Outage
from bot.chat.telegram.transport.waits import Waits, growing
from bot.errors import LibraryUnavailable
from bot.notebook import FINAL, Inbox, Post, Restart, State
from bot.replicas.slots import slot_of

__all__ = ["Mail", "Unreadable", "note_restart", "note_skipped", "number_of"]

_KIND = re.compile(r"[a-z_]{1,40}", re.ASCII)
_MAX_NUMBER = 2**53
_REST_S = 10.0

_log = structlog.get_logger("bot.chat.telegram")


class Mail:
    """The updates of one bot; for one event loop. `database` tells of its outages."""

    def __init__(self, inbox: Inbox, waits: Waits) -> None:
        self._inbox, self.waits = inbox, waits
        self._hands: dict[int, Hand] = {}
        self.database = Outage("the database", waits.now, _REST_S)

    async def unfinished(self, bot: Bot) -> list[Update]:
        """Return what was in hand when the bot ended last, in order of arrival. Raises LibraryUnavailable."""
        found = await asyncio.to_thread(self._inbox.start)
        note_restart(found)
        # whether they were waved at is not known
        return await self._read_again(found.unfinished, bot, waved=True)

    async def _read_again(self, posts: Iterable[Post], bot: Bot, waved: bool) -> list[Update]:
        """Hand out what the inbox has; what this version cannot read is given up."""
        ready = []
        for post in posts:
            update = _update_of(json.loads(post.body), bot)
            if isinstance(update, Unreadable):
                note_skipped(post.number, update)
                lost = replace(post, state=State.GIVEN_UP)
                await asyncio.to_thread(self._inbox.write, lost, "unreadable")
            else:
                ready.append(self._handed_out(post, update, waved))
        return ready

    async def receive(self, raw: Sequence[object], bot: Bot) -> list[Update]:
        """Store the updates, and return those to be handled. Raises LibraryUnavailable.

        One that cannot be read is logged and counts as done. An inline query is not stored: it is asked anew with
        every letter, and nobody waits for its answer longer than a few seconds.
        """
        read, posts = self._read(raw, bot)
        waiting = await asyncio.to_thread(self._inbox.receive, list(posts.values()))
        if posts:
            self.database.is_over()
        ready = []
        for number, _, update in read:
            if isinstance(update, Unreadable):
                # only now: while it cannot be stored, it comes again and again
                note_skipped(number, update)
            elif number not in posts:
                ready.append(update)
            elif number in waiting and number not in self._hands:
                ready.append(self._handed_out(posts[number], update))
        return ready

    def _read(
        self, raw: Sequence[object], bot: Bot
    ) -> tuple[list[tuple[int, Mapping[str, object], "Update | Unreadable"]], dict[int, Post]]:
        """Return the updates by their numbers as they came and as they are read, and those to be stored."""
        read = [
            (number, item, _update_of(item, bot))
            for item in raw
            if isinstance(item, Mapping) and (number := number_of(item)) is not None
        ]
        return read, {
            number: _post(number, item, update)
            for number, item, update in read
            if isinstance(update, Unreadable) or update.inline_query is None
        }

    def stop(self) -> None:
        """Let nothing wait any more: it stays in the inbox."""
        self.waits.stop()

    @property
    def waiting(self) -> int:
        """The number of updates that are received and not yet done."""
        return len(self._hands)

    def hand(self, update: Update) -> Hand | None:
        """Return the update's hand; None if nothing is noted of it."""
        return self._hands.get(update.update_id)

    async def wait_for_database(self, error: LibraryUnavailable, pause_s: float) -> None:
        """Log that it is out of reach, once an outage, and wait."""
        self.database.note(str(error))
        await self.waits.pause(pause_s)

    def _handed_out(self, post: Post, update: Update, waved: bool = False) -> Update:
        hand = Hand(self._keep, post, put_at(update), person=author_of(update), waved=waved)
        self._hands[post.number] = hand
        return update

    async def _keep(self, post: Post, reason: str) -> None:
        """Write the update's state as soon as the database can be written."""
        # not by assistant.later, which lets go on whoever writes: no step is taken before the one before it is
        # written, each update's by itself and without giving up, or a kill between them would lose or repeat an answer
        for pause_s in growing():
            try:
                ours = await asyncio.to_thread(self._inbox.write, post, reason)
                break
            except LibraryUnavailable as error:
                await self.wait_for_database(error, pause_s)
        self.database.is_over()
        if not ours:
            self._lose(post)
        if post.state in FINAL:
            self._dropped(post.number)
        if post.state is State.GIVEN_UP and reason != CHAT_CLOSED:
            _log.info("given up", update=post.number, why=reason)

    def _dropped(self, number: int) -> Hand | None:
        return self._hands.pop(number, None)

    def _lose(self, post: Post) -> None:
        """Leave the update to another process, which took it over. Raises CancelledError."""
        self._dropped(post.number)
        _log.info("another process took it over", update=post.number)
        raise asyncio.CancelledError


def note_restart(found: Restart) -> None:
    """Log what becomes of what was in hand before."""
    for reason, times in found.given_up.items():
        _log.warning("given up at the start", updates=times, why=reason)
    if found.unfinished:
        _log.info("taking up again", updates=len(found.unfinished), on_their_way=found.on_their_way)


def number_of(item: object) -> int | None:
    """Return the number of an update as it came; None if it has none."""
    number = item.get("update_id") if isinstance(item, Mapping) else None
    return number if type(number) is int and 0 <= number < _MAX_NUMBER else None


class Unreadable(NamedTuple):
    """An update that python-telegram-bot cannot read: of which kind, and what reading it raised."""

    kind: str
    reason: str


def _update_of(item: Mapping[str, object], bot: Bot) -> Update | Unreadable:
    """Return the update, or that it cannot be read."""
    try:
        update = Update.de_json(dict(item), bot)
        _check(update)
    except Exception as error:  # noqa: BLE001  # whatever a field that is missing or new makes it raise
        kind = next((key for key in item if key != "update_id" and _KIND.fullmatch(str(key))), "unknown")
        return Unreadable(kind, type(error).__name__)
    return update


def note_skipped(number: int, unreadable: Unreadable) -> None:
    _log.warning("update skipped", update=number, kind=unreadable.kind, reason=unreadable.reason)


def _check(update: Update) -> None:
    """Raise KeyError or TypeError if the update lacks what every handler needs; python-telegram-bot lets that pass."""
    asks = update.callback_query is not None or update.inline_query is not None
    if (update.effective_message and not update.effective_chat) or (asks and not update.effective_user):
        raise KeyError("chat")
    numbers = [of.id for of in (update.effective_chat, update.effective_user) if of is not None]
    if any(type(number) is not int or abs(number) >= _MAX_NUMBER for number in numbers):
        raise TypeError("id")
    put_at(update)


def _post(number: int, item: Mapping[str, object], update: Update | Unreadable) -> Post:
    if isinstance(update, Unreadable):
        return Post(number, "", state=State.GIVEN_UP)
    chat_id = update.effective_chat.id if update.effective_chat is not None else None
    press, author = update.callback_query, author_of(update)
    name = (press.inline_message_id if press is not None else None) or str(author)
    return Post(number, json.dumps(item), chat_id, author or None, slot=slot_of(chat_id, name))
