"""An article that was handed over → the chat's own shelf, and what the chat is told of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

import structlog
from telegram import Message
from telegram.error import TelegramError

from bot.assistant.own_shelves import OwnShelves, Put
from bot.chat.telegram.addressing import chat_id
from bot.chat.telegram.door import Door
from bot.chat.telegram.uploads.announcing import Announcing
from bot.chat.telegram.uploads.permission import Permission
from bot.chat.telegram.uploads.pieces import Run
from bot.chat.telegram.uploads.reading import MOST_WAITING
from bot.errors import (
    Damaged,
    LibraryUnavailable,
    Mislabelled,
    NoText,
    NotPublic,
    NoWords,
    Protected,
    ReaderMissing,
    TooComplex,
    TooLarge,
    UnknownFormat,
    Unreachable,
    UnreadableArticle,
)
from bot.library import Added
from bot.locale import Locale
from bot.model import Article
from bot.readers import MAX_BYTES, suffixes
from bot.reply import Reply

__all__ = ["Read", "Taking", "why_not"]

Read: TypeAlias = Callable[[], Awaitable[Article]]
_WHY: dict[type[Exception], str] = {
    Damaged: "damaged",
    Mislabelled: "mislabelled",
    NoText: "no_text",
    NoWords: "no_words",
    NotPublic: "not_public",
    Protected: "protected",
    ReaderMissing: "reader_missing",
    TooComplex: "too_complex",
    TooLarge: "too_large",
    UnknownFormat: "unknown_format",
    Unreachable: "unreachable",
}
_log = structlog.get_logger("bot.chat.telegram")


class Taking:
    """Takes articles, whichever way they came."""

    def __init__(self, door: Door, shelves: OwnShelves, permission: Permission) -> None:
        self._door, self._shelves, self._permission = door, shelves, permission
        self._announcing = Announcing(door, shelves)
        self._crowded: set[int] = set()

    async def take(
        self,
        message: Message,
        read: Read,
        run: Run | None = None,
        *,
        edited: bool = False,
        cut: bool = False,
    ) -> None:
        """Shelve what `read` returns and say so to `message`, or say why not; of a text in pieces, in one message.

        `edited`: what did not change is not told. `cut`: it may be the first piece of a text, others not being seen.
        """
        say, began = await self._door.say(message), time.perf_counter()
        try:
            put = await self._put(message, await read(), run)
        except asyncio.QueueFull:
            await self._say_crowded(message, say)
            return
        except (UnreadableArticle, TelegramError, LibraryUnavailable) as error:
            _log.info("article not taken", reason=type(error).__name__, ms=_ms(began))
            await self._tell(message, run, Reply(why_not(error, say)))
            return
        self._crowded.discard(message.chat_id)
        if put is None:
            if run is not None:
                run.over = True
            return
        paragraphs = len(put.article.paragraphs)
        _log.info("article read", paragraphs=paragraphs, outcome=put.added, ms=_ms(began))
        if not (edited and put.added is Added.SAME):
            await self._show(message, put, run, say, cut)

    async def _put(self, message: Message, article: Article, run: Run | None) -> Put | None:
        """What putting it on the shelf came to; None where that may not be, which is told, or was taken back."""
        chat, part = chat_id(message.chat_id), run.part if run else None
        if part is not None:
            if await asyncio.to_thread(self._shelves.article, chat, part.article_id) is None:
                return None
        elif not await self._may_put(message, article):
            await self._permission.refuse(message, "not_yours")
            return None
        put = await asyncio.to_thread(self._shelves.put, chat, article, part)
        if put.part is not None:
            await self._permission.note(message, article.id)
        if run is not None:
            run.part, run.over, run.switched = put.part, put.added is None, run.switched or put.first
            put = replace(put, first=run.switched)
        return put

    async def _may_put(self, message: Message, article: Article) -> bool:
        """Whether it takes nobody else's place."""
        there = await asyncio.to_thread(self._shelves.article, chat_id(message.chat_id), article.id)
        same = there is None or there.text == article.text
        return same or await self._permission.may_change(message, article.id)

    async def _show(self, message: Message, put: Put, run: Run | None, say: Locale, cut: bool) -> None:
        joined = run is not None and run.taken > 1
        content, markup = await self._announcing.shown(message, put, say, joined=joined, cut=cut)
        told = await self._announcing.tell(message, run.told if run else None, content, markup)
        if run is not None:
            run.told = told

    async def _tell(self, message: Message, run: Run | None, content: Reply) -> None:
        told = await self._announcing.tell(message, run.told if run else None, content)
        if run is not None:
            run.told = told

    async def _say_crowded(self, message: Message, say: Locale) -> None:
        """Once for all that came too soon: a line for each would be a flood."""
        if message.chat_id not in self._crowded:
            self._crowded.add(message.chat_id)
            await self._door.reply_to(message, Reply(say("articles.crowded", most=MOST_WAITING)))


def why_not(error: Exception, say: Locale) -> str:
    """What the chat is told of the error, on one line."""
    name = str(error).partition(": ")[0]  # what every such message begins with
    if why := _WHY.get(type(error)):
        return say(f"articles.{why}", name=name, most=f"{MAX_BYTES / 1e6:g}", known=" ".join(suffixes()))
    if isinstance(error, UnreadableArticle):
        return say("articles.unreadable", reason=error)
    return say("articles.not_fetched" if isinstance(error, TelegramError) else "telegram.sorry")


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
