"""Cutting a message to Telegram's limits, which count UTF-16 units and entities."""

import re
from collections.abc import Sequence

from telegram import MessageEntity

from bot.language.graphemes import is_within
from bot.language.utf16 import head, units

__all__ = ["MAX_ENTITIES", "MAX_MESSAGE_UNITS", "fit", "shorten"]

MAX_MESSAGE_UNITS, MAX_ENTITIES = 4096, 100
_SENTENCE_END = re.compile(r"[。！？!?…\n][”’」』）)》\"]*")
_EMPHASIS = frozenset({"bold", "italic", "underline"})


def fit(text: str, entities: Sequence[MessageEntity]) -> tuple[str, list[MessageEntity]]:
    """Return the text, cut after a sentence to 4096 UTF-16 units, and at most 100 of its entities.

    Emphasis goes first, quotations and links last.
    """
    short = shorten(text, MAX_MESSAGE_UNITS)
    total = units(short) - (short != text)
    inside = [entity for entity in entities if entity.offset < total and entity.length > 0]
    kept = sorted(inside, key=lambda entity: entity.type in _EMPHASIS)[:MAX_ENTITIES]
    return short, [_clip(entity, total) for entity in sorted(kept, key=lambda entity: entity.offset)]


def shorten(text: str, limit: int) -> str:
    """Return the text; if it is over `limit` UTF-16 units, cut after a sentence and ended with …."""
    if units(text) <= limit:
        return text
    start = head(text, limit - 1)
    ends = [at for match in _SENTENCE_END.finditer(start) if not is_within(start, at := match.end())]
    return start[: ends[-1] if ends else None].rstrip() + "…"


def _clip(entity: MessageEntity, total: int) -> MessageEntity:
    if entity.offset + entity.length <= total:
        return entity
    shorter = {**entity.to_dict(), "length": total - entity.offset}
    return MessageEntity.de_json(shorter, None)
