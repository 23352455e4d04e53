"""Whether a message asks the bot something, and what."""

import re
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity

__all__ = ["Me", "asked_text"]


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is on Telegram."""

    id: int
    username: str


def asked_text(message: Message, me: Me) -> str | None:
    """The question that `message` puts to the bot, possibly empty; None where it puts none.

    In private every text is one. In a group: `/ask …`, a mention of the bot, a reply to one of its messages.
    """
    text = message.text
    if text is None or message.from_user is None or message.from_user.is_bot or message.via_bot is not None:
        return None
    command = _command(text, me)
    if command is not None:
        return command if command != text else None
    if message.chat.type == Chat.PRIVATE:
        return text
    if _mentions(message, me):
        return _without_mentions(message, me)
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return text
    return None


def _command(text: str, me: Me) -> str | None:
    """What follows `/ask`; the text itself for any other command or bot; None where there is no command."""
    match = re.match(r"/(\w+)(?:@(\w+))?(?=\s|$)\s*", text)
    if match is None:
        return None
    name, bot = match.groups()
    is_ask = name.lower() == "ask" and (bot is None or bot.lower() == me.username.lower())
    return text[match.end() :] if is_ask else text


def _mentions(message: Message, me: Me) -> list[tuple[MessageEntity, str]]:
    found = message.parse_entities([MessageEntity.MENTION, MessageEntity.TEXT_MENTION])
    return [
        (entity, words)
        for entity, words in found.items()
        if (entity.user.id == me.id if entity.user else words.lower() == f"@{me.username.lower()}")
    ]


def _without_mentions(message: Message, me: Me) -> str:
    # offsets of entities are UTF-16 code units, so the cutting is done in UTF-16
    units = (message.text or "").encode("utf-16-le")
    for entity, _ in sorted(_mentions(message, me), key=lambda found: found[0].offset, reverse=True):
        units = units[: entity.offset * 2] + units[(entity.offset + entity.length) * 2 :]
    return " ".join(units.decode("utf-16-le").split())
