"""UTF-16 arithmetic and the entities that Telegram finds by itself in what a person writes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .model import Json

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?")
_MENTION = re.compile(r"@[A-Za-z0-9_]{2,32}(?![A-Za-z0-9_])")
_URL = re.compile(r"https?://[^\s<>\"'，。；！？）」』]+")


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The slice at a UTF-16 offset."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "surrogatepass")


@lru_cache(1)  # asked of one text for each of its entities
def boundaries(text: str) -> frozenset[int]:
    """The UTF-16 offsets at which a character begins, and the end of the text."""
    found, at = {0}, 0
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        found.add(at)
    return frozenset(found)


def detected(text: str) -> tuple[Json, ...]:
    """The bot_command, mention and url entities of a text, by offset.

    A command or mention that touches a letter (also a Chinese one: `@some_bot水位`) is none: TDLib asks for a
    character that is no word character on both sides.
    """
    found = [_entity(text, m, "url") for m in _URL.finditer(text)]
    found += [
        _entity(text, m, "bot_command") for m in _COMMAND.finditer(text) if _stands_alone(text, m, "/<>")
    ]
    found += [_entity(text, m, "mention") for m in _MENTION.finditer(text) if _stands_alone(text, m, "")]
    return tuple(sorted(_outermost(found), key=lambda entity: int(entity["offset"])))


def _entity(text: str, match: re.Match[str], kind: str) -> Json:
    return {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}


def _stands_alone(text: str, match: re.Match[str], also: str) -> bool:
    around = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
    return not any(_is_word(character) or character in also for character in around)


def _is_word(character: str) -> bool:
    return character == "_" or unicodedata.category(character)[0] in "LN"


def _outermost(found: list[Json]) -> list[Json]:
    spans = [(e["offset"], e["offset"] + e["length"]) for e in found]
    return [
        entity
        for entity, (start, end) in zip(found, spans, strict=True)
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans)
    ]
