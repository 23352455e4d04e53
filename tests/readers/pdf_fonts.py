"""An embedded font for PDFs: a bare CID-keyed CFF of one empty glyph, as text recognition lays over a scan."""

import struct
from collections.abc import Sequence

__all__ = ["cid_font", "cmap"]

_HEAD = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    b"/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def /CMapName /Same def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_MOST_RANGES = 100


def cmap(text: str) -> bytes:
    """What tells that a code is the character itself, for the characters of the text and a few beside each.

    For all characters there are, its readers would take longer than for the page.
    """
    rows = sorted({code >> 4 for (code,) in struct.iter_unpack(">H", text.encode("utf-16-be"))})
    ranges = [b"<%03x0> <%03xf> <%03x0>\n" % (row, row, row) for row in rows]
    parts = [ranges[at : at + _MOST_RANGES] for at in range(0, len(ranges), _MOST_RANGES)]
    told = b"".join(b"%d beginbfrange\n%sendbfrange\n" % (len(part), b"".join(part)) for part in parts)
    return _HEAD + told + b"endcmap CMapName currentdict /CMap defineresource pop end end"


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
