"""What calls a note in a line: a figure above it, or ①, [1] and * there; how surely tells what stands around it."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple
from unicodedata import normalize

from bot.readers.note_calls import is_call
from bot.readers.raised import MARK

__all__ = ["Call", "Surety", "calls_in", "key_of"]

_FIGURES = "[⁰¹²³⁴-⁹]{1,3}"
_BRACKETED = r"[\[【(（〔［]\s*注?\s*\d{1,4}(?:\s*[-–—~,，、]\s*\d{1,4}){0,9}\s*[\]】)）〕］]"
_CALL = re.compile(
    rf"{MARK}(?P<sign>(?:{_BRACKETED}|[①-⑳㉑-㊿]|[※†‡]){{1,5}})|{MARK}(?P<star>[*＊]{{1,3}})"
    rf"|{MARK}?(?<![⁰¹²³⁴-⁹⁺⁻⁽])(?P<figures>{_FIGURES}(?:\s?[⁻,，、~—]\s?{_FIGURES}){{0,9}})(?![⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁿⁱ])"
    r"|(?<=[^\s\[【①-⑳图表式例第和与及或至分、])(?P<plain>[①-⑳]|[\[［〔]\d{1,3}[\]］〕])(?=[，。；：！？”’」』…]|$)"
)
_MAYBE = re.compile(r"(?:(?<!\d)(?:1[5-9]|20)\d\d|[A-Za-z][a-z]{3,}|[米里寸尺径长度流压])$")
_AROUND = 16


class Surety(Enum):
    """How surely a mark calls a note."""

    MARK = auto()
    """Nothing else stands above the line like that, whether or not the note is there."""
    CALL = auto()
    """A figure that is no power where it stands."""
    IF_NOTED = auto()
    """A mark only if a note begins with it."""
    MAYBE = auto()
    """A power, unless a note begins with it that nothing else calls."""


class Call(NamedTuple):
    """What may call notes: its place, their marks, and how surely."""

    line: int
    start: int
    stop: int
    keys: tuple[str, ...]
    surety: Surety
    is_plain: bool = False
    """Set if it does not stand above the line."""


def calls_in(line: int, text: str, start: int) -> Iterator[Call]:
    """Yield what may call notes in the `text` of a line behind `start`, in order."""
    for found in _CALL.finditer(text, start):
        before, after = (
            text[max(0, found.start() - _AROUND) : found.start()],
            text[found.end() : found.end() + 2],
        )
        if surety := _surety(found, before, after):
            keys = tuple(
                key_of(mark) for mark in re.findall(r"[①-⑳㉑-㊿]|[*＊※†‡]+|\d+|[⁰¹²³⁴-⁹]+", found[0])
            )
            yield Call(line, found.start(), found.end(), keys, surety, found["plain"] is not None)


def key_of(mark: str) -> str:
    """Return what is common to the forms of a mark: ¹, 1, 注1 and [1]; ① by itself is another one than 1."""
    if "①" <= mark[0] <= "⑳" or "㉑" <= mark[0] <= "㊿":
        return mark
    return "".join(char for char in normalize("NFKC", mark) if char.isdecimal() or char in "*†‡※").lstrip("0")


def _surety(found: re.Match[str], before: str, after: str) -> Surety | None:
    if found["sign"]:
        return Surety.MARK
    if found["star"] or found["plain"]:
        return Surety.IF_NOTED
    if is_call(before, after):
        return Surety.CALL
    return Surety.MAYBE if _MAYBE.search(before) and before.strip() else None
