"""Matrices of PDFs: rows of terms between brackets that stand for all of them, which no line can say."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.model import UNREADABLE
from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.joining import joined

__all__ = ["mend_matrices"]

_OPENS, _CLOSES = tuple("([{（［【|"), tuple(")]}）］】|")
_LEVEL, _NEAR = 0.25, 1.0
"""Multiples of the type size: what stands higher or lower by less is on the line, by more on another."""
_WIDEST = 24
_MOST_CHARACTERS = 24
_MOST_BRACKETS = 50


def mend_matrices(fragments: list[Fragment]) -> list[Fragment]:
    """Return the fragments of a page, 〔…〕 in the place of each matrix of two rows."""
    opening = [item for item in fragments if item.text.rstrip().endswith(_OPENS)]
    for opens in islice(opening, _MOST_BRACKETS):
        closes = _closing(fragments, opens)
        held = _held(fragments, opens, closes) if closes else []
        if closes and held:
            gone = {id(item) for item in (*held, closes)}
            middle = replace(opens, text=UNREADABLE, left=opens.right, right=closes.left)
            whole = joined([opens, middle, closes])
            fragments = [whole if item is opens else item for item in fragments if id(item) not in gone]
    return fragments


def _closing(fragments: Sequence[Fragment], opens: Fragment) -> Fragment | None:
    """Return the next fragment on the line of an opening bracket, if it begins with a closing one."""
    level = [
        item
        for item in fragments
        if 0 < item.left - opens.right < _WIDEST * opens.em
        and abs(item.base - opens.base) < _LEVEL * opens.em
    ]
    following = min(level, key=lambda item: item.left, default=None)
    return following if following and following.text.lstrip().startswith(_CLOSES) else None


def _held(fragments: Sequence[Fragment], opens: Fragment, closes: Fragment) -> list[Fragment]:
    """Return what stands between two brackets, in a row above their line and one below it; none if it is not so."""
    held = [
        item
        for item in fragments
        if item.left > opens.right - 1
        and item.right < closes.left + 1
        and abs(item.base - opens.base) < _NEAR * opens.em
        and len(item.text) <= _MOST_CHARACTERS
    ]
    above = [item for item in held if item.base < opens.base]
    below = [item for item in held if item.base > opens.base]
    return held if len(above) + len(below) == len(held) and 1 < _terms(above) == _terms(below) else []


def _terms(row: Sequence[Fragment]) -> int:
    """Return how many terms stand apart in a row; 0 if a sign is among them, as in a fraction."""
    terms = [term for item in row for term in item.text.split()]
    return len(terms) if all(any(map(str.isalnum, term)) for term in terms) else 0
