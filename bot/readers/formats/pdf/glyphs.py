"""Fragments of a page by pdfminer.six, for fonts that pdfium loses characters of."""

import io
import struct
from collections.abc import Iterable, Iterator
from typing import Any

from bot.readers.formats.pdf.lines import Fragment

__all__ = ["Glyphs"]

_MAX_GAP = 1.5
"""A wider gap, as a multiple of the type size, ends a fragment."""
_MIN_SPACE = 0.18
"""A wider gap, as a multiple of the type size, is a space between Latin letters."""


class Glyphs:
    """The pages of a PDF, interpreted on demand; 80 µs per character, thirty times pdfium's."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: list[Any] = []
        self._interpreter: Any = None

    def fragments(self, number: int) -> list[Fragment]:
        """Return the fragments of page `number`, counted from 0; none if it is damaged."""
        from pdfminer.layout import LTChar
        from pdfminer.pdfexceptions import PDFException

        try:
            if self._interpreter is None:
                self._open()
            self._interpreter.process_page(self._pages[number])
        except (PDFException, AssertionError, IndexError, KeyError, TypeError, ValueError, struct.error):
            return []
        page = self._interpreter.device.get_result()
        return list(_fragments((item for item in page if isinstance(item, LTChar)), page.height))

    def _open(self) -> None:
        from pdfminer.converter import PDFPageAggregator
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage

        manager = PDFResourceManager()
        self._interpreter = PDFPageInterpreter(manager, PDFPageAggregator(manager, laparams=None))
        self._pages = list(PDFPage.get_pages(io.BytesIO(self._data)))


def _fragments(glyphs: Iterable[Any], height: float) -> Iterator[Fragment]:
    """Yield the glyphs in runs along a line without wide gaps."""
    run: list[Any] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield from _fragment(run, height)
            run = []
        run.append(glyph)
    yield from _fragment(run, height)


def _follows(before: Any, glyph: Any) -> bool:
    middle = (glyph.y0 + glyph.y1) / 2
    size = max(glyph.size, before.size)
    return bool(before.y0 < middle < before.y1 and -size < glyph.x0 - before.x1 < _MAX_GAP * size)


def _fragment(run: list[Any], height: float) -> Iterator[Fragment]:
    text = ""
    for before, glyph in zip([None, *run], run, strict=False):
        gap = glyph.x0 - before.x1 if before else 0.0
        text += (" " if gap > _MIN_SPACE * glyph.size and text[-1:].isascii() else "") + glyph.get_text()
    if text.strip():
        tops, bottoms = sorted(height - glyph.y1 for glyph in run), sorted(height - glyph.y0 for glyph in run)
        middle = len(run) // 2
        yield Fragment(text, run[0].x0, run[-1].x1, tops[middle], bottoms[middle])
