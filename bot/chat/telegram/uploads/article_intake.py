"""An uploaded article → the chat's own shelf, and the reply that reports it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import structlog
from telegram.error import TelegramError

from bot.assistant.own_shelves import MOST_ARTICLES, AddResult, PartialArticle
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.uploads.article_reader import MAX_WAITING
from bot.chat.telegram.uploads.permission import UploadPermission
from bot.chat.telegram.uploads.upload_reply import UploadReply
from bot.errors import LibraryUnavailable, UnreadableArticle
from bot.library import Added
from bot.model import Article
from bot.notebook import ChatId
from bot.readers import Reading
from bot.reply import Reply
from bot.reply.refusals import refusal_line

__all__ = ["ArticleIntake", "Progress", "ReadFile"]

ReadFile: TypeAlias = Callable[[], Awaitable[Reading]]
_log = structlog.get_logger("bot.chat.telegram")


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a text that arrives in pieces."""

    pieces: int = 0
    """How many of them were handled."""
    partial: PartialArticle | None = None
    reply_id: int | None = None
    """The message that reports the outcome."""
    switched: bool = False
    """True if its arrival made the chat ask its own shelf."""
    article_id: str = ""
    """The article on the shelf; empty if none came there."""
    over: bool = False
    """True if it was refused or undone, so that its further pieces are ignored."""


_NO_PROGRESS = Progress()


class ArticleIntake:
    """Puts articles on the chat's own shelf, however they arrived, and reports it."""

    def __init__(self, door: Door, permission: UploadPermission) -> None:
        self._door, self._shelves, self._permission = door, door.shelves, permission
        self._reply = UploadReply(door)
        self._crowded_chats: set[int] = set()

    async def take(
        self,
        incoming: IncomingMessage,
        read: ReadFile,
        progress: Progress = _NO_PROGRESS,
        *,
        edited: bool = False,
        cut: bool = False,
        doubtful: bool = False,
    ) -> Progress:
        """Shelve the articles that `read` returns and report them, or say why not.

        A text in pieces is reported in one message. `edited`: an unchanged article is not reported.
        `cut`: it may be the first of several pieces. `doubtful`: it may be a question.
        """
        began, chat_id = time.perf_counter(), incoming.message.chat_id
        try:
            reading = await read()
            if len(reading.articles) > 1:
                return await self._take_several(incoming, reading, progress)
            result = await self._add(incoming, reading.article, progress)
        except asyncio.QueueFull:
            await self._say_crowded(incoming)
            return progress
        except (UnreadableArticle, TelegramError, LibraryUnavailable) as error:
            _log.info("article not taken", reason=type(error).__name__, ms=_ms(began))
            fetched, say = not isinstance(error, TelegramError), incoming.say
            content = Reply(refusal_line(error, say) if fetched else say("telegram.not_fetched"))
            return replace(progress, reply_id=await self._reply.send(incoming, progress.reply_id, content))
        self._crowded_chats.discard(chat_id)
        if result is None:
            return replace(progress, over=True)
        paragraphs = len(result.article.paragraphs)
        _log.info("article read", paragraphs=paragraphs, outcome=result.added, ms=_ms(began))
        if result.added is not None:
            progress = replace(progress, article_id=result.article.id)
        if progress.pieces:
            switched = progress.switched or result.switched
            progress = replace(progress, partial=result.partial, over=result.added is None, switched=switched)
            result = replace(result, switched=switched)
        if edited and result.added is Added.SAME:
            return progress
        joined = progress.pieces > 1
        report = await self._reply.describe(
            incoming, reading, result, joined=joined, cut=cut, doubtful=doubtful
        )
        return replace(progress, reply_id=await self._reply.send(incoming, progress.reply_id, *report))

    async def _take_several(
        self, incoming: IncomingMessage, reading: Reading, progress: Progress
    ) -> Progress:
        """Shelve the articles of one file, no more than a card can show, and report them together."""
        results = list[AddResult]()
        for article in reading.articles[:MOST_ARTICLES]:
            result = await self._add(incoming, article, _NO_PROGRESS)
            if result is None:
                break
            results.append(result)
        if not results:
            return replace(progress, over=True)
        _log.info("articles read", articles=len(results), outcome=results[0].added)
        report = await self._reply.describe_several(incoming, reading, results)
        taken = next((result.article.id for result in results if result.added is not None), "")
        reply_id = await self._reply.send(incoming, progress.reply_id, *report)
        return replace(progress, article_id=taken, reply_id=reply_id)

    async def _add(self, incoming: IncomingMessage, article: Article, progress: Progress) -> AddResult | None:
        """Put it on the shelf; None if not permitted (and say so) or if its beginning was removed."""
        chat, partial = incoming.conversation.chat, progress.partial
        if chat is None:
            return None
        if partial is not None:
            if await asyncio.to_thread(self._shelves.article, chat, partial.article_id) is None:
                return None
        elif not await self._may_replace(incoming, chat, article):
            await self._permission.say_line(incoming, "not_yours")
            return None
        result = await asyncio.to_thread(self._shelves.add, chat, article, partial)
        if result.partial is not None:
            await self._permission.note_adder(incoming, result.article.id)
        return result

    async def _may_replace(self, incoming: IncomingMessage, chat: ChatId, article: Article) -> bool:
        """Return whether the sender may replace the article that stands in its place, if any."""
        earlier = await asyncio.to_thread(self._shelves.earlier, chat, article)
        if earlier is None or not earlier.sure or earlier.article.text == article.text:
            return True
        return await self._permission.may_change(incoming, earlier.article.id)

    async def _say_crowded(self, incoming: IncomingMessage) -> None:
        """Say once that too much is waiting: a line for each upload would be a flood."""
        if incoming.message.chat_id not in self._crowded_chats:
            self._crowded_chats.add(incoming.message.chat_id)
            await self._door.reply_to(
                incoming.message, Reply(incoming.say("articles.crowded", most=MAX_WAITING))
            )


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
