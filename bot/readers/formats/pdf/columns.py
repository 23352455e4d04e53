"""Fragments of lines on a page → the lines in the order of reading, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.readers.formats.pdf.lines import Fragment

__all__ = ["Line", "lines_in_order"]

_FEWEST_LINES = 3
_SHORTEST_LINES = 6.0
"""The lines of a column are at least so many times as wide as high: those of a table's cells are not."""
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the edges of the column that it stands in."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    column_left: float
    column_right: float
    is_row: bool = False
    """True for a row of a table."""

    @property
    def size(self) -> float:
        """The height of the line."""
        return self.bottom - self.top


def lines_in_order(fragments: Sequence[Fragment]) -> list[Line]:
    """The lines as they are read: down each column, left before right, and what spans columns at its height."""
    return _ordered(sorted(fragments, key=lambda fragment: (fragment.top, fragment.left)), _DEEPEST)


def _ordered(fragments: Sequence[Fragment], depth: int) -> list[Line]:
    gutter = _gutter(fragments) if depth else None
    if gutter is None:
        return _lines(fragments)
    ordered: list[Line] = []
    band: list[Fragment] = []
    for fragment in fragments:
        if fragment.left < gutter < fragment.right:
            ordered += _columns(band, gutter, depth)
            ordered += _lines([fragment])
            band = []
        else:
            band.append(fragment)
    return ordered + _columns(band, gutter, depth)


def _columns(band: Sequence[Fragment], gutter: float, depth: int) -> list[Line]:
    left = [fragment for fragment in band if fragment.right <= gutter]
    right = [fragment for fragment in band if fragment.left >= gutter]
    if min(len(left), len(right)) < _FEWEST_LINES and not (left and right and _is_prose(left + right)):
        return _lines(band)
    return _ordered(left, depth - 1) + _ordered(right, depth - 1)


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """The middle of the white between columns of prose that the fewest lines cross; None where there is none."""
    if len(fragments) < 2 * _FEWEST_LINES:
        return None
    size = median(fragment.size for fragment in fragments)
    starts = sorted({round(fragment.left) for fragment in fragments})[1:]
    found = [
        (crossing, place)
        for start in starts
        if (crossing := _crossing(fragments, place := start - size / 4)) is not None
    ]
    return min(found)[1] if found else None


def _crossing(fragments: Sequence[Fragment], place: float) -> int | None:
    """How many lines cross `place`; None where what stands beside it are no columns of prose."""
    left = [fragment for fragment in fragments if fragment.right <= place]
    right = [fragment for fragment in fragments if fragment.left >= place]
    crossing = len(fragments) - len(left) - len(right)
    if min(len(left), len(right)) < _FEWEST_LINES or crossing > (len(left) + len(right)) / 3:
        return None
    return crossing if _is_prose(left) and _is_prose(right) and _overlap(left, right) else None


def _is_prose(fragments: Sequence[Fragment]) -> bool:
    """True where most lines are wide, and nearly as wide as one another."""
    widths = [fragment.right - fragment.left for fragment in fragments]
    size = median(fragment.size for fragment in fragments)
    return median(widths) >= max(_SHORTEST_LINES * size, 0.6 * max(widths))


def _overlap(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """True where the two stand beside one another, not one below the other."""
    top = max(min(fragment.top for fragment in side) for side in (left, right))
    bottom = min(max(fragment.bottom for fragment in side) for side in (left, right))
    return bottom > top


def _lines(fragments: Sequence[Fragment]) -> list[Line]:
    """The fragments of one column by height; those at one height are a line."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: fragment.top + fragment.bottom):
        if rows and _beside(rows[-1], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    edges = _edges(fragments)
    return [_line(sorted(row, key=lambda fragment: fragment.left), *edges) for row in rows]


def _edges(fragments: Sequence[Fragment]) -> tuple[float, float]:
    """The left and the right edge that at least two lines share; a page number may stand out from them."""
    if not fragments:
        return 0.0, 0.0
    lefts = sorted(fragment.left for fragment in fragments)
    rights = sorted((fragment.right for fragment in fragments), reverse=True)
    near = median(fragment.size for fragment in fragments) / 2
    left = next((one for one, other in pairwise(lefts) if other - one < near), lefts[0])
    return left, next((one for one, other in pairwise(rights) if one - other < near), rights[0])


def _beside(row: Sequence[Fragment], fragment: Fragment) -> bool:
    middle = (fragment.top + fragment.bottom) / 2
    return row[-1].top < middle < row[-1].bottom and all(
        fragment.left >= other.right - 1 or fragment.right <= other.left + 1 for other in row
    )


def _line(row: Sequence[Fragment], column_left: float, column_right: float) -> Line:
    return Line(
        _across(row),
        row[0].left,
        row[-1].right,
        min(fragment.top for fragment in row),
        max(fragment.bottom for fragment in row),
        column_left,
        column_right,
        is_row=any(_is_wide(before, after) for before, after in pairwise(row)),
    )


def _across(row: Sequence[Fragment]) -> str:
    """The text of a row: wide gaps are those of a table, and written as in one."""
    text = row[0].text.strip()
    for before, after in pairwise(row):
        text += ("\u3000" if _is_wide(before, after) else " ") + after.text.strip()
    return text


def _is_wide(before: Fragment, after: Fragment) -> bool:
    return after.left - before.right > before.size
