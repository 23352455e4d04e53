"""An inbox of its own for a test of what comes in and goes out, and pauses that take no time."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from databases import sqlite

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.transport.mail import Mail
from bot.chat.telegram.transport.waits import Waits
from bot.notebook import Inbox, Notebook

__all__ = ["Pauses", "inbox_in", "mail_in"]


class Pauses:
    """Pauses that take no time on the wall, each recorded; the clock beside them moves on by as much.

    The last of `most` never ends.
    """

    def __init__(self, most: int | None = None, now: float = 0.0) -> None:
        self.seconds: list[float] = []
        self._now, self._most = now, most

    def __call__(self, seconds: float) -> "asyncio.Future[None]":
        """Record the pause."""
        return asyncio.ensure_future(self._pass(seconds))

    async def _pass(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self._now += seconds
        await (asyncio.Event().wait() if self._most == len(self.seconds) else asyncio.sleep(0))

    def now(self) -> float:
        """Return the time."""
        return self._now


def inbox_in(folder: Path, bot_id: int = 7_000_001) -> Inbox:
    """The inbox of that bot in the database of the folder, as often as it is opened."""
    return Notebook.at(sqlite(folder / "zhaiyin.db"), styles=STYLES).inbox("telegram", bot_id)


def mail_in(folder: Path, clock: Callable[[], float], pauses: Pauses | None = None) -> Mail:
    """The mail of the bot, as after a start."""
    return Mail(inbox_in(folder), Waits(pauses or Pauses(), clock))
