"""A page of a PDF → its fragments of lines, by pypdfium2, in the order of the file."""

import ctypes
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Any, NamedTuple

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.lone import address_of, bounds_of, text_objects, text_page_of
from bot.readers.formats.pdf.raised import with_raised
from bot.readers.formats.pdf.vertical import Character, is_vertical, turned
from bot.readers.raised import MARK

__all__ = ["PageText", "text_of"]

_MAX_GAP = 1.0
"""A wider gap, as a multiple of the type size, parts a line, as between columns or cells."""
_HYPHEN = "\u00ad"
_GENERATED_HYPHENS = ("\u0002", "\ufffe")
_HYPHEN_CODES = tuple(map(ord, _GENERATED_HYPHENS))
"""A hyphen that pdfium takes for the end of a line also stands for that end."""
_SPACES = (32, 160, 0x3000, 9)
_FIRST_WIDE = 0x2E80
_SMALLER = 0.85
_MIN_SHIFT = 0.12
"""What is set higher or lower by less, as a multiple of the type size, is on the same line."""
_UNTOLD = 0xFFFD
_MAX_OVERLAP = 1.0
_SAMPLE_CHARACTERS = 200
"""So many show how a page is set."""
_CELL = 8.0
_MOST_IN_CELL = 50
_LINE_ENDS = (10, 13, *_HYPHEN_CODES)
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
    overlaps = _overlaps(page)
    text_page = text_page_of(page)
    try:
        width, height = page.get_size()
        reader = _Reader(
            text_page.raw, page.get_rotation(), width, height, page.get_mediabox(), overlaps=overlaps
        )
        if is_vertical(reader.characters(_SAMPLE_CHARACTERS)):
            columns, running = turned(reader.characters(), width, height)
            return PageText(columns, height, reader.repeated, tuple(running))
        return PageText(with_raised(list(reader.fragments())), height, reader.repeated)
    finally:
        text_page.close()


