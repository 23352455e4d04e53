"""A page of a PDF → its fragments of lines, by pypdfium2, in the order of the file."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

__all__ = ["Fragment", "fragments", "is_picture", "loses_characters"]

_MAX_GAP = 1.0
"""A wider gap, as a multiple of the type size, parts a line, as between columns or cells."""
_HYPHEN = "\u00ad"
_GENERATED_HYPHENS = ("\u0002", "\ufffe")
_HYPHEN_CODES = tuple(map(ord, _GENERATED_HYPHENS))
"""A hyphen that pdfium takes for the end of a line also stands for that end."""
_LINE_ENDS = (10, 13, *_HYPHEN_CODES)
_TEXT_TYPE, _PICTURE_TYPE, _FORM_TYPE = 1, 3, 5
"""Types of page objects (FPDF_PAGEOBJ_…)."""
_LATIN_FONT = re.compile(
    rb"(?:[A-Z]{6}\+)?(?:Helvetica|Arial|Times|Courier|Symbol|ZapfDingbats|Calibri|Cambria|Verdana)", re.I
)
_MAX_OBJECTS = 20_000


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a line without wide gaps; in points from the left and top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the line."""
        return self.bottom - self.top


def fragments(page: Any) -> tuple[list[Fragment], float]:
    """Return the fragments of `page`, in the order of the file, and the height of the page."""
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        reader = _Reader(text_page.raw, page.get_rotation(), width, height, page.get_mediabox())
        return list(reader.fragments()), height
    finally:
        text_page.close()


def is_picture(page: Any) -> bool:
    """Return whether there is a picture on `page`, as on every page of a scan."""
    return any(True for _ in page.get_objects(filter=[_PICTURE_TYPE], max_depth=3))


def loses_characters(page: Any) -> bool:
    """Return whether pdfium leaves characters out.

    It gives no width to a character that stands alone in a font that is neither embedded nor installed, like the
    年 of `2023年5月` in many Chinese files, and drops what has no width.
    """
    import pypdfium2.raw as pdfium

    sides = [ctypes.c_float() for _ in range(4)]
    for item in _text_objects(pdfium, page.raw):
        pdfium.FPDFPageObj_GetBounds(item, *sides)
        if sides[0].value == sides[2].value and _is_missing(pdfium, pdfium.FPDFTextObj_GetFont(item)):
            return True
    return False


def _text_objects(pdfium: Any, page: Any) -> Iterator[Any]:
    """Yield the text objects on a page, and those one level down."""
    for i in range(min(_MAX_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        item = pdfium.FPDFPage_GetObject(page, i)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _TEXT_TYPE:
            yield item
        elif kind == _FORM_TYPE:
            inner = (
                pdfium.FPDFFormObj_GetObject(item, k)
                for k in range(min(_MAX_OBJECTS, pdfium.FPDFFormObj_CountObjects(item)))
            )
            yield from (
                inner_item for inner_item in inner if pdfium.FPDFPageObj_GetType(inner_item) == _TEXT_TYPE
            )


def _is_missing(pdfium: Any, font: Any) -> bool:
    """Return whether the font is neither in the file nor one that every reader brings along."""
    if not font or pdfium.FPDFFont_GetIsEmbedded(font):
        return False
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    return not _LATIN_FONT.match(name.value)


class _Box(NamedTuple):
    left: float
    right: float
    top: float
    bottom: float


class _Reader:
    """Read one text page character by character."""

    def __init__(
        self, raw: Any, rotation: int, width: float, height: float, media: tuple[float, float, float, float]
    ) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._raw = pdfium, raw
        self._rotation, self._width, self._height = rotation, width, height
        self._x0, self._y0 = media[0], media[1]
        self._count = pdfium.FPDFText_CountChars(raw)
        self._codes = self._unicode()
        self._doubles = [ctypes.c_double() for _ in range(4)]

    def fragments(self) -> Iterator[Fragment]:
        """Yield the fragments in the order of the file."""
        for start, stop in self._lines():
            segments = list(self._segments(start, stop))
            yield from (fragment for segment in segments if (fragment := self._fragment(*segment)))

    def _unicode(self) -> list[int]:
        """Return the code points, in one call unless characters without any shift the places."""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        if self._pdfium.FPDFText_GetText(self._raw, 0, self._count, buffer) == self._count + 1:
            return list(buffer[: self._count])
        return [self._pdfium.FPDFText_GetUnicode(self._raw, i) for i in range(self._count)]

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
        """Yield the start and stop of each segment of a line; gaps are only beside spaces."""
        first = start
        i = start
        while i < stop:
            if self._codes[i] in (32, 160, 0x3000, 9) and first < i < stop - 1:
                after = i
                while after < stop - 1 and self._codes[after] in (32, 160, 0x3000, 9):
                    after += 1
                before, behind = self._box(i - 1), self._box(after)
                size = max(behind.bottom - behind.top, before.bottom - before.top, 4.0)
                if not -size < behind.left - before.right < _MAX_GAP * size * 1.5:
                    yield first, i
                    first = after
                i = after
            i += 1
        if first < stop:
            yield first, stop

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
        return Fragment(
            text, left, right, median(box.top for box in samples), median(box.bottom for box in samples)
        )

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
    char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return _HYPHEN if char in _GENERATED_HYPHENS else char
