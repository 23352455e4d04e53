"""Running lines: heads and page numbers in the margins of page after page, which are no part of the text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.readers.formats.pdf.columns import Line
from bot.readers.formats.pdf.margins import edges_of, usual_em
from bot.readers.formats.pdf.page_numbers import numbered_head, page_number

__all__ = ["without_running_lines"]

_SMALLER, _NOT_LARGER = 0.95, 1.08
"""A running head is set in type of the text's size, as a multiple of it, or smaller."""
_MIN_GAP = 1.25
"""What stands apart keeps a distance of as many times the usual one."""
_MAX_HEAD_CHARACTERS = 40
_SENTENCE_END = re.compile(r"[。！？!?；;，,][”’」』）)\"']*$")
_SAME_HEIGHT = 3.0
_MIN_PAGES = 3


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line in a margin: of which page, whether above or below, how far out, and whether it stands apart."""

    page: int
    line: Line
    is_upper: bool
    rank: int
    is_apart: bool

    @property
    def pattern(self) -> tuple[str, int]:
        """What of it stays the same from page to page: its text but for figures, and its size."""
        # Where columns part a head from the page number beside it, it is a line without one.
        return re.sub(r"\d+|[\s\W]+", "#", self.line.text).strip("#"), round(2 * self.line.em)


def without_running_lines(pages: Sequence[tuple[Sequence[Line], float]]) -> list[list[Line]]:
    """Return the lines of each page, given with its height, without running lines."""
    usual = usual_em([lines for lines, _ in pages])
    pitch = _pitch([lines for lines, _ in pages])
    edges = [edge for number, page in enumerate(pages) for edge in _edges(number, *page, pitch)]
    heads = [edge for edge in edges if edge.line.em <= _NOT_LARGER * usual]
    running = {
        (edge.page, edge.line)
        for found in (
            _repeated(edges, len(pages)),
            _page_numbers(edges),
            _numbered_heads(heads),
            _at_one_height(heads, usual),
            _small_heads(heads, usual),
        )
        for edge in found
    }
    return [
        [line for line in lines if (number, line) not in running] for number, (lines, _) in enumerate(pages)
    ]


def _edges(page: int, lines: Sequence[Line], height: float, pitch: float) -> Iterator[_Edge]:
    """Yield the lines in the margins of a page; `pitch` is the usual distance of lines."""
    tops = sorted({line.top for line in lines})
    for is_upper, margin in zip((True, False), edges_of(lines, height), strict=True):
        for rank, line in enumerate(margin):
            beyond = (
                abs(top - line.top)
                for top in tops
                if (top > line.bottom if is_upper else top < line.top - line.size / 2)
            )
            yield _Edge(page, line, is_upper, rank, min(beyond, default=0.0) > _MIN_GAP * pitch)


def _pitch(pages: Sequence[Sequence[Line]]) -> float:
    """Return the distance from top to top of lines within paragraphs."""
    steps = sorted(
        after.top - before.top
        for lines in pages
        for before, after in pairwise(sorted(lines, key=lambda line: line.top))
        if after.top - before.top > before.size / 2
    )
    return steps[len(steps) // 4] if steps else 0.0


def _repeated(edges: Sequence[_Edge], count: int) -> Iterator[_Edge]:
    """Yield the lines whose text comes back, but for its figures."""
    pages = Counter(pattern for _, pattern in {(edge.page, edge.pattern) for edge in edges})
    often = max(2, count // 3) if count < 12 else 4
    yield from (edge for edge in edges if pages[edge.pattern] >= often)


def _page_numbers(edges: Sequence[_Edge]) -> Iterator[_Edge]:
    """Yield the page numbers; a bare numeral above the text may be a heading, unless it goes up with the pages."""
    found = [(edge, number) for edge in edges if (number := page_number(edge.line.text))]
    in_step = _in_step([(edge.page, number.number) for edge, number in found])
    for edge, number in found:
        if number.is_certain or not edge.is_upper or number.number - edge.page in in_step:
            yield edge


def _numbered_heads(heads: Sequence[_Edge]) -> Iterator[_Edge]:
    """Yield the outermost lines that bear the number of their page: it goes up with the pages, or stands apart."""
    found = [
        (edge, number)
        for edge in heads
        if edge.rank == 0 and edge.is_apart and (number := numbered_head(edge.line.text))
    ]
    in_step = _in_step([(edge.page, number.number) for edge, number in found])
    for edge, number in found:
        if number.is_certain or number.number - edge.page in in_step:
            yield edge


def _in_step(numbers: Sequence[tuple[int, int]]) -> set[int]:
    """Return by how much the numbers of at least two pages exceed the places of their pages."""
    pages: defaultdict[int, set[int]] = defaultdict(set)
    for page, number in numbers:
        pages[number - page].add(page)
    return {offset for offset, on in pages.items() if len(on) > 1}


def _at_one_height(heads: Sequence[_Edge], usual: float) -> Iterator[_Edge]:
    """Yield the heads that stand apart at one height on several pages: names of chapters, left and right ones.

    Set as large as the text, they are running heads only if one of them comes back.
    """
    levels: defaultdict[tuple[bool, int], list[_Edge]] = defaultdict(list)
    for edge in heads:
        if edge.rank == 0 and edge.is_apart and _is_head(edge.line.text):
            levels[edge.is_upper, round(edge.line.top / _SAME_HEIGHT)].append(edge)
    for level in levels.values():
        small = [edge for edge in level if edge.line.em < _SMALLER * usual]
        comes_back = max(Counter(edge.pattern for edge in level).values()) > 1
        if len({edge.page for edge in level}) >= _MIN_PAGES:
            yield from level if comes_back else small


def _small_heads(heads: Sequence[_Edge], usual: float) -> Iterator[_Edge]:
    """Yield the small lines that stand apart above the text of their page."""
    for edge in heads:
        is_top = edge.rank == 0 and edge.is_upper and edge.is_apart
        if is_top and edge.line.em < _SMALLER * usual and _is_head(edge.line.text):
            yield edge


def _is_head(text: str) -> bool:
    return len(text) <= _MAX_HEAD_CHARACTERS and not _SENTENCE_END.search(text)
