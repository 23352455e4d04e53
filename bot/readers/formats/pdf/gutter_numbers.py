"""The numbers of lines that stand between two columns, each beside the line that it counts."""

from collections.abc import Sequence
from itertools import pairwise

from bot.readers.formats.pdf.fragment import Fragment

__all__ = ["gutter_numbers"]

_MIN_LINES = 3
_MIN_NUMBERED = 4
_SMALLER = 0.9
_LEVEL = 0.6
"""A number is nearer to its line than so many times the type size."""
_MOST_PLACES = 40
"""Places across a page at which numbers are looked for."""


def gutter_numbers(
    numbers: Sequence[Fragment], lines: Sequence[Fragment], prose: Sequence[Fragment], usual: float
) -> list[Fragment]:
    """Return those of the `numbers` that count `lines`, of the size `usual`, and have prose on either side."""
    found: list[Fragment] = []
    for group in _one_below_another([item for item in numbers if item.text.strip().isdecimal()]):
        left, right = min(item.left for item in group), max(item.right for item in group)
        top, bottom = group[0].top - usual, group[-1].bottom + usual
        beside = [line for line in prose if line.bottom > top and line.top < bottom]
        before = [line for line in beside if line.ink_right <= left + 1]
        behind = [line for line in beside if line.left >= right - 1]
        if len(before) + len(behind) < len(beside) or not (before and behind):
            continue
        sides = (
            [line for line in lines if line.ink_right <= left + 1],
            [line for line in lines if line.left >= right - 1],
        )
        if min(map(len, sides)) >= _MIN_LINES and _count(group, sides, usual):
            found += group
    return found


def _one_below_another(numbers: Sequence[Fragment]) -> list[list[Fragment]]:
    """Return the numbers in groups that share a place across the page, each from the top."""
    groups: list[list[Fragment]] = []
    for item in sorted(numbers, key=lambda item: item.left):
        if groups and item.left - groups[-1][0].left < 1.2 * max(item.em, 1.0):
            groups[-1].append(item)
        else:
            groups.append([item])
    return [sorted(group, key=lambda item: item.top) for group in groups[:_MOST_PLACES]]


def _count(group: Sequence[Fragment], sides: Sequence[Sequence[Fragment]], usual: float) -> bool:
    """Return whether each number says the how manieth line it stands beside, on one side or the other.

    The count may begin below a headline, or go on from the page before. Of small ones
    every fifth, or a few, need only go up; a single one might be a note's.
    """
    values = [int(item.text) for item in group]
    if any(one >= other for one, other in pairwise(values)):
        return False
    if all(item.em < _SMALLER * usual for item in group) and (
        len(group) >= _MIN_NUMBERED or all(value % 5 == 0 for value in values)
    ):
        return True
    return any(_keep_step(values, _ranks(group, side, usual)) for side in sides)


def _keep_step(values: Sequence[int], ranks: Sequence[int]) -> bool:
    steps = {value - rank for value, rank in zip(values, ranks, strict=True)}
    return all(ranks) and len(steps) == 1 and (len(values) > 1 or steps == {0})


def _ranks(group: Sequence[Fragment], side: Sequence[Fragment], usual: float) -> list[int]:
    """Return the how manieth line of a column stands at each number; 0 if there is none."""
    bases: list[float] = []
    for base in sorted(line.base for line in side):
        if not bases or base - bases[-1] > _LEVEL * usual:
            bases.append(base)
    return [
        next((rank for rank, base in enumerate(bases, 1) if abs(base - item.base) < _LEVEL * usual), 0)
        for item in group
    ]
