"""A column of which a page has but a line or two: the text ends at the top of it."""

from collections.abc import Sequence
from statistics import median

from bot.readers.formats.pdf.fragment import Fragment

__all__ = ["column_begun"]

_MIN_FULL = 4
_MIN_WIDTH = 8.0
"""As a multiple of their size, lines of prose are as wide."""
_MOST_BEGUN = 2
_NEAR = 0.6
_MIN_GUTTER, _MOST_INDENT = 1.0, 3.0


def column_begun(fragments: Sequence[Fragment]) -> float | None:
    """Return where a gap lies right of full lines, if a line or two beyond it begin at their height; else None.

    The lines of the full column end at one edge, which the cells of a table do not.
    """
    prose = [item for item in fragments if item.right - item.left > _MIN_WIDTH * item.em]
    if len(prose) < _MIN_FULL:
        return None
    em, edge = median(item.em for item in prose), median(item.ink_right for item in prose)
    beyond = sorted((item for item in fragments if item.left > edge), key=lambda item: item.base)
    full = sorted(item.base for item in prose if abs(item.ink_right - edge) < _NEAR * em)
    if not 0 < len(beyond) <= _MOST_BEGUN or 2 * len(full) < len(prose) or len(full) < _MIN_FULL:
        return None
    first, last = beyond[0], beyond[-1]
    is_level = abs(first.base - full[0]) < _NEAR * em and abs(first.em - em) < 0.1 * em
    indent, gap = first.left - last.left, min(item.left for item in beyond) - edge
    if not is_level or gap < _MIN_GUTTER * em or not 0 <= indent < _MOST_INDENT * em:
        return None
    follows = first is last or last.base - first.base < 3 * em
    return edge + gap / 2 if follows else None
