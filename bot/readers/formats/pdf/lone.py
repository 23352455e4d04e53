"""Text that pdfium would leave out of a page's text, since it takes it for empty or for drawn twice."""

import ctypes
from collections.abc import Iterator
from typing import Any

__all__ = ["address_of", "bounds_of", "text_objects", "text_page_of"]

_TEXT_TYPE, _FORM_TYPE = 1, 5
"""Types of page objects (FPDF_PAGEOBJ_…)."""
_STROKED = 1
"""The render mode in which the width of the pen counts (FPDF_TEXTRENDERMODE_STROKE)."""
_PEN = 0.1
_MAX_OBJECTS = 20_000
_MAX_DEPTH = 3


def text_page_of(page: Any) -> Any:
    """Return the text of `page` with every character; the caller closes it.

    In a font whose glyphs have no boxes, as many embedded CFF fonts and those of text recognition are to pdfium, a
    line has no height, and a character alone no width: pdfium drops that character, and a line like one just above
    it. Drawn with a pen, both are as large as the pen.
    """
    import pypdfium2.raw as pdfium

    lone = {address_of(item): item for item in text_objects(page) if _is_flat(item)}
    modes = {address: pdfium.FPDFTextObj_GetTextRenderMode(item) for address, item in lone.items()}
    for item in lone.values():
        pdfium.FPDFPageObj_SetStrokeWidth(item, _PEN)
        _draw(pdfium, item, _STROKED)
    text_page = page.get_textpage()
    narrow = {address for address, item in lone.items() if bounds_of(item)[2] - bounds_of(item)[0] < 2 * _PEN}
    blank = narrow - _written(pdfium, text_page.raw) if narrow else set()
    if not blank:
        return text_page
    # A space by itself was never missed, and words keep the distance that they have.
    text_page.close()
    for address in blank:
        _draw(pdfium, lone[address], modes[address])
    return page.get_textpage()


def text_objects(page: Any) -> Iterator[Any]:
    """Yield the text objects on `page`, also within forms, at most 20,000."""
    import pypdfium2.raw as pdfium

    objects = (pdfium.FPDFPage_GetObject(page.raw, i) for i in range(pdfium.FPDFPage_CountObjects(page.raw)))
    for count, item in enumerate(_texts(pdfium, objects, _MAX_DEPTH)):
        if count == _MAX_OBJECTS:
            return
        yield item


def _texts(pdfium: Any, objects: Iterator[Any], depth: int) -> Iterator[Any]:
    for item in objects:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _TEXT_TYPE:
            yield item
        elif kind == _FORM_TYPE and depth:
            inner = (
                pdfium.FPDFFormObj_GetObject(item, i) for i in range(pdfium.FPDFFormObj_CountObjects(item))
            )
            yield from _texts(pdfium, inner, depth - 1)


def bounds_of(item: Any) -> tuple[float, float, float, float]:
    """Return the left, bottom, right and top of an object."""
    import pypdfium2.raw as pdfium

    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _is_flat(item: Any) -> bool:
    left, bottom, right, top = bounds_of(item)
    return abs(right - left) < _PEN / 2 or abs(top - bottom) < _PEN / 2


def _draw(pdfium: Any, item: Any, mode: int) -> None:
    """Set how a text object is drawn; pdfium measures it anew when it is moved."""
    pdfium.FPDFTextObj_SetTextRenderMode(item, mode)
    pdfium.FPDFPageObj_TransformF(item, pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0))


def _written(pdfium: Any, text: Any) -> set[int]:
    """Return the addresses of the text objects that hold more than spaces."""
    return {
        address_of(pdfium.FPDFText_GetTextObject(text, i))
        for i in range(pdfium.FPDFText_CountChars(text))
        if not _is_blank(pdfium.FPDFText_GetUnicode(text, i))
    }


def _is_blank(code: int) -> bool:
    return code < 0x21 or code in (0xA0, 0x3000)


def address_of(item: Any) -> int:
    """Return the address of an object of pdfium, 0 for none."""
    return ctypes.addressof(item.contents) if item else 0
