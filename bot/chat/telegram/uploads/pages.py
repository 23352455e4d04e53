"""Addresses of pages in the chat: which message names one, and what becomes of it."""

import re
from functools import partial

from telegram import Chat, Message, MessageEntity

from bot.chat.telegram.door import Door
from bot.chat.telegram.uploads.reading import Reading
from bot.chat.telegram.uploads.taking import Taking
from bot.reply import Reply

__all__ = ["Pages", "address", "named_address"]

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LINKS: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
_A_REMARK = 80
"""A text of so many characters beside an address is what was meant."""


class Pages:
    """Takes the page at an address where the operator allows it, and says so where not: in private once, without
    being asked for it."""

    def __init__(self, door: Door, reading: Reading, taking: Taking) -> None:
        self._door, self._reading, self._taking = door, reading, taking
        self._told: set[int] = set()

    @property
    def allowed(self) -> bool:
        """Whether the operator allows it."""
        return self._reading.takes_addresses

    def wants(self, message: Message) -> bool:
        """Whether a private message is nothing but an address, and there is something to do or to say about it."""
        if message.chat.type != Chat.PRIVATE or address(message.text or "") is None:
            return False
        return self.allowed or message.chat_id not in self._told

    async def take(self, message: Message, found: str) -> None:
        """Add the page at that address."""
        if self.allowed:
            await self._taking.take(message, partial(self._reading.page, found, message.chat_id))
            return
        self._told.add(message.chat_id)
        say = await self._door.say(message)
        await self._door.reply_to(message, Reply(say("articles.no_addresses")))


def address(text: str) -> str | None:
    """The address that the text is; None where it is anything else."""
    match = _ADDRESS.fullmatch(text.strip())
    return match[0] if match else None


def named_address(message: Message) -> str | None:
    """The only address in a message that says little else; None where there is none, or several."""
    links = message.parse_entities(_LINKS) if message.text else message.parse_caption_entities(_LINKS)
    found = {entity.url or words for entity, words in links.items()}
    shown = sum(len(words) for words in links.values())
    if len(found) != 1 or len(message.text or message.caption or "") - shown >= _A_REMARK:
        return None
    [only] = found
    # Telegram makes a link of a bare name too
    return only if "://" in only else f"http://{only}"