def _overlaps(page: Any) -> bool:
    """Return whether a text on `page` begins where another one on its line has not ended yet."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    ends: dict[int, list[tuple[float, float]]] = {}
    for item in text_objects(page):
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        ends.setdefault(round(matrix.f), []).append((matrix.e, bounds_of(item)[2]))
    for line, places in ends.items():
        reached = -math.inf
        for left, right in sorted(places + ends.get(line + 1, [])):
            if left < reached - _MAX_OVERLAP:
                return True
            reached = max(reached, right, left + 2 * _MAX_OVERLAP)
    return False


class _Box(NamedTuple):
    left: float
    right: float
    top: float
    bottom: float


class _Reader:
    """Read one text page character by character."""

    def __init__(
        self,
        raw: Any,
        rotation: int,
        width: float,
        height: float,
        media: tuple[float, float, float, float],
        *,
        overlaps: bool,
    ) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._raw = pdfium, raw
        self._rotation, self._width, self._height = rotation, width, height
        self._x0, self._y0 = media[0], media[1]
        self._count = pdfium.FPDFText_CountChars(raw)
        self._doubles = [ctypes.c_double() for _ in range(4)]
        self._codes = self._unicode()
        self._objects = [address_of(pdfium.FPDFText_GetTextObject(raw, i)) for i in range(self._count)]
        self.repeated = self._without_repeated() if overlaps else ""

    def fragments(self) -> Iterator[Fragment]:
        """Yield the fragments in the order of the file."""
        for start, stop in self._lines():
            end = -1
            for first, behind in self._segments(start, stop):
                if fragment := self._fragment(first, behind):
                    yield replace(fragment, is_glued=first == end)
                    end = behind

    def characters(self, most: int = sys.maxsize) -> list[Character]:
        """Return the characters in the order of the file, without spaces, or the `most` in the middle of it."""
        found = []
        start = max(0, (self._count - most) // 2)
        for i, code in enumerate(self._codes[start : start + most], start):
            if code > 32 and code not in _SPACES and code not in _HYPHEN_CODES:
                box = self._box(i, loose=True)
                middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
                found.append(Character(_character(code), *middle, max(box.bottom - box.top, 0.1)))
        return found

    def _unicode(self) -> list[int]:
        """Return the code points; for a glyph of which the file does not tell the character, that of U+FFFD."""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        # one call will do unless characters without any shift the places
        if self._pdfium.FPDFText_GetText(self._raw, 0, self._count, buffer) == self._count + 1:
            codes = list(buffer[: self._count])
        else:
            codes = [self._pdfium.FPDFText_GetUnicode(self._raw, i) for i in range(self._count)]
        untold = self._pdfium.FPDFText_HasUnicodeMapError
        return [_UNTOLD if code > 32 and untold(self._raw, i) == 1 else code for i, code in enumerate(codes)]

    def _without_repeated(self) -> str:
        """Empty the characters that stand where the same one stands already, and return them.

        Some programs set bold type by drawing it twice, a little apart.
        """
        repeated = []
        seen: dict[tuple[int, int, int], list[tuple[int, _Box]]] = {}
        for i, code in enumerate(self._codes):
            if code <= 32 or code in _HYPHEN_CODES:
                continue
            box = self._box(i, loose=True)
            near = min(0.5 * (box.right - box.left), 0.2 * (box.bottom - box.top), _CELL / 2)
            cells = {
                (code, int(x // _CELL), int(y // _CELL))
                for x in (box.left - near, box.left + near)
                for y in (box.bottom - near, box.bottom + near)
            }
            if any(
                abs(other.left - box.left) < near
                and abs(other.bottom - box.bottom) < near
                and self._objects[number] != self._objects[i]  # a ligature's letters share its place
                for cell in cells
                for number, other in seen.get(cell, ())[:_MOST_IN_CELL]
            ):
                repeated.append(chr(code))
                self._codes[i] = 0
            else:
                seen.setdefault((code, int(box.left // _CELL), int(box.bottom // _CELL)), []).append((i, box))
        return "".join(repeated)

    def _lines(self) -> Iterator[tuple[int, int]]:
        """Yield the start and stop of each line."""
        start = 0
        for i, code in enumerate(self._codes):
            if code in _LINE_ENDS:
                stop = i + (code in _HYPHEN_CODES)
                if stop > start:
                    yield start, stop
                start = i + 1
        if start < self._count:
            yield start, self._count

    def _segments(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield the start and stop of each segment of a line: between wide gaps, of type of one size."""
        first = start
        i = start
        while i < stop:
            if self._codes[i] in _SPACES and first < i < stop - 1:
                after = i
                while after < stop - 1 and self._codes[after] in _SPACES:
                    after += 1
                if self._is_wide(i, after):
                    yield first, i
                    first = after
                elif self._changes(i - 1, after):
                    yield first, after
                    first = after
                i = after
            elif first < i and self._changes(i - 1, i):
                yield first, i
                first = i
            i += 1
        if first < stop:
            yield first, stop

    def _is_wide(self, space: int, after: int) -> bool:
        """Return whether the gap before the character `after`, which begins at `space`, parts a line."""
        before, behind = self._box(space - 1), self._box(after)
        size = max(behind.bottom - behind.top, before.bottom - before.top, 4.0)
        gap = behind.left - before.right
        if not -size < gap < _MAX_GAP * size * 1.5:
            return True
        is_generated = self._pdfium.FPDFText_IsGenerated(self._raw, space) == 1
        wide = min(self._codes[space - 1], self._codes[after]) >= _FIRST_WIDE
        return is_generated and wide and gap > _MIN_GUTTER * self._em(after)

    def _changes(self, before: int, after: int) -> bool:
        """Return whether the second of two neighbours is set smaller, larger, higher or lower."""
        if (
            self._objects[before] == self._objects[after]
            or min(self._codes[before], self._codes[after]) <= 32
        ):
            return False
        one, other = self._box(before, loose=True), self._box(after, loose=True)
        near = _MIN_SHIFT * max(one.bottom - one.top, other.bottom - other.top)
        if abs(one.bottom - other.bottom) < near and abs(one.top - other.top) < near:
            return False
        sizes = sorted((self._em(before), self._em(after)))
        shift = abs(self._base(before) - self._base(after))
        return sizes[0] < _SMALLER * sizes[1] or shift > _MIN_SHIFT * sizes[1]

    def _em(self, i: int) -> float:
        """Return the size of the type of a character in points."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._raw, i, matrix)
        size: float = self._pdfium.FPDFText_GetFontSize(self._raw, i)
        return abs(size) * math.hypot(matrix.c, matrix.d)

    def _base(self, i: int) -> float:
        """Return where a character stands, from the top of the page."""
        x, y, _, _ = self._doubles
        self._pdfium.FPDFText_GetCharOrigin(self._raw, i, x, y)
        return self._placed(x.value, x.value, y.value, y.value).bottom

    def _fragment(self, start: int, stop: int) -> Fragment | None:
        text = "".join(_character(code) for code in self._codes[start:stop])
        if not text.strip():
            return None
        visible = [
            i for i in range(start, stop) if self._codes[i] > 32 and self._codes[i] not in _HYPHEN_CODES
        ]
        if not visible:
            return None
        # The left and right of a line are those of its ends; its height is that of a few of its characters.
        ends = [self._box(i) for i in dict.fromkeys((visible[0], visible[-1]))]
        samples = [self._box(i, loose=True) for i in visible[:: max(1, len(visible) // 2)]]
        left, right = min(box.left for box in ends), max(box.right for box in ends)
        top, bottom = median(box.top for box in samples), median(box.bottom for box in samples)
        return Fragment(text, left, right, top, bottom, self._base(visible[0]), self._em(visible[0]))

    def _box(self, i: int, *, loose: bool = False) -> _Box:
        """Return the place of a character on the page as it is shown."""
        if loose:
            rect = self._pdfium.FS_RECTF()
            self._pdfium.FPDFText_GetLooseCharBox(self._raw, i, rect)
            return self._placed(rect.left, rect.right, rect.bottom, rect.top)
        left, right, bottom, top = self._doubles
        self._pdfium.FPDFText_GetCharBox(self._raw, i, left, right, bottom, top)
        return self._placed(left.value, right.value, bottom.value, top.value)

    def _placed(self, left: float, right: float, bottom: float, top: float) -> _Box:
        left, right, bottom, top = left - self._x0, right - self._x0, bottom - self._y0, top - self._y0
        match self._rotation:
            case 90:
                return _Box(bottom, top, left, right)
            case 180:
                return _Box(self._width - right, self._width - left, bottom, top)
            case 270:
                return _Box(
                    self._width - top, self._width - bottom, self._height - right, self._height - left
                )
        return _Box(left, right, self._height - top, self._height - bottom)


def _character(code: int) -> str:
    char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 and chr(code) != MARK else ""
    return _HYPHEN if char in _GENERATED_HYPHENS else char
