"""Making a message fit: Telegram counts UTF-16 units and entities."""

import re
from collections.abc import Sequence

from telegram import MessageEntity

from bot.language.utf16 import head, units

__all__ = ["ENTITIES", "UNITS", "fitted", "shortened"]

UNITS, ENTITIES = 4096, 100
_SENTENCE_END = re.compile(r"[。！？!?…\n][”’」』）)》\"]*")
_EMPHASIS = frozenset({"bold", "italic", "underline"})


def fitted(text: str, entities: Sequence[MessageEntity]) -> tuple[str, list[MessageEntity]]:
    """The text, cut after a sentence where it is longer than 4096 UTF-16 units, and at most 100 entities in it.

    Emphasis is the first to go: what is a quotation or a link stays one.
    """
    short = shortened(text, UNITS)
    total = units(short) - (short != text)
    inside = [entity for entity in entities if entity.offset < total and entity.length > 0]
    kept = sorted(inside, key=lambda entity: entity.type in _EMPHASIS)[:ENTITIES]
    return short, [_clipped(entity, total) for entity in sorted(kept, key=lambda entity: entity.offset)]


def shortened(text: str, limit: int) -> str:
    """The text, cut after a sentence and ended with … if it is longer than `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    start = head(text, limit - 1)
    ends = [match.end() for match in _SENTENCE_END.finditer(start)]
    return start[: ends[-1] if ends else None].rstrip() + "…"


def _clipped(entity: MessageEntity, total: int) -> MessageEntity:
    if entity.offset + entity.length <= total:
        return entity
    shorter = {**entity.to_dict(), "length": total - entity.offset}
    return MessageEntity.de_json(shorter, None)
