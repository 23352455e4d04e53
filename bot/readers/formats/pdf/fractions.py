"""Fractions and other stacks of terms: 3⁄20 in its line, or 〔…〕 where they cannot be told."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from bot.model import UNREADABLE
from bot.readers.formats.pdf.displayed import mend_displayed
from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.joining import RISE, SMALLER, joined
from bot.readers.formats.pdf.slots import Slots

__all__ = ["mend_fractions", "mend_lone_fractions", "mend_stacks"]

_VARIABLE = re.compile(r"[A-Za-z)\]]\s*$")
_TERM = re.compile(r"[\dA-Za-z.,%‰°πα-ωΔ+\-−–±×·√()²³\u2070-\u209c]{1,16}")
_WORDS = re.compile(r"[\u4e00-\u9fff\dA-Za-z（）()%]{1,12}")
_SIGN_BEFORE = re.compile("[=＝\u00ad≈≤≥<>×÷+\\-−·*为是]\\s*$")
_SIGN_AFTER = re.compile(r"\s*[=＝≈≤≥<>×÷+\-−·*]")
_SIMPLE = re.compile(r"[\d.,]+%?|[A-Za-z\u4e00-\u9fff]+|[A-Za-z\d][²³\u2070-\u209c]+")
_MOST_IN_ROW = 8
_NEAR_SIGN = 1.1
_SPACED = re.compile(r"[^\W_]\s+[^\W_]")


class _Row(NamedTuple):
    """Neighbours on one level: their numbers, and what they are together."""

    numbers: list[int]
    whole: Fragment
    is_spaced: bool
    """Set if several terms stand apart, as in a matrix."""


def mend_fractions(slots: Slots) -> None:
    """Put each fraction into the line that it belongs to."""
    for number, fragment in slots.short(lambda item: _WORDS.fullmatch(item.text.strip()) or _is_term(item)):
        if slots[number] is fragment:
            _mend(slots, number, readable=True)


def mend_lone_fractions(slots: Slots) -> None:
    """Put each fraction that stands on lines of its own into one."""
    mend_displayed(slots, _is_term, _is_over, lambda over, under: f"{_part(over)}⁄{_part(under)}")


def mend_stacks(slots: Slots) -> None:
    """Put 〔…〕 into each line in which terms are still stacked."""
    for number, fragment in slots.short(_is_term):
        if slots[number] is fragment:
            _mend(slots, number, readable=False)


def _mend(slots: Slots, number: int, *, readable: bool) -> None:
    """Put the stack, of which the fragment at `number` begins the upper part, into its line, if it is one."""
    if (over := _row(slots, number)) is None:
        return
    for below in slots.over(over.whole.left, over.whole.right, *over.numbers):
        under = _row(slots, below)
        if under and _is_over(over.whole, under.whole) and _is_put(slots, over, under, readable=readable):
            return


def _is_put(slots: Slots, over: _Row, under: _Row, *, readable: bool) -> bool:
    """Put one row above another into the line beside them, and return whether there is one."""
    numbers = {*over.numbers, *under.numbers}
    left, right = min(over.whole.left, under.whole.left), max(over.whole.right, under.whole.right)
    before, after = _hosts(slots, left, right, numbers, (over.whole.top + under.whole.bottom) / 2)
    first, last = (None if place is None else slots[place] for place in (before, after))
    host = first or last
    text = _fraction(over, under, first, last) if readable else UNREADABLE
    if host is None or text is None:
        return False
    if before is not None and first is not None:
        slots[before] = replace(first, text=first.text.rstrip())
    number = over.numbers[0]
    slots.put(number, before, replace(host, text=text, left=left, right=right), after)
    for part in numbers - {number}:
        slots.leave(part, slots.kept(number))
    return True


def _hosts(
    slots: Slots, left: float, right: float, but: Set[int], level: float
) -> tuple[int | None, int | None]:
    """Return the numbers of what stands before and after a stack on its line; after a sign there may be a space."""

    def ends(item: Fragment) -> bool:
        return _is_level(item, level)

    before = slots.beside("right", left, but, ends)
    if before is None:
        before = slots.beside(
            "right", left, but, lambda item: ends(item) and _SIGN_BEFORE.search(item.text), reach=_NEAR_SIGN
        )
    return before, slots.beside("left", right, but, ends)


def _row(slots: Slots, number: int) -> _Row | None:
    """Return the terms that stand side by side from `number` on; None if it is not the first, or they are no term."""
    first = slots[number]
    if first is None or slots.beside("right", first.left, {number}, lambda item: _is_beside(first, item)):
        return None
    numbers, whole, is_spaced = [number], first, _SPACED.search(first.text) is not None
    while len(numbers) <= _MOST_IN_ROW and (more := _next(slots, whole, numbers)) is not None:
        if (item := slots[more]) is None:
            break
        numbers.append(more)
        is_spaced = is_spaced or (
            item.left - whole.right > 0.2 * whole.em
            and _SPACED.search(f"{whole.text.strip()} {item.text.strip()}") is not None
        )
        whole = joined([whole, item])
    if len(numbers) > 1 and not _TERM.fullmatch(_bare(whole)):
        return None
    return _Row(numbers, whole, is_spaced)


def _next(slots: Slots, whole: Fragment, numbers: Sequence[int]) -> int | None:
    """Return the number of what follows `whole` on its level, or as its power."""
    return slots.beside(
        "left", whole.right, set(numbers), lambda item: _is_beside(whole, item) or _is_power(item, whole)
    )


def _fraction(above: _Row, below: _Row, before: Fragment | None, after: Fragment | None) -> str | None:
    """Return a fraction as it is written in a line between two others, None if this is none."""
    over, under = above.whole, below.whole
    is_aside = abs(over.left + over.right - under.left - under.right) > over.em
    if above.is_spaced or below.is_spaced or is_aside:
        return None
    if before and _VARIABLE.search(before.text) and over.em < SMALLER * before.em:
        return None  # what stands above and below a variable is its power and its index
    if not (_is_term(over) and _is_term(under)) and not _is_of_words(over, under, before, after):
        return None
    gap = " " if before and _runs_together(before, over) else ""
    return f"{gap}{_part(over)}⁄{_part(under)}"


def _is_of_words(over: Fragment, under: Fragment, before: Fragment | None, after: Fragment | None) -> bool:
    """Return whether words stand above each other beside a sign, as 速度＝路程⁄时间; without one it is a table."""
    is_signed = (before and _SIGN_BEFORE.search(before.text)) or (after and _SIGN_AFTER.match(after.text))
    return bool(is_signed) and all(_WORDS.fullmatch(part.text.strip()) for part in (over, under))


def _runs_together(before: Fragment, over: Fragment) -> bool:
    """Return whether a number or letter before a fraction would seem a part of it."""
    last, first = before.text.rstrip()[-1:], over.text.strip()[:1]
    return last.isascii() and last.isalnum() and first.isascii()


def _part(fragment: Fragment) -> str:
    text = _bare(fragment)
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _bare(fragment: Fragment) -> str:
    return "".join(fragment.text.split())


def _is_term(fragment: Fragment) -> bool:
    return _TERM.fullmatch(_bare(fragment)) is not None


def _is_beside(one: Fragment, other: Fragment) -> bool:
    return abs(one.base - other.base) < 0.1 * one.em and abs(one.em - other.em) < 0.15 * one.em


def _is_power(small: Fragment, one: Fragment) -> bool:
    return small.em < SMALLER * one.em and RISE * one.em < one.base - small.base < 0.7 * one.em


def _is_over(over: Fragment, under: Fragment) -> bool:
    """Return whether one stands right above the other, of one size, with room for a rule between."""
    same = min(over.em, under.em) > 0.8 * max(over.em, under.em)
    return same and 0.7 * under.em < under.base - over.base < 1.7 * under.em


def _is_level(line: Fragment, level: float) -> bool:
    """Return whether a fraction whose middle is at `level` belongs to `line`."""
    return abs((line.top + line.bottom) / 2 - level) < 0.35 * line.em
