"""Permission to add and change articles in a chat, as Telegram knows its admins; and saying why not."""

import asyncio

from bot.chat.telegram.door import Door, IncomingMessage, Press
from bot.reply import Reply

__all__ = ["UploadPermission"]


class UploadPermission:
    """The rules of `Permissions`, asked of a message or a press."""

    def __init__(self, door: Door) -> None:
        self._door, self._rules = door, door.permissions

    async def may_add(self, incoming: IncomingMessage) -> bool:
        """Return whether the sender may add an article."""
        # nobody in the group added the automatic posts of a linked channel
        if incoming.message.is_automatic_forward or self._rules.adding_needs_admin(incoming.conversation):
            return await self._door.is_admin(incoming.message)
        return True

    async def may_change(self, incoming: IncomingMessage, article_id: str) -> bool:
        """Return whether the sender may change the article."""
        conversation = incoming.conversation
        if await asyncio.to_thread(self._rules.changing_needs_admin, conversation, article_id):
            return await self._door.is_admin(incoming.message)
        return True

    async def admits(self, press: Press, article_id: str) -> bool:
        """Return whether the person who pressed may change the article; if not, say so."""
        needed = await asyncio.to_thread(self._rules.changing_needs_admin, press.conversation, article_id)
        if not needed or await self._door.presser_is_admin(press):
            return True
        await self._door.delivery.answer_callback(press.query.id, press.say("articles.not_yours"), alert=True)
        return False

    async def note_adder(self, incoming: IncomingMessage, article_id: str) -> None:
        """Remember who added the article."""
        await asyncio.to_thread(self._rules.note_adder, incoming.conversation, article_id)

    async def say_line(self, incoming: IncomingMessage, line: str) -> None:
        """Reply with that line about articles."""
        await self._door.reply_to(incoming.message, Reply(incoming.say(f"articles.{line}")))
