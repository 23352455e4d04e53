"""What every handler of the Telegram door works with, and how a chat is spoken to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, User

from bot.assistant.desk import Desk, Shelf
from bot.assistant.links import Links
from bot.chat.telegram.addressing import PLATFORM, Me
from bot.chat.telegram.originals import NOWHERE, Originals
from bot.chat.telegram.transport.delivery import Delivery
from bot.chat.telegram.transport.rendering import rendered
from bot.locale import DEFAULT, Locale, locale
from bot.model import PUBLIC_SHELF
from bot.notebook import ChatId, ChatSettings, Notebook
from bot.reply import Reply

__all__ = ["Door", "language_code", "say_for", "topic_of"]


@dataclass(frozen=True, slots=True)
class Door:
    """The desk that answers, the notebook that remembers, the one way out, and who the bot is."""

    desk: Desk
    notebook: Notebook
    delivery: Delivery
    me: Me
    retention_days: int
    links: Links | None = None
    """Where others reach the pages in the browser; None where they do not."""

    def originals(self, shelf: str) -> Originals:
        """What anybody may open of an answer from `shelf`, whatever chat it is sent into."""
        return Originals(self.me.username, self.links) if shelf == PUBLIC_SHELF else NOWHERE

    async def settings(self, chat_id: int, thread_id: int | None = None) -> ChatSettings:
        """The settings of the chat, with the shelf that its topic asks."""
        return await asyncio.to_thread(self.notebook.settings, ChatId(PLATFORM, chat_id), thread_id)

    async def shelf_of(self, message: Message) -> Shelf:
        """The shelf that the message's chat, or its topic, asks."""
        return await self.shelf(await self.settings(message.chat_id, topic_of(message)))

    async def shelf(self, settings: ChatSettings) -> Shelf:
        """The shelf that the chat asks, as it is now."""
        return await asyncio.to_thread(self.desk.shelf, settings.shelf)

    async def say(self, message: Message) -> Locale:
        """The language of the message's chat: as set, or else that of who wrote."""
        return say_for(await self.settings(message.chat_id), message.from_user)

    async def reply_to(
        self, message: Message, content: Reply, markup: InlineKeyboardMarkup | None = None
    ) -> Message | None:
        """Send `content` as a reply to `message`, in its topic."""
        text, entities = rendered(content)
        thread_id = topic_of(message)
        return await self.delivery.send(
            message.chat_id, text, entities, reply_to=message.message_id, thread_id=thread_id, markup=markup
        )

    async def may_rule(self, chat: Chat, user: User | None, sender_chat: Chat | None = None) -> bool:
        """Whether the user may change the chat's settings: anybody in private, in a group its admins."""
        if chat.type == Chat.PRIVATE:
            return True
        if sender_chat is not None and sender_chat.id == chat.id:
            return True  # an admin who writes as the group
        if user is None:
            return False
        return user.id in await self._admins(chat)

    async def may_press(self, query: CallbackQuery) -> bool:
        """Whether who pressed may change what is the chat's; who may not is told."""
        if query.message is None or await self.may_rule(query.message.chat, query.from_user):
            return query.message is not None
        say = say_for(await self.settings(query.message.chat.id), query.from_user)
        await self.delivery.answer_callback(query.id, say("telegram.admins_only"), alert=True)
        return False

    async def _admins(self, chat: Chat) -> Sequence[int]:
        return [member.user.id for member in await chat.get_administrators()]


def topic_of(message: Message) -> int | None:
    """The topic that the message stands in; None outside of topics."""
    return message.message_thread_id if message.is_topic_message else None


def say_for(settings: ChatSettings, user: User | None) -> Locale:
    """The language set for the chat, or else the user's own."""
    return locale(settings.language or language_code(user))


def language_code(user: User | None) -> str:
    """The language of the user's Telegram, as one that there is a locale for."""
    code = ((user.language_code if user else None) or DEFAULT).lower()
    if not code.startswith("zh"):
        return "en"
    return "zh-Hant" if any(part in code for part in ("hant", "tw", "hk", "mo")) else "zh-Hans"
