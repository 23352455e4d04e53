"""The Telegram door: what its handlers share, such as the assistant, delivery and conversations."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, User
from telegram.error import TelegramError

from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.assistant.own_shelves import OwnShelves
from bot.assistant.permissions import Permissions
from bot.assistant.privacy import Privacy
from bot.chat.telegram.addressing import GENERAL_TOPIC_ID, Me, Request, chat_id, person_id
from bot.chat.telegram.callbacks import Wish
from bot.chat.telegram.transport.delivery import Delivery
from bot.chat.telegram.transport.fitting import shorten
from bot.chat.telegram.transport.in_hand import Aside
from bot.chat.telegram.transport.rendering import render
from bot.errors import LibraryUnavailable
from bot.locale import DEFAULT, INTERNATIONAL, Locale, locale, nearest_language
from bot.notebook import ChatSettings, Notebook
from bot.reply import Reply

__all__ = ["SHRUG", "AdminsUnknown", "Door", "IncomingMessage", "Press", "aside_for", "say_for", "topic_of"]

SHRUG = "🤷"
"""The reaction to a question that gets no answer."""
_MAX_TITLE_UNITS = 60
_ANONYMOUS_ADMIN = 1087968824
"""Whom Telegram names for every admin who writes or presses as the group."""
_PATIENCE_S = 2.0
"""How long Telegram may take to say who is an admin: whoever pressed waits for it."""


class AdminsUnknown(Exception):
    """Telegram does not say who the admins of a group are, which is logged."""


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message with its request and its conversation; both are looked up once."""

    message: Message
    request: Request | None
    conversation: Conversation
    edited: bool = False
    arguments: str = ""
    """The text after the command, if it is one."""

    @property
    def say(self) -> Locale:
        """The messages in the language of the conversation."""
        return self.conversation.say


@dataclass(frozen=True, slots=True)
class Press:
    """A press of one of the bot's buttons: the query, the button's message, and the wish."""

    query: CallbackQuery
    message: MaybeInaccessibleMessage
    conversation: Conversation
    wish: Wish

    @property
    def say(self) -> Locale:
        """The messages in the language of the conversation."""
        return self.conversation.say


@dataclass(frozen=True, slots=True)
class Door:
    """The assistant, notebook, shelves and delivery that all handlers share."""

    assistant: Assistant
    notebook: Notebook
    shelves: OwnShelves
    delivery: Delivery
    me: Me
    retention_days: int

    @property
    def permissions(self) -> Permissions:
        """The rules for adding, changing and removing a chat's articles."""
        return Permissions(self.notebook)

    @property
    def privacy(self) -> Privacy:
        """Counting and deleting stored data."""
        return Privacy(self.assistant.desk, self.notebook)

    async def conversation(self, message: Message) -> Conversation:
        """Return the conversation of the message."""
        return await self._conversation(message.chat, message.from_user, _author(message), topic_of(message))

    async def language(self, message: Message) -> Locale:
        """Return the language of the chat; if the database cannot tell, that of the person's Telegram."""
        try:
            return (await self.conversation(message)).say
        except LibraryUnavailable:
            return say_for(ChatSettings(), message.from_user)

    async def conversation_of_press(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage
    ) -> Conversation:
        """Return the conversation of the press; its person is the presser."""
        topic_id = topic_of(message) if isinstance(message, Message) else None
        return await self._conversation(message.chat, query.from_user, query.from_user.id, topic_id)

    async def _conversation(
        self, chat: Chat, user: User | None, author: int | None, topic_id: int | None
    ) -> Conversation:
        settings = await asyncio.to_thread(self.notebook.settings, chat_id(chat.id), topic_id)
        return Conversation(
            say=say_for(settings, user),
            chat=chat_id(chat.id),
            topic_id=topic_id,
            person=person_id(author) if author is not None else None,
            private=chat.type == Chat.PRIVATE,
            settings=settings,
        )

    async def unremembered(self, user: User | None) -> Conversation:
        """Return a conversation outside the bot's chats, with the user's private settings."""
        settings = ChatSettings()
        if user is not None:
            settings = await asyncio.to_thread(self.notebook.settings, chat_id(user.id))
        return Conversation(say=say_for(settings, user), settings=settings)

    async def reply_to(
        self, message: Message, content: Reply, markup: InlineKeyboardMarkup | None = None
    ) -> Message | None:
        """Send `content` as a reply to `message`, in its topic."""
        text, entities = render(content)
        return await self.delivery.send(
            message.chat_id,
            text,
            entities,
            reply_to=message.message_id,
            thread_id=topic_of(message),
            markup=markup,
            # what is about its buttons is of no use without them
            aside=markup is None,
        )

    async def replace(
        self, message: MaybeInaccessibleMessage, content: Reply, markup: InlineKeyboardMarkup | None = None
    ) -> None:
        """Replace the bot's own message by `content`."""
        text, entities = render(content)
        await self.delivery.edit(message.chat.id, message.message_id, text, entities, markup=markup)

    async def is_admin(self, message: Message) -> bool:
        """Return whether the sender may decide for the chat: anybody in private, admins in a group. Raises AdminsUnknown."""
        return await self._decides(message.chat, message.from_user, message.sender_chat)

    async def presser_is_admin(self, press: Press) -> bool:
        """Return whether the presser may decide for the chat. Raises AdminsUnknown."""
        return await self._decides(press.message.chat, press.query.from_user)

    async def _decides(self, chat: Chat, user: User | None, sender_chat: Chat | None = None) -> bool:
        if chat.type == Chat.PRIVATE:
            return True
        if sender_chat is not None:
            return sender_chat.id == chat.id  # an admin who writes as the group
        if user is None:
            return False
        return user.id == _ANONYMOUS_ADMIN or user.id in await self._admins(chat)

    async def _admins(self, chat: Chat) -> Sequence[int]:
        """Return who the group's admins are, as Telegram says. Raises AdminsUnknown if it does not say so at once."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return [member.user.id for member in await chat.get_administrators()]
        # the last two: python-telegram-bot, of an answer that lacks something
        except (TelegramError, TimeoutError, KeyError, TypeError) as error:
            self.delivery.note_refusal("get_administrators", error, chat.id)
            raise AdminsUnknown from error

    async def admits(self, press: Press) -> bool:
        """Return whether the presser may decide for the chat; if not, say so. Raises AdminsUnknown."""
        if await self.presser_is_admin(press):
            return True
        await self.delivery.answer_callback(press.query.id, press.say("chat.admins_only"), alert=True)
        return False


def _author(message: Message) -> int | None:
    """Return the sender's id; for messages written as a channel or the group, that chat's id."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else None


def topic_of(message: Message) -> int | None:
    """Return the topic of the message; None outside of topics and in General."""
    thread_id = message.message_thread_id if message.is_topic_message else None
    return None if thread_id == GENERAL_TOPIC_ID else thread_id


def aside_for(chat: Chat, user: User | None, say: Locale) -> Aside | None:
    """Return where an answer to the user goes that the group does not take; None if there is nobody to tell."""
    if chat.type == Chat.PRIVATE or user is None or user.is_bot:
        return None
    title = shorten(" ".join((chat.title or "").split()), _MAX_TITLE_UNITS)
    return Aside(user.id, say("chat.aside", chat=title))


def say_for(settings: ChatSettings, user: User | None) -> Locale:
    """Return the language set for the chat, or else the user's own."""
    return locale(settings.language or _language_of(user))


def _language_of(user: User | None) -> str:
    """Return the one of our languages that is nearest to that of the user's Telegram."""
    code = (user.language_code if user else None) or DEFAULT
    return nearest_language(code) or INTERNATIONAL
