"""Addresses of web pages sent to the chat: recognising them, and adding the pages."""

import re
from functools import partial

from telegram import Chat, Message, MessageEntity

from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.uploads.article_intake import ArticleIntake
from bot.chat.telegram.uploads.article_reader import ArticleReader
from bot.reply import Reply

__all__ = ["AddressUploads", "address", "named_address"]

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LINKS: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
_REMARK_CHARACTERS = 80
"""With this much text beside an address, the text is what was meant."""
_MAX_REFUSED_CHATS = 10_000


class AddressUploads:
    """Adds the page at an address if the operator allows it, and otherwise says so.

    In private, to an address sent without /add, it says so once.
    """

    def __init__(self, door: Door, reader: ArticleReader, intake: ArticleIntake) -> None:
        self._door, self._reader, self._intake = door, reader, intake
        self._refused_chats: set[int] = set()

    @property
    def allowed(self) -> bool:
        """True if the operator allows adding pages by address."""
        return self._reader.takes_addresses

    def wants(self, message: Message) -> bool:
        """Return whether a private message is only an address and calls for an action or a reply."""
        if message.chat.type != Chat.PRIVATE or address(message.text or "") is None:
            return False
        return self.allowed or message.chat_id not in self._refused_chats

    async def add(self, incoming: IncomingMessage, url: str) -> None:
        """Add the page at that address."""
        chat_id = incoming.message.chat_id
        if self.allowed:
            await self._intake.take(incoming, partial(self._reader.page, url, chat_id))
            return
        if len(self._refused_chats) >= _MAX_REFUSED_CHATS:
            self._refused_chats.clear()  # the only cost: each chat may get the reminder once more
        self._refused_chats.add(chat_id)
        await self._door.reply_to(incoming.message, Reply(incoming.say("articles.no_addresses")))


def address(text: str) -> str | None:
    """Return the address if the text is nothing but an address, otherwise None."""
    match = _ADDRESS.fullmatch(text.strip())
    return match[0] if match else None


def named_address(message: Message) -> str | None:
    """Return the only address in a message with little other text; None if there is not one."""
    links = message.parse_entities(_LINKS) if message.text else message.parse_caption_entities(_LINKS)
    urls = {entity.url or words for entity, words in links.items()}
    link_characters = sum(len(words) for words in links.values())
    characters = len(message.text or message.caption or "")
    if len(urls) != 1 or characters - link_characters >= _REMARK_CHARACTERS:
        return None
    [url] = urls
    # Telegram also turns a bare host name into a link
    return url if "://" in url else f"http://{url}"
