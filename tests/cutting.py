"""How Telegram's clients cut a text that is too long for one message."""

import re
from collections.abc import Callable

__all__ = ["CLIENTS", "LIMIT"]

LIMIT = 4096


def on_a_computer(text: str) -> list[str]:
    """At the last line break in the latter half of what fits, else after a sentence, else at a blank, else anywhere."""
    pieces = []
    while len(text) > LIMIT:
        half = text[LIMIT // 2 : LIMIT + 1]
        marks = (r"\n(?=\n)", r"\n", r"(?<=[.!?])\s", r"\s")
        found = next((last for mark in marks if (last := _last(mark, half)) is not None), None)
        at = LIMIT if found is None else LIMIT // 2 + found
        pieces.append(text[:at].strip())
        text = text[at:].strip()
    return [*pieces, text]


def on_a_phone(text: str) -> list[str]:
    """At a line break in the last three hundred characters of what fits, else at a blank there, else anywhere."""
    pieces = []
    while len(text) > LIMIT:
        end = text[LIMIT - 300 : LIMIT]
        found = next(
            (last for mark in (r"\n", r"(?<=\.)\s", r"\s") if (last := _last(mark, end)) is not None), None
        )
        at = LIMIT if found is None else LIMIT - 300 + found
        pieces.append(text[:at].strip())
        text = text[at:].strip()
    return [*pieces, text]


def on_another_phone(text: str) -> list[str]:
    """After the last line break or full stop of what fits, else anywhere."""
    pieces = []
    while len(text) > LIMIT:
        found = _last(r"[\n.]", text[:LIMIT])
        at = LIMIT if found is None else found + 1
        pieces.append(text[:at].strip())
        text = text[at:].strip()
    return [*pieces, text]


def _last(pattern: str, text: str) -> int | None:
    return max((match.start() for match in re.finditer(pattern, text)), default=None)


CLIENTS: tuple[Callable[[str], list[str]], ...] = (on_a_computer, on_a_phone, on_another_phone)
