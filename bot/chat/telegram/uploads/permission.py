"""Who may add articles to a chat's own shelf, and who may change or take off one that is there."""

import asyncio

from telegram import CallbackQuery, Chat, Message

from bot.chat.telegram.addressing import chat_id, person_id
from bot.chat.telegram.door import Door, say_for
from bot.notebook import Adding
from bot.reply import Reply

__all__ = ["Permission"]


class Permission:
    """The rule: anybody in private; in a group its admins, or everybody where the admins set it so.

    What somebody added in a group, that person and its admins may change and take off.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    async def may_add(self, message: Message) -> bool:
        """Whether who wrote may add an article."""
        settings = await self._door.settings(message.chat_id)
        if settings.adding is Adding.EVERYBODY and not message.is_automatic_forward:
            return True
        return await self._door.may_rule(message.chat, message.from_user, message.sender_chat)

    async def may_change(self, message: Message, article_id: str) -> bool:
        """Whether who wrote may change the article."""
        if await self._is_adder(message.chat, _author(message), article_id):
            return True
        return await self._door.may_rule(message.chat, message.from_user, message.sender_chat)

    async def may_press(self, query: CallbackQuery, article_id: str) -> bool:
        """Whether who pressed may change the article; who may not is told."""
        if query.message is None:
            return False
        chat, user = query.message.chat, query.from_user
        if await self._is_adder(chat, user.id, article_id) or await self._door.may_rule(chat, user):
            return True
        say = say_for(await self._door.settings(chat.id), user)
        await self._door.delivery.answer_callback(query.id, say("articles.not_yours"), alert=True)
        return False

    async def refuse(self, message: Message, line: str) -> None:
        """Tell who wrote why not: `not_yours` or `not_allowed`."""
        await self._door.reply_to(message, Reply((await self._door.say(message))(f"articles.{line}")))

    async def note(self, message: Message, article_id: str) -> None:
        """Remember who added the article; in private that is no question."""
        person = _author(message)
        if message.chat.type != Chat.PRIVATE and person is not None:
            await asyncio.to_thread(
                self._door.notebook.note_adder, chat_id(message.chat_id), article_id, person_id(person)
            )

    async def _is_adder(self, chat: Chat, person: int | None, article_id: str) -> bool:
        if chat.type == Chat.PRIVATE or person is None:
            return False
        return await asyncio.to_thread(
            self._door.notebook.is_adder, chat_id(chat.id), article_id, person_id(person)
        )


def _author(message: Message) -> int | None:
    """Who wrote: a channel or the group itself where that is who speaks, since many do so under one name."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else None
