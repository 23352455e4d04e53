"""Fragments of lines on a page → the lines in reading order, column by column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bot.readers.formats.pdf.column_begun import column_begun
from bot.readers.formats.pdf.fragment import Fragment

__all__ = ["Line", "gutter_of", "lines_in_order", "with_own_edges"]

_MIN_LINES = 3
_MIN_LINE_WIDTH = 6.0
"""As a multiple of their height; lines in the cells of a table are narrower."""
_MAX_DEPTH = 4
_HYPHEN_AT_END = re.compile("\u00ad$")
"""What pdfium took for a hyphen at the end of a line whose row goes on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the edges of its column."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    column_left: float
    column_right: float
    em: float = 0.0
    """The size of most of its type."""
    is_row: bool = False
    """Set for a row of a table."""

    @property
    def size(self) -> float:
        """The height of the line."""
        return self.bottom - self.top


def lines_in_order(fragments: Sequence[Fragment]) -> list[Line]:
    """Return the lines as they are read: down each column, the left before the right."""
    return _in_order(sorted(fragments, key=lambda fragment: (fragment.top, fragment.left)), _MAX_DEPTH)


def with_own_edges(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the edges that their columns have once other lines are gone."""
    columns: dict[tuple[float, float], list[Line]] = {}
    for line in lines:
        columns.setdefault((line.column_left, line.column_right), []).append(line)
    edges = {column: _edges(members) for column, members in columns.items()}
    return [
        replace(line, column_left=left, column_right=right)
        for line in lines
        for left, right in [edges[line.column_left, line.column_right]]
    ]


def _in_order(fragments: Sequence[Fragment], depth: int) -> list[Line]:
    # A gap among the indents of a short column may look like a gutter, so that column is looked for first.
    gutter = (column_begun(fragments) or gutter_of(fragments)) if depth else None
    if gutter is None:
        return _lines(fragments)
    ordered: list[Line] = []
    band: list[Fragment] = []
    for fragment in fragments:
        if fragment.left < gutter < fragment.ink_right:
            ordered += _columns(band, gutter, depth)
            ordered += _lines([fragment])
            band = []
        else:
            band.append(fragment)
    return ordered + _columns(band, gutter, depth)


def _columns(band: Sequence[Fragment], gutter: float, depth: int) -> list[Line]:
    left = [fragment for fragment in band if fragment.ink_right <= gutter]
    right = [fragment for fragment in band if fragment.left >= gutter]
    if min(len(left), len(right)) < _MIN_LINES and not (left and right and _is_prose(left + right)):
        return _lines(band)
    return _in_order(left, depth - 1) + _in_order(right, depth - 1)


def gutter_of(fragments: Sequence[Fragment]) -> float | None:
    """Return the middle of the gap between columns that the fewest lines cross, or None."""
    if len(fragments) < 2 * _MIN_LINES:
        return None
    size = median(fragment.size for fragment in fragments)
    starts = sorted({round(fragment.left) for fragment in fragments})[1:]
    gutters = [
        (crossing, place)
        for start in starts
        if (crossing := _crossing(fragments, place := start - size / 10)) is not None
    ]
    return min(gutters)[1] if gutters else None


def _crossing(fragments: Sequence[Fragment], place: float) -> int | None:
    """Return how many lines cross `place`, or None if it does not part columns of prose."""
    left = [fragment for fragment in fragments if fragment.ink_right <= place]
    right = [fragment for fragment in fragments if fragment.left >= place]
    crossing = len(fragments) - len(left) - len(right)
    if min(len(left), len(right)) < _MIN_LINES or crossing > (len(left) + len(right)) / 3:
        return None
    return crossing if _is_prose(left) and _is_prose(right) and _overlap(left, right) else None


def _is_prose(fragments: Sequence[Fragment]) -> bool:
    """Return whether most lines are wide and of nearly equal width."""
    widths = [fragment.right - fragment.left for fragment in fragments]
    size = median(fragment.size for fragment in fragments)
    return median(widths) >= max(_MIN_LINE_WIDTH * size, 0.6 * max(widths))


def _overlap(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Return whether the two are side by side, not one below the other."""
    top = max(min(fragment.top for fragment in side) for side in (left, right))
    bottom = min(max(fragment.bottom for fragment in side) for side in (left, right))
    return bottom > top


def _lines(fragments: Sequence[Fragment]) -> list[Line]:
    """Return the lines of one column from the top; fragments at the same height are a line."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: fragment.top + fragment.bottom):
        if rows and _beside(rows[-1], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    edges = _edges(fragments)
    return [_line(sorted(row, key=lambda fragment: fragment.left), *edges) for row in rows]


def _edges(fragments: Sequence[Fragment] | Sequence[Line]) -> tuple[float, float]:
    """Return the edges that at least two lines share; a page number may stick out."""
    if not fragments:
        return 0.0, 0.0
    lefts = sorted(fragment.left for fragment in fragments)
    rights = sorted((fragment.right for fragment in fragments), reverse=True)
    near = median(fragment.size for fragment in fragments) / 2
    left = next((edge for edge, next_edge in pairwise(lefts) if next_edge - edge < near), lefts[0])
    return left, next((edge for edge, next_edge in pairwise(rights) if edge - next_edge < near), rights[0])


def _beside(row: Sequence[Fragment], fragment: Fragment) -> bool:
    middle = (fragment.top + fragment.bottom) / 2
    return row[-1].top < middle < row[-1].bottom and all(
        fragment.left >= cell.right - 1 or fragment.right <= cell.left + 1 for cell in row
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
        max(row, key=lambda fragment: len(fragment.text)).em,
        is_row=any(_is_wide(before, after) for before, after in pairwise(row)),
    )


def _across(row: Sequence[Fragment]) -> str:
    """Return the text of a row; wide gaps are those of a table and are written as such."""
    text = row[0].text.strip()
    for before, after in pairwise(row):
        text = _HYPHEN_AT_END.sub("-", text)
        text += ("\u3000" if _is_wide(before, after) else " ") + after.text.strip()
    return text


def _is_wide(before: Fragment, after: Fragment) -> bool:
    return after.left - before.right > before.size
