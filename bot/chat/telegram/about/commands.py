"""/start, /help and /about, and the deep links that come as /start with a payload."""

import asyncio
import re

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.chat.telegram.addressing import chat_id
from bot.chat.telegram.door import Door
from bot.chat.telegram.transport.rendering import rendered
from bot.errors import UnknownShelf
from bot.locale import Locale
from bot.model import Hit, Passage
from bot.notebook import ChatId, belongs_to_a_chat
from bot.reply import Reply, quotation, source_line

__all__ = ["Commands"]

_LISTED = 20
_PARAGRAPH = re.compile(r"p_([a-z2-7]{10})_(\d{1,6})")
_SHELF = re.compile(r"s_([A-Za-z0-9_-]{1,60})")


class Commands:
    """The handlers of the commands that introduce the bot."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Open the paragraph or bind the shelf that a deep link names; without one, say what the bot does."""
        message = update.effective_message
        if message is None:
            return
        payload = "".join(context.args or [])
        if found := _PARAGRAPH.fullmatch(payload):
            await self._open(message, found[1], int(found[2]))
        elif found := _SHELF.fullmatch(payload):
            await self._bind(message, found[1])
        else:
            await self._welcome(message)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask, in private and in a group."""
        if message := update.effective_message:
            say = await self._door.say(message)
            await self._door.reply_to(message, Reply(say("telegram.help", username=self._door.me.username)))

    async def about(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the articles on the chat's shelf with their sources."""
        if message := update.effective_message:
            say = await self._door.say(message)
            articles, count = await self._listed(message, say)
            await self._door.reply_to(message, Reply(say("telegram.about", count=count, articles=articles)))

    async def _welcome(self, message: Message) -> None:
        say = await self._door.say(message)
        articles, _ = await self._listed(message, say)
        shelf = await self._door.shelf_of(message)
        suggestions = await asyncio.to_thread(lambda: shelf.answerer.suggestions)
        separator = say("not_found.suggestion_separator")
        text = say("telegram.start", articles=articles, suggestions=separator.join(suggestions))
        await self._door.reply_to(message, Reply(text))

    async def _open(self, message: Message, article_id: str, number: int) -> None:
        say = await self._door.say(message)
        shelf = await self._door.shelf_of(message)
        article = shelf.answerer.article(article_id)
        if article is None or not 0 < number <= len(article.paragraphs):
            await self._door.reply_to(message, Reply(say("telegram.no_paragraph")))
            return
        span = article.paragraphs[number - 1]
        passage = Passage(article.id, number, span.start, span.end, span.cut(article.text))
        text, entities = rendered(quotation(Hit(passage, article, 0.0), say))
        await self._door.delivery.send(message.chat_id, text, entities, reply_to=message.message_id)

    async def _bind(self, message: Message, shelf: str) -> None:
        say = await self._door.say(message)
        if not await self._door.may_rule(message.chat, message.from_user, message.sender_chat):
            await self._door.reply_to(message, Reply(say("telegram.admins_only")))
            return
        if not await self._is_open_to(chat_id(message.chat_id), shelf):
            await self._door.reply_to(message, Reply(say("telegram.no_shelf", shelf=shelf)))
            return
        await asyncio.to_thread(self._door.notebook.bind, chat_id(message.chat_id), shelf)
        await self._welcome(message)

    async def _is_open_to(self, chat: ChatId, shelf: str) -> bool:
        """Whether there is that shelf for the chat to ask; whether another chat has one is not told."""
        if belongs_to_a_chat(shelf) and shelf != await asyncio.to_thread(self._door.notebook.own_shelf, chat):
            return False
        try:
            await asyncio.to_thread(self._door.desk.shelf, shelf)
        except UnknownShelf:
            return False
        return True

    async def _listed(self, message: Message, say: Locale) -> tuple[str, int]:
        """The shelf's first articles, a line each, and how many there are in all."""
        shelf = await self._door.shelf_of(message)
        articles = shelf.answerer.articles
        lines = [
            say("telegram.about_line", number=number, source=source_line(article, say))
            for number, article in enumerate(articles[:_LISTED], start=1)
        ]
        if len(articles) > _LISTED:
            lines.append(say("telegram.about_more", count=len(articles) - _LISTED))
        return "\n".join(lines), len(articles)
