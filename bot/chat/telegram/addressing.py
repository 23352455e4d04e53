"""Finding out what a message asks the bot, if anything."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity

from bot.language.utf16 import code_points
from bot.notebook import ChatId, PersonId

__all__ = ["GENERAL_TOPIC_ID", "PLATFORM", "Me", "Request", "chat_id", "person_id", "request_of"]

PLATFORM = "telegram"

# Telegram takes only Latin letters in a command, so the Chinese ones are read from the text; no space need follow
# them, since Chinese is written without spaces.
_COMMAND = re.compile(
    r"\s*/(?:(?P<han>问|問|核对|核對)|(?P<name>[a-z0-9_]+))(?:@(?P<bot>[a-z0-9_]+))?(?(name)(?![a-z0-9_/@]))",
    re.IGNORECASE | re.ASCII,
)
_COMMANDS = {"ask": "ask", "问": "ask", "問": "ask", "verify": "verify", "核对": "verify", "核對": "verify"}
_VERIFY_WORD = re.compile(r"(?:核对|核對)(?=[\s:：,，]|$)")
_SEPARATORS = " \t\r\n,，:：、"
GENERAL_TOPIC_ID = 1
"""The topic that sendMessage refuses by its number."""
_LITERAL_ENTITIES = frozenset({"code", "pre", "url", "email", "text_link"})


def chat_id(number: int) -> ChatId:
    """Return the chat with that Telegram id."""
    return ChatId(PLATFORM, number)


def person_id(number: int) -> PersonId:
    """Return the person, or the chat that writes as itself, with that Telegram id."""
    return PersonId(PLATFORM, number)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account on Telegram."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Request:
    """A message's question: the text, possibly empty, and the place for its answer.

    `reply_to` is the message to answer; `quoted` tells whether the text was taken from another message.
    `thread_id` is None outside of topics and in General. `command` is `ask`, `verify` or None.
    """

    text: str
    reply_to: int
    quoted: bool = False
    thread_id: int | None = None
    command: str | None = None


def request_of(message: Message, me: Me) -> Request | None:
    """Return what `message` asks the bot; None if it asks nothing. Edited messages are treated alike.

    In private every text or caption asks. In a group `/ask …` and `/问 …`, a mention, a reply to the bot and a
    guest query do, unless forwarded. `/ask`, `/verify` or a mention alone, in reply to a message, asks what that
    message says.
    """
    content = message.text or message.caption
    if not content or not _is_from_person(message, me):
        return None
    text, mentioned = _without_me(content, message.entities or message.caption_entities, me)
    command, text = _command(text, me)
    if command == "" or not (command or mentioned or _is_for_bot(message, content, me)):
        return None
    if not command and (match := _VERIFY_WORD.match(text)):
        command, text = "verify", text[match.end() :].lstrip(_SEPARATORS)
    thread_id = message.message_thread_id if message.is_topic_message else None
    if thread_id == GENERAL_TOPIC_ID:
        thread_id = None
    quotation = _quotation(message, command, me) if (command or mentioned) and _is_bare(text) else None
    if quotation is None:
        return Request(text, message.message_id, False, thread_id, command)
    return Request(*quotation, True, thread_id, command)


def _is_from_person(message: Message, me: Me) -> bool:
    sender = message.from_user
    if sender is None or message.chat.type == Chat.CHANNEL or message.is_automatic_forward:
        return False
    if message.business_connection_id is not None or (message.via_bot and message.via_bot.id == me.id):
        return False
    if message.forward_origin is not None and message.chat.type != Chat.PRIVATE:
        return False  # its mention or reply was meant for another chat
    # a message written as the group or a channel comes from a bot, but has a sender_chat
    return not sender.is_bot or message.sender_chat is not None


def _is_for_bot(message: Message, content: str, me: Me) -> bool:
    if message.chat.type == Chat.PRIVATE or message.guest_query_id is not None:
        return True
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != me.id:
        return False
    # in a topic, a message without a reply "replies" to the message that opened the topic
    opening = message.is_topic_message and replied.message_id == message.message_thread_id
    return not opening and not _is_for_another_bot(message, content)


def _is_for_another_bot(message: Message, content: str) -> bool:
    for entity in message.entities or message.caption_entities:
        words = _entity_text(content, entity).lower()
        if entity.type == MessageEntity.MENTION and words.endswith("bot"):
            return True
        if entity.type == MessageEntity.BOT_COMMAND and "@" in words:
            return True
        if entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.is_bot:
            return True
    return False


def _command(text: str, me: Me) -> tuple[str | None, str]:
    """Return the command and the text after it; "" for another command, None for no command."""
    match = _COMMAND.match(text)
    if match is None:
        return None, text
    name = _COMMANDS.get((match["han"] or match["name"]).lower(), "")
    is_mine = match["bot"] is None or match["bot"].lower() == me.username.lower()
    return name if is_mine else "", text[match.end() :].lstrip(_SEPARATORS)


def _is_bare(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _quotation(message: Message, command: str | None, me: Me) -> tuple[str, int] | None:
    """Return the text that a reply points at, and the message to answer; None if there is none."""
    replied, quote = message.reply_to_message, message.quote
    if message.external_reply is not None or (replied is not None and replied.chat.id != message.chat.id):
        return (quote.text, message.message_id) if quote is not None else None
    if replied is None:
        return None
    if quote is not None and quote.is_manual:
        return quote.text, replied.message_id
    content = replied.text or replied.caption
    own = replied.from_user is not None and replied.from_user.id == me.id
    if not content or (own and command != "verify"):
        return None
    text, _ = _without_me(content, replied.entities or replied.caption_entities, me)
    replied_command, rest = _command(text, me)
    return (rest if replied_command else text), replied.message_id


def _without_me(text: str, entities: Sequence[MessageEntity], me: Me) -> tuple[str, bool]:
    """Return the text without mentions of the bot, and whether there were any."""
    spans = sorted(_mentions(text, entities, me))
    if not spans:
        return text, False
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    fragments = (text[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return " ".join(fragment for fragment in fragments if fragment).lstrip(_SEPARATORS), True


def _mentions(text: str, entities: Sequence[MessageEntity], me: Me) -> set[tuple[int, int]]:
    mentions = {_span(text, entity) for entity in entities if _is_mention(text, entity, me)}
    occupied = mentions | {_span(text, entity) for entity in entities if entity.type in _LITERAL_ENTITIES}
    # `@bot水位` is no mention to Telegram, which expects a space, but it is one in Chinese
    pattern = rf"(?<![a-z0-9_/@.])@{re.escape(me.username)}(?![a-z0-9_])"
    attached = (match.span() for match in re.finditer(pattern, text, re.IGNORECASE | re.ASCII))
    return mentions | {span for span in attached if not any(a < span[1] and span[0] < b for a, b in occupied)}


def _is_mention(text: str, entity: MessageEntity, me: Me) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return (
        entity.type == MessageEntity.MENTION
        and _entity_text(text, entity).lower() == f"@{me.username.lower()}"
    )


def _entity_text(text: str, entity: MessageEntity) -> str:
    return text[slice(*_span(text, entity))]


def _span(text: str, entity: MessageEntity) -> tuple[int, int]:
    """Return the start and end of an entity in characters of `text`; Telegram gives UTF-16 units."""
    ends = (entity.offset, entity.offset + entity.length)
    start, end = (code_points(text, at) for at in ends)
    return start, end
