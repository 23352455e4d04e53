"""Correcting an article's title, author, date or paper: asked for by a button, given in a reply.

The question that is replied to tells which article and field: its link does, so that nothing need be remembered.
"""

import asyncio
import re
from datetime import date

from telegram import CallbackQuery, Chat, ForceReply, Message, MessageEntity, Update, User
from telegram.ext import ContextTypes

from bot.assistant.own_shelves import OwnShelves
from bot.chat.telegram.addressing import Me, chat_id
from bot.chat.telegram.door import Door, say_for, topic_of
from bot.chat.telegram.uploads.incoming import LONGEST_TITLE
from bot.chat.telegram.uploads.permission import Permission
from bot.chat.telegram.uploads.source_card import (
    ID,
    Correctable,
    button,
    card,
    correctable,
    corrections,
    keyboard,
    name_of,
)
from bot.locale import Locale
from bot.model import Article
from bot.readers.newspaper.masthead import day_of
from bot.reply import Reply

__all__ = ["FIX", "Corrections"]

FIX = rf"art:fix:([a-z]+):({ID})$"
_LINK = re.compile(rf"start=fix_([a-z]+)_({ID})$")
_NONE = frozenset({"无", "無", "没有", "沒有", "不详", "不詳", "none", "-", "—"})
_QUOTED = re.compile(r"《([^《》]+)》")
_FIRST_WORDS = 80


class Corrections:
    """The handlers of the buttons that ask for a value, and of the replies that give it."""

    def __init__(self, door: Door, shelves: OwnShelves) -> None:
        self._door, self._shelves, self._permission = door, shelves, Permission(door)

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask whoever pressed for the value; in a group who added the article, or an admin."""
        query = update.callback_query
        match = re.match(FIX, query.data or "") if query else None
        if query is None or query.message is None or match is None:
            return
        if not await self._permission.may_press(query, match[2]):
            return
        chat = query.message.chat
        say = say_for(await self._door.settings(chat.id), query.from_user)
        field = correctable(match[1])
        article = await asyncio.to_thread(self._shelves.article, chat_id(chat.id), match[2])
        if field is None or article is None:
            await self._door.delivery.answer_callback(query.id, say("articles.gone"))
            return
        await self._door.delivery.answer_callback(query.id)
        await self._ask(query, field, article, say)

    async def take(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Put the value that the reply gives into the article's source record, where who replies may change it."""
        message = update.effective_message
        wanted = asked_for(message, self._door.me) if message else None
        if message is None or wanted is None:
            return
        say = await self._door.say(message)
        field, article_id = wanted
        if not await self._permission.may_change(message, article_id):
            await self._permission.refuse(message, "not_yours")
            return
        found, value = _value(field, message.text or "")
        if not found:
            await self._door.reply_to(message, Reply(say(f"articles.no_{field}")))
            return
        article = await asyncio.to_thread(
            self._shelves.amend, chat_id(message.chat_id), article_id, **{field: value}
        )
        if article is None:
            await self._door.reply_to(message, Reply(say("articles.gone")))
            return
        shown = card(article, say, say("articles.corrected"), _FIRST_WORDS)
        remove = [button(say("articles.remove"), f"drop:{article.id}:0")]
        await self._door.reply_to(message, shown, keyboard(*corrections(article, say), remove))

    async def _ask(self, query: CallbackQuery, field: Correctable, article: Article, say: Locale) -> None:
        message = query.message
        if message is None:
            return
        private = message.chat.type == Chat.PRIVATE
        title = name_of(article)
        who = "" if private else f"{query.from_user.first_name} "
        text = who + say(f"articles.ask_{field}", title=title)
        link = f"https://t.me/{self._door.me.username}?start=fix_{field}_{article.id}"
        marks = [MessageEntity(MessageEntity.TEXT_LINK, text.index(title, len(who)), len(title), url=link)]
        if not private:
            marks.append(_mention(query.from_user))
        await self._door.delivery.send(
            message.chat.id,
            text,
            MessageEntity.adjust_message_entities_to_utf_16(text, marks),
            reply_to=message.message_id,
            thread_id=topic_of(message) if isinstance(message, Message) else None,
            # selective: of a group, only who is mentioned is made to reply
            markup=ForceReply(selective=not private),
        )


def asked_for(message: Message, me: Me) -> tuple[Correctable, str] | None:
    """The field and the article that the message is a reply for; None where it answers no such question, as a command."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != me.id or not message.text:
        return None
    # an app that asks for a reply makes one of whatever is typed next
    if message.text.startswith("/"):
        return None
    for entity in replied.entities:
        match = _LINK.search(entity.url or "")
        if match and (field := correctable(match[1])):
            return field, match[2]
    return None


def _value(field: Correctable, text: str) -> tuple[bool, str | date | None]:
    """Whether the text says what the field is, and that; None for a field that nobody knows."""
    words = " ".join(text.split())
    if words.casefold() in _NONE:
        return field != "title", None
    if field == "published":
        day = day_of(words)
        return day is not None, day
    words = _unquoted(words)
    return 0 < len(words) <= LONGEST_TITLE, words


def _unquoted(words: str) -> str:
    """A name without the marks that it is cited in."""
    match = _QUOTED.fullmatch(words)
    return match[1] if match else words


def _mention(user: User) -> MessageEntity:
    return MessageEntity(MessageEntity.TEXT_MENTION, 0, len(user.first_name), user=user)
