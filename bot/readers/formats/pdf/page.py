"""A page of a PDF: its lines in reading order, and how it came by its text."""

import ctypes
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.readers.formats.pdf.bands import lines_by_bands
from bot.readers.formats.pdf.columns import Line
from bot.readers.formats.pdf.lines import text_of
from bot.readers.formats.pdf.lone import text_objects
from bot.readers.formats.pdf.marginal import without_marginal

__all__ = ["Page", "page_of"]

_PICTURE_TYPE = 3
"""The type of a page object (FPDF_PAGEOBJ_IMAGE)."""
_UNSEEN_MODE = 3
"""The render mode of text that is not drawn (FPDF_TEXTRENDERMODE_INVISIBLE)."""
_RECOGNISED_FONT = re.compile(
    rb"(?:[A-Z]{6}\+)?(?:HiddenHorzOCR|HiddenVertOCR|Glyph ?less.*|invisible|OCR-?Text.*)", re.I
)
_SAMPLE_OBJECTS = 40
_MIN_PICTURE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Page:
    """What is on a page."""

    lines: list[Line]
    height: float
    repeated: str = ""
    """Characters that are drawn twice, once more each."""
    running: tuple[str, ...] = ()
    """Page numbers, running heads and numbers in the margins that are not among the lines."""
    changes_columns: bool = False
    """Set if the number of columns changes down the page, as where several articles stand."""
    is_scan: bool = False
    """Set for a picture without text."""
    is_recognised: bool = False
    """Set if a program laid the text over a picture in which it had recognised it."""


def page_of(document: Any, number: int) -> Page:
    """Return page `number` of a document, counted from 0."""
    page = document[number]
    try:
        # the text page changes how text is drawn
        recognised = _is_recognised(page)
        text = text_of(page)
        fragments, marginal = without_marginal(text.fragments)
        lines, changes = lines_by_bands(fragments)
        scan = not lines and _has_picture(page)
        return Page(lines, text.height, text.repeated, (*text.running, *marginal), changes, scan, recognised)
    finally:
        page.close()


def _has_picture(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[_PICTURE_TYPE], max_depth=3))


def _is_recognised(page: Any) -> bool:
    """Return whether the first texts on a page are set in the font of a program that recognises text, or unseen."""
    import pypdfium2.raw as pdfium

    items = list(islice(text_objects(page), _SAMPLE_OBJECTS))
    if any(_RECOGNISED_FONT.fullmatch(_font_name(pdfium, item)) for item in items):
        return True
    unseen = sum(pdfium.FPDFTextObj_GetTextRenderMode(item) == _UNSEEN_MODE for item in items)
    return 2 * unseen > len(items) and _is_covered(page)


def _font_name(pdfium: Any, item: Any) -> bytes:
    name = ctypes.create_string_buffer(128)
    if font := pdfium.FPDFTextObj_GetFont(item):
        pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    return name.value


def _is_covered(page: Any) -> bool:
    """Return whether pictures take most of a page."""
    width, height = page.get_size()
    pictures = islice(page.get_objects(filter=[_PICTURE_TYPE], max_depth=3), _SAMPLE_OBJECTS)
    areas = (
        (right - left) * (top - bottom)
        for left, bottom, right, top in (item.get_bounds() for item in pictures)
    )
    return bool(sum(areas) > _MIN_PICTURE_SHARE * width * height)
