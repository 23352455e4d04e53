"""Messages that were sent together: what was said of one of them holds for all."""

from collections import deque

from telegram import Message

from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.uploads.message_article import document_of
from bot.reply import Reply

__all__ = ["Albums"]

_REMEMBERED = 100


class Albums:
    """The last albums that were dealt with; Telegram sends each of an album's messages by itself, one after another."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._known: deque[tuple[int, str]] = deque(maxlen=_REMEMBERED)

    def note(self, message: Message) -> None:
        """Remember the album of the message, where it is of one."""
        if message.media_group_id:
            self._known.append((message.chat_id, message.media_group_id))

    def holds(self, message: Message) -> bool:
        """Whether the message is a file of an album that was noted."""
        return document_of(message) is not None and not message.caption and self._knows(message)

    async def say_no_words(self, incoming: IncomingMessage) -> None:
        """Say that a picture, a sound or a film cannot be read; once for an album."""
        if not self._knows(incoming.message):
            self.note(incoming.message)
            await self._door.reply_to(incoming.message, Reply(incoming.say("articles.no_words")))

    def _knows(self, message: Message) -> bool:
        return (message.chat_id, message.media_group_id) in self._known
