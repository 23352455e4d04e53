"""A page of a PDF → its fragments of lines, by pypdfium2, in the order of the file."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Any, NamedTuple

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.glyphs import HYPHEN_CODES, SPACES, Glyphs, character
from bot.readers.formats.pdf.lone import text_page_of
from bot.readers.formats.pdf.raised import with_raised
from bot.readers.formats.pdf.repeated import empty_repeated, overlaps
from bot.readers.formats.pdf.vertical import is_vertical, turned

__all__ = ["PageText", "text_of"]

_MAX_GAP = 1.0
"""A wider gap, as a multiple of the type size, parts a line, as between columns or cells."""
_FIRST_WIDE = 0x2E80
_SMALLER = 0.85
_MIN_SHIFT = 0.12
"""What is set higher or lower by less, as a multiple of the type size, is on the same line."""
_SAMPLE_CHARACTERS = 200
"""So many show how a page is set."""
_LINE_ENDS = (10, 13, *HYPHEN_CODES)
_MIN_GUTTER = 0.55
"""A wider gap between Han characters, as a multiple of the type size, may be that between columns."""


class PageText(NamedTuple):
    """The fragments on a page in the order of the file, its height, and what is on it beside its text."""

    fragments: list[Fragment]
    height: float
    repeated: str
    """Characters that were drawn twice."""
    running: tuple[str, ...] = ()
    """Page numbers and running heads, as far as they are known by their places."""


def text_of(page: Any) -> PageText:
    """Return the text of `page`."""
    doubled = overlaps(page)
    text_page = text_page_of(page)
    try:
        width, height = page.get_size()
        glyphs = Glyphs(text_page.raw, page.get_rotation(), width, height, page.get_mediabox())
        repeated = empty_repeated(glyphs) if doubled else ""
        if is_vertical(glyphs.characters(_SAMPLE_CHARACTERS)):
            columns, running = turned(glyphs.characters(), width, height)
            return PageText(columns, height, repeated, tuple(running))
        return PageText(with_raised(list(_fragments(glyphs))), height, repeated)
    finally:
        text_page.close()


def _fragments(glyphs: Glyphs) -> Iterator[Fragment]:
    """Yield the fragments in the order of the file."""
    for start, stop in _lines(glyphs):
        end = -1
        for first, behind in _segments(glyphs, start, stop):
            if fragment := _fragment(glyphs, first, behind):
                yield replace(fragment, is_glued=first == end)
                end = behind


def _lines(glyphs: Glyphs) -> Iterator[tuple[int, int]]:
    """Yield the start and stop of each line."""
    start = 0
    for i, code in enumerate(glyphs.codes):
        if code in _LINE_ENDS:
            stop = i + (code in HYPHEN_CODES)
            if stop > start:
                yield start, stop
            start = i + 1
    if start < glyphs.count:
        yield start, glyphs.count


def _segments(glyphs: Glyphs, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the start and stop of each segment of a line: between wide gaps, of type of one size."""
    first = start
    i = start
    while i < stop:
        if glyphs.codes[i] in SPACES and first < i < stop - 1:
            after = i
            while after < stop - 1 and glyphs.codes[after] in SPACES:
                after += 1
            if _is_wide(glyphs, i, after):
                yield first, i
                first = after
            elif _changes(glyphs, i - 1, after):
                yield first, after
                first = after
            i = after
        elif first < i and _changes(glyphs, i - 1, i):
            yield first, i
            first = i
        i += 1
    if first < stop:
        yield first, stop


def _is_wide(glyphs: Glyphs, space: int, after: int) -> bool:
    """Return whether the gap before the character `after`, which begins at `space`, parts a line."""
    before, behind = glyphs.box(space - 1), glyphs.box(after)
    size = max(behind.bottom - behind.top, before.bottom - before.top, 4.0)
    gap = behind.left - before.right
    if not -size < gap < _MAX_GAP * size * 1.5:
        return True
    is_generated = glyphs.is_generated(space)
    wide = min(glyphs.codes[space - 1], glyphs.codes[after]) >= _FIRST_WIDE
    return is_generated and wide and gap > _MIN_GUTTER * glyphs.em(after)


def _changes(glyphs: Glyphs, before: int, after: int) -> bool:
    """Return whether the second of two neighbours is set smaller, larger, higher or lower."""
    if (
        glyphs.objects[before] == glyphs.objects[after]
        or min(glyphs.codes[before], glyphs.codes[after]) <= 32
    ):
        return False
    one, other = glyphs.box(before, loose=True), glyphs.box(after, loose=True)
    near = _MIN_SHIFT * max(one.bottom - one.top, other.bottom - other.top)
    if abs(one.bottom - other.bottom) < near and abs(one.top - other.top) < near:
        return False
    sizes = sorted((glyphs.em(before), glyphs.em(after)))
    shift = abs(glyphs.base(before) - glyphs.base(after))
    return sizes[0] < _SMALLER * sizes[1] or shift > _MIN_SHIFT * sizes[1]


def _fragment(glyphs: Glyphs, start: int, stop: int) -> Fragment | None:
    text = "".join(character(code) for code in glyphs.codes[start:stop])
    if not text.strip():
        return None
    visible = [i for i in range(start, stop) if glyphs.codes[i] > 32 and glyphs.codes[i] not in HYPHEN_CODES]
    if not visible:
        return None
    # The left and right of a line are those of its ends; its height is that of a few of its characters.
    ends = [glyphs.box(i) for i in dict.fromkeys((visible[0], visible[-1]))]
    samples = [glyphs.box(i, loose=True) for i in visible[:: max(1, len(visible) // 2)]]
    left, right = min(box.left for box in ends), max(box.right for box in ends)
    top, bottom = median(box.top for box in samples), median(box.bottom for box in samples)
    return Fragment(text, left, right, top, bottom, glyphs.base(visible[0]), glyphs.em(visible[0]))
