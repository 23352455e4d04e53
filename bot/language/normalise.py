"""A text in the form in which it is compared, with a map back to its author's own characters."""

import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

import opencc

from bot.language.expressions import expression
from bot.language.graphemes import starts
from bot.model import Span
from bot.remembered import remembered

__all__ = ["Normalised", "folded", "normalised", "readable"]


# Full-width forms, each of which NFKC turns into one ASCII character.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_COMMON = [(chr(ord(mark) + 0xFEE0), mark) for mark in ",:;!?()"]
_DOT = "\u0307"
_WIDE = expression(r"[\uff01-\uff5e\u3000]")


class Normalised(NamedTuple):
    """A text folded for comparison; character i came from place `offsets[i]` of the original.

    `offsets` has one entry more than `text` has characters: the original's length.
    """

    text: str
    offsets: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """Return the stretch of the original text that `span` of the folded text came from."""
        offsets = self.offsets
        if span.start >= span.end:
            return Span(offsets[span.start], offsets[span.start])
        last, end = offsets[span.end - 1], span.end
        while end < len(offsets) - 1 and offsets[end] <= last:
            end += 1
        return Span(offsets[span.start], offsets[end])


def readable(text: str) -> str:
    """Return `text` with a question mark for each lone surrogate, which bad UTF-8 gives."""
    return text.encode("utf-8", "replace").decode("utf-8")


@remembered(256)  # a question is folded many times on its way
def folded(text: str) -> str:
    """Return `text` in NFKC, lower case and simplified characters; lengths may change."""
    # normalising is slow where anything has to be changed, and in most texts that is punctuation of full width
    return _simplified(_lower(unicodedata.normalize("NFKC", _narrow(text))))


@remembered(1024)  # passages come up again and again
def normalised(text: str) -> Normalised:
    """Return `text` folded as by `folded`, with the offsets of the original."""
    narrow = _narrow(text)
    lowered = narrow.lower()
    # as in nearly all, every character folds to exactly one
    if len(lowered) == len(text) and _DOT not in lowered and unicodedata.is_normalized("NFKC", narrow):
        simplified = _simplified(lowered)
        if len(simplified) == len(text):
            return Normalised(simplified, tuple(range(len(text) + 1)))
    parts = [
        (_lower(unicodedata.normalize("NFKC", text[start:end])), start)
        for start, end in pairwise([*starts(text), len(text)])
    ]
    joined = "".join(part for part, _ in parts)
    offsets = [start for part, start in parts for _ in part]
    simplified = _simplified(joined)
    if len(simplified) != len(joined):
        simplified, offsets = _simplified_by_character(joined, offsets)
    return Normalised(simplified, (*offsets, len(text)))


def _narrow(text: str) -> str:
    """Return `text` with ASCII for its forms of full width."""
    # a table is asked for each character: most texts have no such forms but these few
    for wide, mark in _COMMON:
        text = text.replace(wide, mark)
    return text.translate(_NARROW) if _WIDE.search(text) else text


def _simplified_by_character(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    pairs = [(_simplified(char), offset) for char, offset in zip(text, offsets, strict=True)]
    return "".join(part for part, _ in pairs), [offset for part, offset in pairs for _ in part]


def _lower(text: str) -> str:
    """Return `text` in lower case; the dot of İ, which would part it from its word, goes."""
    lowered = text.lower()
    return lowered.replace(f"i{_DOT}", "i") if _DOT in lowered else lowered


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter:
    converter: _Converter = opencc.OpenCC("t2s")
    return converter


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    try:
        return _converter().convert(text)
    except UnicodeEncodeError:
        return _converter().convert(readable(text))
