"""Addresses of pages in the chat: which message names one, and what becomes of it."""

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
"""From how many characters on the text beside an address is what was meant."""
_MAX_REFUSED_CHATS = 10_000


class AddressUploads:
    """Adds the page at an address if the operator allows it, and says so if not: in private once, unasked."""

    def __init__(self, door: Door, reader: ArticleReader, intake: ArticleIntake) -> None:
        self._door, self._reader, self._intake = door, reader, intake
        self._refused_chats: set[int] = set()

    @property
    def allowed(self) -> bool:
        """Whether the operator allows it."""
        return self._reader.takes_addresses

    def wants(self, message: Message) -> bool:
        """Return whether a private message is only an address, and there is something to do or to say about it."""
        if message.chat.type != Chat.PRIVATE or address(message.text or "") is None:
            return False
        return self.allowed or message.chat_id not in self._refused_chats

    async def add(self, incoming: IncomingMessage, found: str) -> None:
        """Add the page at that address."""
        chat_id = incoming.message.chat_id
        if self.allowed:
            await self._intake.take(incoming, partial(self._reader.page, found, chat_id))
            return
        if len(self._refused_chats) >= _MAX_REFUSED_CHATS:
            self._refused_chats.clear()  # one more reminder each is all that it costs
        self._refused_chats.add(chat_id)
        await self._door.reply_to(incoming.message, Reply(incoming.say("articles.no_addresses")))


def address(text: str) -> str | None:
    """The address that the text is; None where it is anything else."""
    match = _ADDRESS.fullmatch(text.strip())
    return match[0] if match else None


def named_address(message: Message) -> str | None:
    """The only address in a message that says little else; None where there is none, or several."""
    links = message.parse_entities(_LINKS) if message.text else message.parse_caption_entities(_LINKS)
    found = {entity.url or words for entity, words in links.items()}
    shown = sum(len(words) for words in links.values())
    if len(found) != 1 or len(message.text or message.caption or "") - shown >= _REMARK_CHARACTERS:
        return None
    [only] = found
    # Telegram makes a link of a bare name too
    return only if "://" in only else f"http://{only}"
