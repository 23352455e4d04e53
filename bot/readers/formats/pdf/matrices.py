"""Matrices of PDFs: rows of terms between brackets that stand for all of them, which no line can say."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from bot.model import UNREADABLE
from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.matrix_rows import LEVEL, rows_of_matrix

__all__ = ["mend_matrices"]

_OPENS, _CLOSES = re.escape("([{（［【|"), re.escape(")]}）］】|")
_BRACKETED = re.compile(rf"[{_OPENS}](?P<held>[^{_OPENS}{_CLOSES}]{{0,80}})(?=[{_CLOSES}])")
_OPENED = re.compile(rf"[{_OPENS}][^{_OPENS}{_CLOSES}]{{0,80}}$")
_WIDEST = 24
"""As a multiple of the type size, a gap within a row."""
_MOST_IN_ROW = 12
_MOST_BRACKETS = 100
_FIRST_WIDE = "\u2e80"


class _Bracketed(NamedTuple):
    """The fragments of a line from an opening bracket to its closing one, and where in their text the two are."""

    line: list[Fragment]
    text: str
    start: int
    end: int

    @property
    def held(self) -> str:
        """What is between the brackets on their own line; "" between the rows of a matrix."""
        return self.text[self.start : self.end].strip()

    @property
    def left(self) -> float:
        """Where the opening bracket ends, nearly."""
        first = self.line[0]
        return first.left + (first.right - first.left) * _width(self.text[: self.start]) / _width(first.text)

    @property
    def right(self) -> float:
        """Where the closing bracket begins, nearly."""
        last = self.line[-1]
        after = _width(self.text[self.end :].rstrip()) / _width(last.text.rstrip())
        return last.right - (last.right - last.left) * min(1.0, after)


def mend_matrices(fragments: list[Fragment]) -> list[Fragment]:
    """Return the fragments of a page, 〔…〕 in the place of each matrix of two rows or more."""
    opening = [item for item in fragments if _BRACKETED.search(item.text) or _opened(item.text)]
    for first in islice(opening, _MOST_BRACKETS):
        for bracketed in _bracketed(fragments, first):
            others = [item for item in fragments if item not in bracketed.line]
            rows = rows_of_matrix(others, first, bracketed.held, bracketed.left, bracketed.right)
            if rows:
                gone = {id(item) for item in (*rows, *bracketed.line[1:])}
                whole = _marked(bracketed)
                fragments = [whole if item is first else item for item in fragments if id(item) not in gone]
                break
    return fragments


def _marked(bracketed: _Bracketed) -> Fragment:
    text = bracketed.text[: bracketed.start] + UNREADABLE + bracketed.text[bracketed.end :]
    return replace(bracketed.line[0], text=text, right=bracketed.line[-1].right)


def _bracketed(fragments: Sequence[Fragment], first: Fragment) -> list[_Bracketed]:
    """Return the stretches of the line of `first` between two brackets, the opening one in `first`."""
    if not any(item is first for item in fragments):
        return []
    found = [
        _Bracketed([first], first.text, *match.span("held")) for match in _BRACKETED.finditer(first.text)
    ]
    line, text = [first], first.text
    while len(line) <= _MOST_IN_ROW and (opened := _opened(text)):
        if (following := _following(fragments, line[-1])) is None:
            break
        line.append(following)
        text = f"{text.rstrip()} {following.text.lstrip()}"
        if match := _BRACKETED.match(text, opened.start()):
            found.append(_Bracketed(line, text, *match.span("held")))
            break
    return found


def _opened(text: str) -> re.Match[str] | None:
    return _OPENED.search(text.rstrip())


def _following(fragments: Sequence[Fragment], before: Fragment) -> Fragment | None:
    """Return the next fragment on the line of another."""
    level = [
        item
        for item in fragments
        if 0 < item.left - before.right < _WIDEST * before.em
        and abs(item.base - before.base) < LEVEL * before.em
    ]
    return min(level, key=lambda item: item.left, default=None)


def _width(text: str) -> float:
    """Return how wide a text is, in full characters."""
    return max(1.0, sum(1.0 if char >= _FIRST_WIDE else 0.55 for char in text))
