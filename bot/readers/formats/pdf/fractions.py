"""Fractions: what stands above and below a rule goes into its line as 3⁄20."""

import re
from dataclasses import replace

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.slots import Slots, edge_of

__all__ = ["mend_fractions"]

_VARIABLE = re.compile(r"[A-Za-z)\]]\s*$")
_PART = re.compile(r"[\dA-Za-z.,]{1,8}")


def mend_fractions(slots: Slots) -> None:
    """Put each fraction into the line that it belongs to."""
    for number, fragment in slots.short(_is_part):
        _mend(slots, number, fragment)


def _mend(slots: Slots, number: int, over: Fragment) -> None:
    """Put the fraction, of which `over` is the upper part, into its line, if it is one."""
    for below in slots.near("middle", edge_of(over, "middle"), number):
        under = slots[below]
        if under is None or not _is_part(under) or not _is_over(over, under):
            continue
        left, right = min(over.left, under.left), max(over.right, under.right)
        level = (over.top + under.bottom) / 2
        before = slots.beside("right", left, {number, below}, lambda item: _is_level(item, level))  # noqa: B023
        after = slots.beside("left", right, {number, below}, lambda item: _is_level(item, level))  # noqa: B023
        place = before if before is not None else after
        host = None if place is None else slots[place]
        if host is None or (before is not None and _VARIABLE.search(host.text)):
            continue  # what stands above and below a variable is its power and its index
        gap = " " if before is not None and host.text.rstrip()[-1:].isdigit() else ""
        if before is not None:
            slots[before] = host = replace(host, text=host.text.rstrip())
        text = f"{gap}{over.text.strip()}⁄{under.text.strip()}"
        slots.put(number, before, replace(host, text=text, left=left, right=right), after)
        slots.leave(below, slots.kept(number))
        return


def _is_part(fragment: Fragment) -> bool:
    return _PART.fullmatch(fragment.text.strip()) is not None


def _is_over(over: Fragment, under: Fragment) -> bool:
    """Return whether one stands right above the other, of one size, with room for a rule between."""
    same = min(over.em, under.em) > 0.8 * max(over.em, under.em)
    return same and 0.7 * under.em < under.base - over.base < 1.7 * under.em


def _is_level(line: Fragment, level: float) -> bool:
    """Return whether a fraction whose middle is at `level` belongs to `line`."""
    return abs((line.top + line.bottom) / 2 - level) < 0.35 * line.em
