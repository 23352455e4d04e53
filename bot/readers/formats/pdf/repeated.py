"""Characters of a PDF that are drawn twice, as some programs set bold type."""

import math
from typing import Any

from bot.readers.formats.pdf.glyphs import HYPHEN_CODES, Box, Glyphs
from bot.readers.formats.pdf.lone import bounds_of, text_objects

__all__ = ["empty_repeated", "overlaps"]

_MAX_OVERLAP = 1.0
_CELL = 8.0
_MOST_IN_CELL = 50


def overlaps(page: Any) -> bool:
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


def empty_repeated(glyphs: Glyphs) -> str:
    """Empty the characters that stand where the same one stands already, and return them.

    Some programs set bold type by drawing it twice, a little apart.
    """
    repeated = []
    seen: dict[tuple[int, int, int], list[tuple[int, Box]]] = {}
    for i, code in enumerate(glyphs.codes):
        if code <= 32 or code in HYPHEN_CODES:
            continue
        box = glyphs.box(i, loose=True)
        near = min(0.5 * (box.right - box.left), 0.2 * (box.bottom - box.top), _CELL / 2)
        cells = {
            (code, int(x // _CELL), int(y // _CELL))
            for x in (box.left - near, box.left + near)
            for y in (box.bottom - near, box.bottom + near)
        }
        if any(
            abs(other.left - box.left) < near
            and abs(other.bottom - box.bottom) < near
            and glyphs.objects[number] != glyphs.objects[i]  # a ligature's letters share its place
            for cell in cells
            for number, other in seen.get(cell, ())[:_MOST_IN_CELL]
        ):
            repeated.append(chr(code))
            glyphs.codes[i] = 0
        else:
            seen.setdefault((code, int(box.left // _CELL), int(box.bottom // _CELL)), []).append((i, box))
    return "".join(repeated)
