"""The margins of pages: which lines stand in them, and the type that most of a document is set in."""

from collections.abc import Sequence
from statistics import median

from bot.readers.formats.pdf.columns import Line

__all__ = ["edges_of", "usual_em"]

_MAX_EDGE_LINES = 3
"""As many lines at the top and at the bottom of a page may be running lines."""
_MARGIN_SHARE = 0.14
"""The margin at the top and at the bottom, as a share of the page's height."""


def edges_of(lines: Sequence[Line], height: float) -> tuple[list[Line], list[Line]]:
    """Return the lines in the upper and in the lower margin of a page, the outermost first, at most three each."""
    by_height = sorted(lines, key=lambda line: line.top)
    upper = [line for line in by_height[:_MAX_EDGE_LINES] if line.bottom < _MARGIN_SHARE * height]
    lower = [line for line in by_height[-_MAX_EDGE_LINES:] if line.top > (1 - _MARGIN_SHARE) * height]
    return upper, [line for line in reversed(lower) if line not in upper]


def usual_em(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size of most type on `pages`; 0 if there is none."""
    sizes = [line.em for page in pages for line in page for _ in range(1 + len(line.text) // 10)]
    return median(sizes) if sizes else 0.0
