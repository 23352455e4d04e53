"""Articles handed over in a chat: read, put on the chat's own shelf, shown; taken back with a button."""

import asyncio
import re
import time
from concurrent.futures import ThreadPoolExecutor

import structlog
from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.chat.telegram.door import Door, say_for, topic_of
from bot.chat.telegram.incoming import article_in, document_of
from bot.chat.telegram.own_shelf import OwnShelves, Put
from bot.chat.telegram.permission import Permission
from bot.chat.telegram.source_card import ID, button, card, corrections, keyboard, name_of
from bot.errors import LibraryUnavailable, UnreadableArticle
from bot.library import Added
from bot.locale import Locale
from bot.model import Article
from bot.reply import Reply

__all__ = ["UNDO", "Handing"]

UNDO = rf"art:undo:({ID})$"
_ADD = re.compile(r"\s*/add(?:@\w+)?(?:\s+|$)", re.IGNORECASE)
_READ_AT_ONCE = 2
_FIRST_WORDS = 80
_log = structlog.get_logger("bot.chat.telegram")


class Handing:
    """The handlers of messages that hand an article over, and of the button that takes it back."""

    def __init__(self, door: Door, shelves: OwnShelves) -> None:
        self._door, self._shelves, self._permission = door, shelves, Permission(door)
        # threads of their own, since those of the loop are for answering
        self._readers = ThreadPoolExecutor(_READ_AT_ONCE, thread_name_prefix="reader")

    async def message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the article that a private message is."""
        if message := update.effective_message:
            await self._take(message, message, edited=update.edited_message is not None)

    async def add(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/add takes the message that it replies to, the file it is written under or the text after it."""
        message = update.effective_message
        if message is None:
            return
        if not await self._permission.may_add(message):
            await self._permission.refuse(message, "not_allowed")
            return
        text = _ADD.sub("", message.text or "", count=1).strip()
        if document_of(message) or text:
            await self._take(message, message, text=text or None)
        elif (replied := message.reply_to_message) and self._holds_an_article(replied):
            await self._take(message, replied)
        else:
            await self._door.reply_to(message, Reply((await self._door.say(message))("articles.add_how")))

    async def undo(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take off again what was just put on, where who presses may."""
        query = update.callback_query
        if (
            query is None
            or query.message is None
            or not await self._permission.may_press(query, _id_in(query))
        ):
            return
        chat = query.message.chat
        removed = await asyncio.to_thread(self._shelves.remove, chat.id, _id_in(query))
        say = say_for(await self._door.settings(chat.id), query.from_user)
        if removed is None:
            await self._door.delivery.answer_callback(query.id, say("articles.gone"))
            return
        await self._door.delivery.answer_callback(query.id)
        text = say("articles.undone", title=name_of(removed))
        await self._door.delivery.edit(chat.id, query.message.message_id, text)

    def _holds_an_article(self, message: Message) -> bool:
        mine = message.from_user is not None and message.from_user.id == self._door.me.id
        return not mine and bool(document_of(message) or message.text or message.caption)

    async def _take(
        self, message: Message, holder: Message, *, text: str | None = None, edited: bool = False
    ) -> None:
        """Read the article in `holder`, shelve it and say so to `message`."""
        say, began = await self._door.say(message), time.perf_counter()
        try:
            article = await article_in(holder, self._readers, text)
            if not await self._may_put(message, article):
                await self._permission.refuse(message, "not_yours")
                return
            put = await asyncio.to_thread(self._shelves.put, message.chat_id, article)
        except UnreadableArticle as error:
            _log.info("article not read", ms=_ms(began))
            await self._door.reply_to(message, Reply(say("articles.unreadable", reason=error)))
        except (TelegramError, LibraryUnavailable) as error:
            _log.warning("article not taken", reason=type(error).__name__)
            lost = "articles.not_fetched" if isinstance(error, TelegramError) else "telegram.sorry"
            await self._door.reply_to(message, Reply(say(lost)))
        else:
            _log.info("article read", paragraphs=len(article.paragraphs), outcome=put.added, ms=_ms(began))
            if put.added not in (None, Added.SAME):
                await self._permission.note(message, article.id)
            if not (edited and put.added is Added.SAME):
                await self._show(message, put, say)

    async def _may_put(self, message: Message, article: Article) -> bool:
        """Whether it takes nobody else's place."""
        there = await asyncio.to_thread(self._shelves.article, message.chat_id, article.id)
        same = there is None or there.text == article.text
        return same or await self._permission.may_change(message, article.id)

    async def _show(self, message: Message, put: Put, say: Locale) -> None:
        if put.added is None:
            await self._door.reply_to(message, Reply(self._full(put, say)))
            return
        lead = say(f"articles.{put.added}")
        notes = await self._notes(message, put, say)
        shown = card(put.article, say, lead, _FIRST_WORDS)
        content = Reply("\n".join((shown.text, *notes)), shown.marks)
        await self._door.reply_to(message, content, self._buttons(put, bool(notes), say))

    async def _notes(self, message: Message, put: Put, say: Locale) -> list[str]:
        """What the chat should know of the shelf that it asks."""
        group = "group" if message.chat.type != Chat.PRIVATE else "private"
        if put.first:
            return [say(f"articles.now_own_{group}")]
        asked = await asyncio.to_thread(self._shelves.is_asked, message.chat_id, topic_of(message))
        return [] if asked else [say("articles.not_asked")]

    def _buttons(self, put: Put, ask: bool, say: Locale) -> InlineKeyboardMarkup:
        article = put.article
        # what replaced another text cannot be undone, and what stood there before is not undone in passing
        undo = (
            button(say("articles.undo"), f"undo:{article.id}")
            if put.added is Added.NEW
            else button(say("articles.remove"), f"drop:{article.id}:0")
        )
        both = [button(say("articles.ask_both"), "ask:both")] if ask else []
        return keyboard(*corrections(article, say), [undo], both)

    def _full(self, put: Put, say: Locale) -> str:
        quota = self._shelves.quota
        if put.held.articles >= quota.articles:
            return say("articles.full", most=quota.articles)
        more = len(put.article.text)
        return say("articles.full_characters", most=quota.characters, held=put.held.characters, more=more)


def _id_in(query: CallbackQuery) -> str:
    match = re.match(UNDO, query.data or "")
    return match[1] if match else ""


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
