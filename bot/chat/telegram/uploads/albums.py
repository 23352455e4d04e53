"""Albums, messages sent together: a command or a reply to one of them counts for all."""

from collections import deque

from telegram import Message

from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.uploads.message_article import document_of
from bot.reply import Reply

__all__ = ["Albums", "is_wordless"]

_MAX_ALBUMS = 100
_MEDIA = ("photo", "voice", "audio", "video", "video_note", "animation", "paid_media", "story")
_OTHERS = ("sticker", "dice", "game", "poll", "checklist", "location", "venue", "contact")


def is_wordless(message: Message) -> bool:
    """Return whether the message is a picture, a sound or a film, or something else without a text of its own."""
    return any(getattr(message, kind) for kind in (*_MEDIA, *_OTHERS))


class Albums:
    """The last albums that were handled; Telegram sends the messages of an album one by one."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._albums: deque[tuple[int, str]] = deque(maxlen=_MAX_ALBUMS)

    def note(self, message: Message) -> None:
        """Remember the album that the message belongs to, if any."""
        if message.media_group_id:
            self._albums.append((message.chat_id, message.media_group_id))

    def holds(self, message: Message) -> bool:
        """Return whether the message is a file without caption from an album that was noted."""
        return document_of(message) is not None and not message.caption and self._knows(message)

    async def say_no_words(self, incoming: IncomingMessage) -> None:
        """Say that a picture, a sound, a film, a sticker or a place cannot be read; once per album."""
        if not self._knows(incoming.message):
            self.note(incoming.message)
            is_media = any(getattr(incoming.message, kind) for kind in _MEDIA)
            line = incoming.say("articles.no_words" if is_media else "articles.only_words")
            await self._door.reply_to(incoming.message, Reply(line))

    def _knows(self, message: Message) -> bool:
        return (message.chat_id, message.media_group_id) in self._albums
