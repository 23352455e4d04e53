"""Plain text: letters, digits and symbols, each folded by itself.

The plain text of a slice is always a slice of the plain text.
"""

import unicodedata
from functools import cache

from bot.language.normalise import folded

__all__ = ["Plain", "is_content", "plain"]

_CONTENT = ("Mn", "Mc", "Sc", "So", "Sm")


class Plain(dict[int, str]):
    """Each character's plain text, for `str.translate`; empty for punctuation and white space."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", folded(chr(code)))
        self[code] = "".join(char for char in decomposed if is_content(char))
        return self[code]

    def keys_of(self, text: str) -> list[str]:
        """Return what each character is compared by: its plain text or its usual width."""
        return [self[ord(char)] or unicodedata.normalize("NFKC", char) for char in text]

    def offsets(self, text: str) -> list[int]:
        """Return the place in `text` that each character of its plain text came from."""
        return [i for i, char in enumerate(text) for _ in self[ord(char)]]


@cache
def plain() -> Plain:
    """Return the one table that all share; it grows by each character that it meets."""
    return Plain()


def is_content(char: str) -> bool:
    """Return whether a character is content: letters, marks, digits, most symbols, %."""
    if char in "%‰":
        return True
    category = unicodedata.category(char)
    return category[0] in "LN" or (category in _CONTENT and char != "~" and not _selects_variant(char))


def _selects_variant(char: str) -> bool:
    """Return whether it says in which of its forms the character before it is drawn."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
