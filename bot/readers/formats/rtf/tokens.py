"""RTF's bytes → its tokens: groups, control words, and the bytes of text between them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Token"]

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<bracket>[{}])"
    rb"|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
_SIGNS = b"\\{}"
_WORDS = {b"*": "*", b"~": "~", b"_": "_", b"\r": "par", b"\n": "par"}


class Token(NamedTuple):
    """A control word with its number, a bracket of a group as a word, or bytes of text."""

    word: str = ""
    number: int | None = None
    text: bytes = b""
    """Bytes in the font's encoding; a character may go on in the next token."""

    @staticmethod
    def all_in(data: bytes) -> "Iterator[Token]":
        """Yield the tokens of `data`, in order, without the bytes of pictures."""
        place = 0
        while match := _TOKEN.match(data, place):
            place = match.end()
            if match["word"] == b"bin":
                place += max(0, int(match["number"] or 0))
            elif match.lastgroup:
                yield _token(match)


def _token(match: re.Match[bytes]) -> Token:
    if word := match["word"]:
        return Token(word.decode(), int(match["number"]) if match["number"] else None)
    if byte := match["byte"]:
        return Token(text=bytes.fromhex(byte.decode()))
    if bracket := match["bracket"]:
        return Token(bracket.decode())
    sign = match["sign"]
    return (
        Token(_WORDS.get(sign, ""), text=sign if sign in _SIGNS else b"")
        if sign
        else Token(text=match["text"])
    )
