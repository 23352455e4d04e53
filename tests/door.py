"""The Telegram door on a small Telegram: the real application, in the test's own loop, on a shelf of two articles."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from articles import LIBRARY, NOTE
from botapi import BotApiServer, Chat, Message, Query, User, World
from botapi.clients import at_work
from stocked import stocked

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.chat.telegram.transport.waits import Waits
from bot.chat.telegram.uploads.article_reader import Fetch
from bot.library import Library
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine

__all__ = ["Door"]


class Door:
    """A world, a library and a notebook in `folder`; `opened` is the bot at work, as often as it is started.

    `public_url` is where others reach the pages in the browser; `fetch` gets the pages that chats add.
    The notebook's clock is `late`; `waits` are the pauses before something is tried again. With a
    `limiter` Telegram counts messages; with a `url` the library is another one than two articles in `folder`. With
    `indexes` every shelf is large, and has its index in that folder.
    """

    def __init__(
        self,
        folder: Path,
        public_url: str | None = None,
        fetch: Fetch | None = None,
        waits: Callable[[], Waits] = Waits,
        limiter: Callable[[Waits], ChatRateLimiter] | None = None,
        url: str | None = None,
        indexes: Path | None = None,
    ) -> None:
        self._indexes = indexes
        self._waits, self._limiter = waits, limiter
        self._links = Links(public_url) if public_url else None
        self._fetch = fetch
        self.world = World(flood=limiter is not None)
        url = url or stocked(folder / "zhaiyin.db", LIBRARY, NOTE)
        self.late = timedelta()
        self.library = Library.at(url)
        self.notebook = Notebook.at(url, styles=STYLES, now=lambda: datetime.now(UTC) + self.late)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.notebook.close()
        self.library.close()

    def _desk(self) -> Desk:
        if self._indexes is None:
            return Desk(self.library, MemoryEngine)
        return Desk(self.library, MemoryEngine, keep=self._indexes, large=1)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[World]:
        """The bot answering."""
        waits = self._waits()
        bot, desk = self.world.bot, self._desk()
        self.desk = desk
        async with BotApiServer(self.world) as server:
            me = Me(bot.id, bot.username or "")
            application = build(
                Assistant(desk, self.notebook, self._links),
                self.notebook,
                self.world.token,
                server.url,
                me,
                90,
                self._limiter(waits) if self._limiter else _unlimited(),
                fetch=self._fetch,
                waits=waits,
            )
            async with at_work(self.world, application):
                yield self.world

    async def told(self, user: User, chat: Chat | User, text: str) -> Message:
        """What the bot says to the next thing that the user says."""
        before = {message.message_id for message in self.world.sent(chat)}
        self.world.say(user, chat, text)
        await self.quiet()
        [*_, said] = [message for message in self.world.sent(chat) if message.message_id not in before]
        return said

    async def pressed(self, user: User, message: Message, button: str) -> Query:
        """A press of the button under the message as it stands, whatever that does having been done."""
        query = self.world.press(user, self.world.now_of(message), button)
        await self.quiet()
        return query

    async def quiet(self) -> None:
        """Return once every update there is has been dealt with to its end."""
        await self.world.settled()


def _unlimited() -> ChatRateLimiter:
    """Telegram's limits, of which the flood tests have the measure, would only make tests slow."""
    return ChatRateLimiter(per_second=1000, per_group_minute=1000, spacing_s=0)
