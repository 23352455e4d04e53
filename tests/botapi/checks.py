"""What Telegram refuses in texts, entities and captions. Each check returns the cleaned value or raises."""

from __future__ import annotations

from typing import Any

from .errors import bad
from .model import Json
from .text import boundaries, units

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
ENTITIES = 100
_ENTITY_TYPES = """
    mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler
    blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time
"""
ENTITY_TYPES = frozenset(_ENTITY_TYPES.split())

Marked = tuple[str, tuple[Json, ...]]


def marked_text(text: str, entities: list[Any] | None, parse_mode: str, *, limit: int = TEXT_UNITS) -> Marked:
    """A message's text and entities as they will stand; raises when Telegram would not send them.

    The limit counts UTF-16 units, the stricter of the two readings. A parse_mode is always refused: this
    server takes plain text with entities only.
    """
    if parse_mode:
        raise bad("unsupported parse_mode")
    if not text.strip():
        raise bad("message text is empty")
    marks = checked_entities(text, entities or [])
    if units(text.strip()) > limit:
        raise bad("message is too long" if limit == TEXT_UNITS else "message caption is too long")
    return trimmed(text, marks)


def marked_caption(text: str, entities: list[Any] | None, parse_mode: str) -> Marked:
    """The same for a caption, which may be empty and is shorter."""
    if not text.strip():
        return "", ()
    return marked_text(text, entities, parse_mode, limit=CAPTION_UNITS)


def checked_entities(text: str, entities: list[Any]) -> tuple[Json, ...]:
    """The entities by offset, longer ones first, at most 100; raises for one that does not fit the text."""
    marks = [_checked_entity(entity, text) for entity in entities[:ENTITIES]]
    return tuple(sorted(marks, key=lambda mark: (mark["offset"], -mark["length"])))


def _checked_entity(entity: Any, text: str) -> Json:
    if not isinstance(entity, dict):
        raise bad("can't parse MessageEntity: expected an Object")
    if entity.get("type") not in ENTITY_TYPES:
        raise bad(f"can't parse MessageEntity: unsupported type {entity.get('type')!r}")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or offset < 0:
        raise bad(f"receive an entity with incorrect offset {offset}")
    if not isinstance(length, int) or length <= 0:
        raise bad(f"receive an entity with incorrect length {length}")
    _check_span(offset, offset + length, text)
    if entity["type"] == "text_link" and not is_url(str(entity.get("url", ""))):
        raise bad("can't parse MessageEntity: the URL of a text_link is invalid")
    return entity


def _check_span(start: int, end: int, text: str) -> None:
    places, total = boundaries(text), units(text)
    if end > total:
        where = f"after the end of the text at UTF-16 offset {total}"
        raise bad(f"entity beginning at UTF-16 offset {start} ends {where}")
    if start not in places:
        raise bad(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {start}")
    if end not in places:
        raise bad(f"entity ends in a middle of a UTF-16 symbol at UTF-16 offset {end}")


def trimmed(text: str, entities: tuple[Json, ...]) -> Marked:
    """The text without white space at its ends, as Telegram stores it, and the entities moved along.

    White space at the beginning stays where an entity covers it (TDLib's fix_formatted_text).
    """
    text = text.rstrip()
    lead = min(units(text) - units(text.lstrip()), entities[0]["offset"] if entities else units(text))
    total = units(text) - lead
    moved = [e | {"offset": e["offset"] - lead} for e in entities]
    kept = [e | {"length": min(e["length"], total - e["offset"])} for e in moved if e["offset"] < total]
    return text[lead:], tuple(kept)


def is_url(url: str) -> bool:
    """Whether Telegram takes it for a link: a known scheme and a host with a dot, and no white space."""
    scheme, found, rest = url.partition("://")
    if not found:
        scheme, rest = "http", url
    if any(character.isspace() for character in url):
        return False
    if scheme.lower() in ("tg", "ton"):
        return bool(rest)
    host = rest.split("/")[0].split("?")[0].split("#")[0].split(":")[0]
    return scheme.lower() in ("http", "https") and "." in host.strip(".")
