"""An embedded font for PDFs: a bare CID-keyed CFF of one empty glyph, as text recognition lays over a scan."""

import struct
from collections.abc import Sequence

__all__ = ["CMAP", "cid_font"]

CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    b"/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def /CMapName /Same def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + b"100 beginbfrange\n"
    + b"".join(b"<%02x00> <%02xff> <%02x00>\n" % (row, row, row) for row in range(100))
    + b"endbfrange\n"
    + b"100 beginbfrange\n"
    + b"".join(b"<%02x00> <%02xff> <%02x00>\n" % (row, row, row) for row in range(100, 200))
    + b"endbfrange\n"
    + b"56 beginbfrange\n"
    + b"".join(b"<%02x00> <%02xff> <%02x00>\n" % (row, row, row) for row in range(200, 256))
    + b"endbfrange\nendcmap CMapName currentdict /CMap defineresource pop end end"
)
"""A code is the character itself."""


def cid_font() -> bytes:
    """The font's file (Adobe technical note 5176)."""
    head = bytes((1, 0, 4, 2)) + _index([b"Blank"])
    strings = _index([b"Adobe", b"Identity"])
    glyphs, private = _index([b"\x0e"]), b""
    start = len(head) + len(_index([_top(0, 0, 0)])) + len(strings) + 2
    font_dicts = _index([_number(0) + _number(0) + b"\x12"])
    top = _top(start, start + len(glyphs), start + len(glyphs) + 2)
    return head + _index([top]) + strings + b"\0\0" + glyphs + b"\0\0" + font_dicts + private


def _top(glyphs: int, select: int, dicts: int) -> bytes:
    return (
        _number(391) + _number(392) + _number(0) + b"\x0c\x1e"
        + _number(glyphs) + b"\x11" + _number(select) + b"\x0c\x25" + _number(dicts) + b"\x0c\x24"
    )  # fmt: skip


def _number(value: int) -> bytes:
    return b"\x1d" + struct.pack(">i", value)


def _index(items: Sequence[bytes]) -> bytes:
    offsets = [1]
    for item in items:
        offsets.append(offsets[-1] + len(item))
    return struct.pack(">HB", len(items), 2) + struct.pack(f">{len(offsets)}H", *offsets) + b"".join(items)
