"""A short last column of a page: the text ends a few lines below the top of it."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from bot.readers.formats.pdf.fragment import Fragment

__all__ = ["column_begun"]

_MIN_FULL = 4
_MIN_WIDTH = 8.0
"""As a multiple of their size, lines of prose are as wide."""
_MOST_BEGUN, _MOST_BEGUN_SHARE = 2, 0.5
"""A column is begun if it has so many lines, or such a share of those of the full one."""
_SMALLER = 0.9
"""Type smaller by so much is that of notes and captions."""
_NEAR = 0.6
_MIN_GUTTER, _MOST_INDENT, _MOST_STEP = 1.0, 3.0, 3.0


def column_begun(fragments: Sequence[Fragment]) -> float | None:
    """Return where a gap lies right of full lines, if a few lines beyond it begin at their height; else None.

    The lines of the full column end at one edge, which the cells of a table do not; and cells stand beside the
    lower lines too. What is above or below the full column is a running head or a page number.
    """
    prose = [item for item in fragments if item.right - item.left > _MIN_WIDTH * item.em]
    if len(prose) < _MIN_FULL:
        return None
    em, edge = median(item.em for item in prose), median(item.ink_right for item in prose)
    full = [item for item in prose if abs(item.ink_right - edge) < _NEAR * em and item.em > _SMALLER * em]
    if len(full) < max(_MIN_FULL, len(prose) / 2):
        return None
    begun = _beside(full, [item for item in fragments if item.em > _SMALLER * em], edge, em)
    if not begun or not _is_short_column(begun, len(full), em):
        return None
    gap = min(item.left for item in begun) - edge
    return edge + gap / 2 if gap >= _MIN_GUTTER * em else None


def _beside(full: Sequence[Fragment], text: Sequence[Fragment], edge: float, em: float) -> list[Fragment]:
    """Return the text beyond the edge of full lines, from the top; none if it begins below the first of them."""
    bases = sorted(item.base for item in text if item.left < edge and item.ink_right < edge + _NEAR * em)
    first, last = min(item.base for item in full), max(item.base for item in full)
    top = _end([base for base in reversed(bases) if base <= first], em)
    bottom = _end([base for base in bases if base >= last], em)
    beyond = sorted((item for item in text if item.left > edge), key=lambda item: item.base)
    beside = [item for item in beyond if top - _NEAR * em < item.base < bottom + _NEAR * em]
    return beside if beside and beside[0].base < first + _NEAR * em else []


def _end(bases: Sequence[float], em: float) -> float:
    """Return where lines that follow each other end."""
    steps = (before for before, after in pairwise(bases) if abs(after - before) >= _MOST_STEP * em)
    return next(steps, bases[-1])


def _is_short_column(begun: Sequence[Fragment], full: int, em: float) -> bool:
    """Return whether lines, ordered from the top, are few and follow each other at one left edge."""
    left = min(item.left for item in begun)
    return (
        len(begun) <= max(_MOST_BEGUN, _MOST_BEGUN_SHARE * full)
        and all(item.left - left < _MOST_INDENT * em for item in begun)
        and all(after.base - before.base < _MOST_STEP * em for before, after in pairwise(begun))
    )
