"""The characters of a page of a PDF, by pypdfium2, in the order of the file: their codes, places and sizes."""

import ctypes
import math
import sys
from typing import Any, NamedTuple

from bot.readers.formats.pdf.lone import address_of
from bot.readers.formats.pdf.vertical import Character
from bot.readers.raised import MARK

__all__ = ["HYPHEN_CODES", "SPACES", "Box", "Glyphs", "character"]

_HYPHEN = "\u00ad"
_GENERATED_HYPHENS = ("\u0002", "\ufffe")
HYPHEN_CODES = tuple(map(ord, _GENERATED_HYPHENS))
"""A hyphen that pdfium takes for the end of a line also stands for that end."""
SPACES = (32, 160, 0x3000, 9)
_UNTOLD = 0xFFFD


class Box(NamedTuple):
    """A place on a page, from its left and top."""

    left: float
    right: float
    top: float
    bottom: float


class Glyphs:
    """Read one text page character by character."""

    def __init__(
        self,
        raw: Any,
        rotation: int,
        width: float,
        height: float,
        media: tuple[float, float, float, float],
    ) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._raw = pdfium, raw
        self._rotation, self._width, self._height = rotation, width, height
        self._x0, self._y0 = media[0], media[1]
        self.count = pdfium.FPDFText_CountChars(raw)
        self._doubles = [ctypes.c_double() for _ in range(4)]
        self.codes = self._unicode()
        self.objects = [address_of(pdfium.FPDFText_GetTextObject(raw, i)) for i in range(self.count)]

    def characters(self, most: int = sys.maxsize) -> list[Character]:
        """Return the characters in the order of the file, without spaces, or the `most` in the middle of it."""
        found = []
        start = max(0, (self.count - most) // 2)
        for i, code in enumerate(self.codes[start : start + most], start):
            if code > 32 and code not in SPACES and code not in HYPHEN_CODES:
                box = self.box(i, loose=True)
                middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
                found.append(Character(character(code), *middle, max(box.bottom - box.top, 0.1)))
        return found

    def _unicode(self) -> list[int]:
        """Return the code points; for a glyph of which the file does not tell the character, that of U+FFFD."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        # one call will do unless characters without any shift the places
        if self._pdfium.FPDFText_GetText(self._raw, 0, self.count, buffer) == self.count + 1:
            codes = list(buffer[: self.count])
        else:
            codes = [self._pdfium.FPDFText_GetUnicode(self._raw, i) for i in range(self.count)]
        untold = self._pdfium.FPDFText_HasUnicodeMapError
        return [_UNTOLD if code > 32 and untold(self._raw, i) == 1 else code for i, code in enumerate(codes)]

    def em(self, i: int) -> float:
        """Return the size of the type of a character in points."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._raw, i, matrix)
        size: float = self._pdfium.FPDFText_GetFontSize(self._raw, i)
        return abs(size) * math.hypot(matrix.c, matrix.d)

    def base(self, i: int) -> float:
        """Return where a character stands, from the top of the page."""
        x, y, _, _ = self._doubles
        self._pdfium.FPDFText_GetCharOrigin(self._raw, i, x, y)
        return self._placed(x.value, x.value, y.value, y.value).bottom

    def is_generated(self, i: int) -> bool:
        """Return whether a character is not in the file, but a gap in it."""
        return bool(self._pdfium.FPDFText_IsGenerated(self._raw, i) == 1)

    def box(self, i: int, *, loose: bool = False) -> Box:
        """Return the place of a character on the page as it is shown."""
        if loose:
            rect = self._pdfium.FS_RECTF()
            self._pdfium.FPDFText_GetLooseCharBox(self._raw, i, rect)
            return self._placed(rect.left, rect.right, rect.bottom, rect.top)
        left, right, bottom, top = self._doubles
        self._pdfium.FPDFText_GetCharBox(self._raw, i, left, right, bottom, top)
        return self._placed(left.value, right.value, bottom.value, top.value)

    def _placed(self, left: float, right: float, bottom: float, top: float) -> Box:
        left, right, bottom, top = left - self._x0, right - self._x0, bottom - self._y0, top - self._y0
        match self._rotation:
            case 90:
                return Box(bottom, top, left, right)
            case 180:
                return Box(self._width - right, self._width - left, bottom, top)
            case 270:
                return Box(self._width - top, self._width - bottom, self._height - right, self._height - left)
        return Box(left, right, self._height - top, self._height - bottom)


def character(code: int) -> str:
    """Return the character of a code; "" for what is none."""
    char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 and chr(code) != MARK else ""
    return _HYPHEN if char in _GENERATED_HYPHENS else char
