"""Numbers beside the text: those of its lines, and of the pages of another edition in the margin."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.gutter_numbers import gutter_numbers

__all__ = ["without_marginal"]

_NUMBER = re.compile(r"[\[［〔(（|｜]?\s?(?P<number>\d{1,4}|[ivxlc]{1,6})\s?[\]］〕)）|｜]?", re.IGNORECASE)
_MIN_LINE_WIDTH = 10.0
"""Lines of prose are as many times as wide as their type is large."""
_MIN_LETTERS = 0.6
_MIN_LINES = 3
_SMALLER = 0.9
_MIN_NUMBERED = 4
_BELOW = 3.0
"""The last, short lines of a column reach so many times their size below its prose."""
_FULL = 0.6
"""Of lines that are counted, so many reach the edge of their column; items of a list are shorter."""


def without_marginal(fragments: Sequence[Fragment]) -> tuple[list[Fragment], tuple[str, ...]]:
    """Return the fragments without the numbers in the margins beside them, and those numbers.

    Left of the text they are taken for such only if they are small, or count its lines; others may be those of
    a list.
    """
    prose = [fragment for fragment in fragments if _is_prose(fragment)]
    if len(prose) < _MIN_LINES:
        return list(fragments), ()
    left, right = _shared(sorted(line.left for line in prose)), max(line.ink_right for line in prose)
    usual = median(line.em for line in prose)
    numbers = [fragment for fragment in fragments if _NUMBER.fullmatch(fragment.text.strip())]
    top, bottom = min(line.top for line in prose), max(line.bottom for line in prose)
    beside = [number for number in numbers if top - usual < number.top < bottom]
    outer = [number for number in beside if number.left > right]
    inner = [number for number in beside if number.right < left]
    small = [number for number in inner if number.em < _SMALLER * usual]
    marginal = [*outer, *(inner if _count_lines(inner, prose) else small)]
    places = set(map(id, marginal))
    within = [
        number
        for number in numbers
        if left < number.left < right and top - usual < number.top < bottom + _BELOW * usual
    ]
    lines = [fragment for fragment in fragments if not _NUMBER.fullmatch(fragment.text.strip())]
    marginal += (counting := gutter_numbers(within, lines, prose, usual))
    places |= set(map(id, counting))
    kept = [fragment for fragment in fragments if id(fragment) not in places]
    return kept, tuple(number.text.strip() for number in marginal)


def _is_prose(fragment: Fragment) -> bool:
    text = fragment.text
    is_wide = fragment.right - fragment.left > _MIN_LINE_WIDTH * fragment.em
    return is_wide and sum(map(str.isalpha, text)) > _MIN_LETTERS * len(text)


def _shared(lefts: Sequence[float]) -> float:
    """Return the leftmost edge that two lines share."""
    return next((edge for edge, following in pairwise(lefts) if following - edge < 1), lefts[0])


def _count_lines(numbers: Sequence[Fragment], prose: Sequence[Fragment]) -> bool:
    """Return whether the numbers go up by one step, at one distance, beside lines that fill their column."""
    values = [
        number.text.strip("[]［］〔〕()（）|｜ ") for number in sorted(numbers, key=lambda item: item.top)
    ]
    if len(values) < _MIN_NUMBERED or not all(map(str.isdecimal, values)):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(values)}
    tops = sorted(number.top for number in numbers)
    gaps = [after - before for before, after in pairwise(tops)]
    if len(steps) != 1 or min(steps) < 1 or max(gaps) > 1.3 * min(gaps):
        return False
    edge = max(line.ink_right for line in prose)
    full = sum(edge - line.ink_right < 2 * line.em for line in prose)
    return full >= _FULL * len(prose)
