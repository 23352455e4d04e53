"""Signs of sums, with their limits above and below them, as one line: ∑ᵢ₌₁ⁿ."""

import re
from dataclasses import replace

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.joining import SMALLER, marked
from bot.readers.formats.pdf.slots import Slots
from bot.readers.raised import LOWERED, RAISED

__all__ = ["mend_sums"]

_OPERATOR = re.compile(r"[∑∏∫∮⋃⋂⨁∐]|lim|max|min")
_LIMIT = re.compile(r"[\w+\-−–=→∞∈,<>≤≥()]{1,16}")


def mend_sums(slots: Slots) -> None:
    """Put the limits above and below a sign of a sum behind it: ∑ᵢ₌₁ⁿ."""
    for number, sign in slots.short(lambda fragment: _OPERATOR.search(fragment.text) is not None):
        limits = [
            other
            for other in slots.over(sign.right - sign.em, sign.right, number)
            if (small := slots[other])
            and small.em < SMALLER * sign.em
            and _LIMIT.fullmatch("".join(small.text.split()))
        ]
        for is_upper, forms, mark in ((False, LOWERED, "_"), (True, RAISED, "^")):
            for other in limits:
                small, sign_now = slots[other], slots[number]
                if small and sign_now and _is_limit(small, sign, is_upper=is_upper):
                    text = "".join(small.text.split())
                    form = marked(text, "x", forms, mark) or f"{mark}({text})"
                    slots[number] = replace(sign_now, text=sign_now.text.rstrip() + form)
                    slots.leave(other, number)


def _is_limit(small: Fragment, sign: Fragment, *, is_upper: bool) -> bool:
    middle = (small.left + small.right) / 2
    is_on = sign.right - sign.em - 0.3 * sign.em < middle < sign.right + 0.3 * sign.em
    rise = sign.base - small.base
    return is_on and (
        0.5 * sign.em < rise < 1.6 * sign.em if is_upper else 0.2 * sign.em < -rise < 1.3 * sign.em
    )
