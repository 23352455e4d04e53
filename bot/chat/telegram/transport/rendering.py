"""Conversion of a reply into the text and entities of a Telegram message."""

from telegram import MessageEntity

from bot.language.utf16 import units
from bot.reply import Mark, Reply

__all__ = ["render"]

_ENTITY_BY_MARK = {
    Mark.QUOTE: MessageEntity.BLOCKQUOTE,
    Mark.FOLDED: MessageEntity.EXPANDABLE_BLOCKQUOTE,
    Mark.OUTLINE: MessageEntity.BLOCKQUOTE,
    Mark.FOCUS: MessageEntity.BOLD,
    Mark.TERM: MessageEntity.BOLD,
    Mark.DIFFERENCE: MessageEntity.BOLD,
}


def render(reply: Reply) -> tuple[str, list[MessageEntity]]:
    """Return the message's text and its entities, with offsets in UTF-16 units."""
    entities = [
        MessageEntity(_ENTITY_BY_MARK[marked.mark], marked.span.start, marked.span.end - marked.span.start)
        for marked in reply.marks
        if marked.mark in _ENTITY_BY_MARK and marked.span.end > marked.span.start
    ]
    if units(reply.text) == len(reply.text):  # the library would copy each entity, and its copies are dear
        return reply.text, entities
    return reply.text, list(MessageEntity.adjust_message_entities_to_utf_16(reply.text, entities))
