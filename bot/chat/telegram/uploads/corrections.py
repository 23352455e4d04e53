"""Correcting an article's title, author, date or paper: a button asks for it, a reply gives it.

The question holds a link that names the article and the field, so nothing has to be remembered.
"""

import asyncio

from telegram import ForceReply, Message, MessageEntity, User

from bot.assistant.corrections import NotAValue, value_of
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.callbacks import Correctable, CorrectSource, RemoveArticle
from bot.chat.telegram.deep_links import Correction, link_to, parse_link
from bot.chat.telegram.door import Door, IncomingMessage, Press
from bot.chat.telegram.routes import Arrival
from bot.chat.telegram.uploads.permission import UploadPermission
from bot.chat.telegram.uploads.source_card import (
    FIRST_WORDS_CHARACTERS,
    button,
    card,
    correction_buttons,
    keyboard,
    name_of,
)
from bot.model import Article

__all__ = ["Corrections", "correction_answered"]


class Corrections:
    """The handlers of the buttons that ask for a value, and of the replies that give it."""

    def __init__(self, door: Door) -> None:
        self._door, self._shelves, self._permission = door, door.shelves, UploadPermission(door)

    async def ask(self, press: Press) -> None:
        """Ask whoever pressed for the value; in a group, only who added the article or an admin."""
        wish, chat = press.wish, press.conversation.chat
        if not isinstance(wish, CorrectSource) or chat is None:
            return
        if not await self._permission.admits(press, wish.article_id):
            return
        article = await asyncio.to_thread(self._shelves.article, chat, wish.article_id)
        if article is None:
            await self._door.delivery.answer_callback(press.query.id, press.say("articles.gone"))
            return
        await self._door.delivery.answer_callback(press.query.id)
        await self._ask(press, wish.field, article)

    def wants(self, arrival: Arrival) -> bool:
        """Return whether the message is new and gives a value that the bot asked for."""
        return not arrival.edited and correction_answered(arrival.message, self._door.me) is not None

    async def take(self, incoming: IncomingMessage) -> None:
        """Put the value from the reply into the source record, if the sender may change it."""
        message, say, chat = incoming.message, incoming.say, incoming.conversation.chat
        wanted = correction_answered(message, self._door.me)
        if wanted is None or chat is None:
            return
        if not await self._permission.may_change(incoming, wanted.article_id):
            await self._permission.say_line(incoming, "not_yours")
            return
        try:
            value = value_of(wanted.field, message.text or "")
        except NotAValue:
            await self._permission.say_line(incoming, f"no_{wanted.field}")
            return
        changes = {wanted.field: value}
        article = await asyncio.to_thread(self._shelves.amend, chat, wanted.article_id, **changes)
        if article is None:
            await self._permission.say_line(incoming, "gone")
            return
        shown = card(article, say, say("articles.corrected"), FIRST_WORDS_CHARACTERS)
        remove = [button(say("articles.remove"), RemoveArticle(article.id))]
        await self._door.reply_to(message, shown, keyboard(*correction_buttons(article, say), remove))

    async def _ask(self, press: Press, field: Correctable, article: Article) -> None:
        message, user, private = press.message, press.query.from_user, press.conversation.private
        title = name_of(article)
        addressee = "" if private else f"{user.first_name} "
        text = addressee + press.say(
            f"articles.ask_{field}", title=title, unknown=press.say("articles.unknown")
        )
        link = link_to(Correction(field, article.id), self._door.me.username)
        at = text.index(title, len(addressee))
        marks = [MessageEntity(MessageEntity.TEXT_LINK, at, len(title), url=link)]
        if not private:
            marks.append(_mention(user))
        await self._door.delivery.send(
            message.chat.id,
            text,
            MessageEntity.adjust_message_entities_to_utf_16(text, marks),
            reply_to=message.message_id,
            thread_id=press.conversation.topic_id,
            # selective: in a group, only the person mentioned is made to reply
            markup=ForceReply(selective=not private),
        )


def correction_answered(message: Message, me: Me) -> Correction | None:
    """Return the article and field that the message gives a value for; None if it gives none."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != me.id or not message.text:
        return None
    # after a forced reply, apps send whatever is typed next as the reply, even a command
    if message.text.startswith("/"):
        return None
    for entity in replied.entities:
        target = parse_link((entity.url or "").partition("?start=")[2])
        if isinstance(target, Correction):
            return target
    return None


def _mention(user: User) -> MessageEntity:
    return MessageEntity(MessageEntity.TEXT_MENTION, 0, len(user.first_name), user=user)
