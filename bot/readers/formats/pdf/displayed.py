"""Fractions of a PDF that are set on lines of their own, with no sentence beside them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.slots import Slots

__all__ = ["mend_displayed"]

_AROUND = 20.0
_CLEAR, _CLEAR_OF_PROSE = 2.2, 0.2
"""As multiples of the type size, how far from a fraction other type stands beside it, above and below it, and prose does."""
_PROSE_WIDTH = 10.0
_MIN_INDENT = 1.5
_MOST = 100
_NUMBER = re.compile(r"\s*[（(]\s?\d{1,3}(?:[.\-]\d{1,3})?\s?[)）]\s*")
"""The number of a formula, at the end of its line."""


def mend_displayed(
    slots: Slots,
    is_term: Callable[[Fragment], bool],
    is_over: Callable[[Fragment, Fragment], bool],
    written: Callable[[Fragment, Fragment], str],
) -> None:
    """Put each stack of two terms that stands by itself, set in and centred, into one line."""
    for number, over in islice(slots.short(is_term), _MOST):
        for place in slots.over(over.left, over.right, number):
            under = slots[place]
            if under and is_term(under) and is_over(over, under) and _is_by_itself(slots.left(), over, under):
                left, right = min(over.left, under.left), max(over.right, under.right)
                base, text = (over.base + under.base) / 2, written(over, under)
                slots[number] = replace(
                    over, text=text, left=left, right=right, bottom=under.bottom, base=base
                )
                slots.leave(place, number)
                slots.enter(number)
                break


def _is_by_itself(fragments: Sequence[Fragment], over: Fragment, under: Fragment) -> bool:
    """Return whether nothing stands beside two terms, and no figures that they could go on from above and below."""
    em, middle = over.em, (over.left + over.right) / 2
    if abs(middle - (under.left + under.right) / 2) > 0.3 * em:
        return False
    near = [
        item
        for item in fragments
        if item is not over
        and item is not under
        and item.right > over.left - _AROUND * em
        and item.left < over.right + _AROUND * em
        and not _NUMBER.fullmatch(item.text)
    ]
    clear = all(_is_clear(item, over, under) for item in near)
    edge = min((item.left for item in near if _is_prose(item)), default=over.left)
    return clear and min(over.left, under.left) > edge + _MIN_INDENT * em


def _is_clear(item: Fragment, over: Fragment, under: Fragment) -> bool:
    room = (_CLEAR_OF_PROSE if _is_prose(item) else _CLEAR) * over.em
    return item.bottom < over.top - room or item.top > under.bottom + room


def _is_prose(item: Fragment) -> bool:
    return item.right - item.left > _PROSE_WIDTH * item.em
