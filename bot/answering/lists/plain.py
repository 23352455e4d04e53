"""A text with one plain character for each of its own, so that offsets stay."""

import numpy as np

from bot.language.mark_numbers import sign_number
from bot.language.normalise import folded

__all__ = ["plain"]

_UNKNOWN = 0
_CODES = "utf-16-le"
_known = np.full(2**16, _UNKNOWN, dtype=np.uint16)
"""The plain character of each that was met, where both have 16 bits."""


def plain(text: str) -> str:
    """Return `text` narrow, simplified and in lower case; as long as it was, its blanks, ① and ㈡ untouched."""
    codes = np.frombuffer(text.encode(_CODES, "surrogatepass"), np.uint16)
    if len(codes) > len(text):  # a character of more than 16 bits
        return "".join(map(_plain, text))
    narrow = _known[codes]
    if not narrow.all():
        for code in set(codes[narrow == _UNKNOWN].tolist()):
            char = _plain(chr(code))
            if ord(char) >= len(_known):
                return "".join(map(_plain, text))
            _known[code] = ord(char)
        narrow = _known[codes]
    return narrow.tobytes().decode(_CODES, "surrogatepass")


def _plain(char: str) -> str:
    kept = sign_number(char) > 0 or char.isspace()
    narrow = char if kept else folded(char)
    return narrow if len(narrow) == 1 else char
