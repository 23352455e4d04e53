"""Small type above and below the line: powers, indices, marks of notes and fractions stay what they are."""

from collections.abc import Sequence

from bot.readers.formats.pdf.fractions import mend_fractions, mend_lone_fractions, mend_stacks
from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.joining import FALL, RISE, SMALLER, joined
from bot.readers.formats.pdf.matrices import mend_matrices
from bot.readers.formats.pdf.slots import Slots
from bot.readers.formats.pdf.sums import mend_sums

__all__ = ["with_raised"]


def with_raised(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments, with those above or below a line, and its fractions, in their places in it."""
    slots = Slots(mend_matrices(list(fragments)))
    mend_sums(slots)
    mend_fractions(slots)
    mend_stacks(slots)
    mend_lone_fractions(slots)
    for number, fragment in slots.short(lambda _: True):
        _mend_raised(slots, number, fragment)
    _join_glued(slots)
    return slots.left()


def _join_glued(slots: Slots) -> None:
    """Join the fragments that touch each other in the file."""
    for number, fragment in enumerate(slots):
        if fragment and fragment.is_glued and number:
            kept = slots.kept(number - 1)
            if kept != number and (before := slots[kept]):
                slots[kept] = joined([before, fragment])
                slots.leave(number, kept)


def _mend_raised(slots: Slots, number: int, small: Fragment) -> None:
    """Put `small` into the line beside which it is raised or lowered, if there is one."""
    before = slots.beside("right", small.left, {number}, lambda item: _is_raised(small, item))
    host = None if before is None else slots[before]
    after = slots.beside(
        "left",
        small.right,
        {number, before},
        lambda item: _is_raised(small, item) if host is None else _is_same_line(host, item),
    )
    if before is None and (after is None or small.base > _base(slots[after])):
        return
    slots.put(number, before, small, after)


def _base(fragment: Fragment | None) -> float:
    return fragment.base if fragment else 0.0


def _is_raised(small: Fragment, line: Fragment) -> bool:
    rise = line.base - small.base
    return small.em < SMALLER * line.em and (
        RISE * line.em < rise < line.em or FALL * line.em < -rise < 0.5 * line.em
    )


def _is_same_line(line: Fragment, after: Fragment) -> bool:
    return abs(line.base - after.base) < FALL * line.em and abs(line.em - after.em) < 0.15 * line.em
