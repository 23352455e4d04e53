"""Small files of every format, built byte by byte, so that no library to write them is needed."""

import hashlib
import io
import quopri
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pdf_fonts import cid_font, cmap

__all__ = ["Set", "docx", "epub", "mhtml", "odt", "paragraph", "pdf", "rtf", "scan", "zipped"]


class Set(NamedTuple):
    """A stretch of type on a PDF page: points from the left and the top, text, size."""

    x: float
    y: float
    text: str
    size: float = 10


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of `parts`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="m" xmlns:wp="wp" xmlns:v="v" xmlns:o="o"'


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a Word document, of one run."""
    head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{head}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(
    body: str,
    *,
    core: str = "",
    footnotes: str = "",
    head: str = "",
    numbering: str = "",
    more_styles: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """A Word document of the XML `body`; the styles a1, a2 and a3 are Title, heading 1 and toc 1."""
    names = (("a1", "Title"), ("a2", "heading 1"), ("a3", "toc 1"))
    styles = "".join(f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in names)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}{more_styles}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {_W}>{footnotes}</w:footnotes>",
        "docProps/core.xml": (
            '<p:coreProperties xmlns:p="p" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</p:coreProperties>'
        ),
        **({"word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>"} if numbering else {}),
    }
    return zipped({**parts, **(more or {})})


_ODF = " ".join(
    f'xmlns:{name}="{name}"'
    for name in ("office", "text", "table", "style", "fo", "draw", "xlink", "dc", "meta")
)


def odt(
    body: str, *, own: str = "", styles: str = "", meta: str = "", more: Mapping[str, str] | None = None
) -> bytes:
    """An OpenDocument text of the XML `body`; `own` are its automatic styles, `styles` those with a name."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": (
            f"<office:document-content {_ODF}><office:automatic-styles>{own}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        ),
        "styles.xml": f"<office:document-styles {_ODF}><office:styles>{styles}</office:styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {_ODF}><office:meta>{meta}</office:meta></office:document-meta>",
    }
    return zipped({**parts, **(more or {})})


def rtf(body: str, *, page: int = 936, head: str = "") -> bytes:
    """An RTF document of the control words and text `body`, its characters in bytes as old programs write them."""
    encoding = {936: "gbk", 950: "big5", 1252: "cp1252"}[page]
    start = rf"{{\rtf1\ansi\ansicpg{page}\deff0{{\fonttbl{{\f0\fnil Song;}}}}{head}"
    return b"".join(_rtf_character(char, encoding) for char in f"{start}{body}}}")


def _rtf_character(char: str, encoding: str) -> bytes:
    if char.isascii():
        return char.encode()
    return "".join(f"\\'{byte:02x}" for byte in char.encode(encoding)).encode()


def mhtml(page: bytes, *, charset: str = "utf-8", url: str = "", before: str = "") -> bytes:
    """A web page as a browser saves it in one file, with a picture beside it."""
    head = f'MIME-Version: 1.0\r\nFrom: <Saved by Blink>\r\n{before}Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    part = f"--b\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {url}\r\n\r\n"
    picture = "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n"
    return f"{head}{part}".encode() + quopri.encodestring(page) + f"\r\n{picture}--b--\r\n".encode()


def epub(chapters: Sequence[str], *, record: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """A book of the XHTML bodies `chapters`, listed in the manifest backwards and in the spine forwards."""
    items = [
        f'<item id="c{i}" href="text/{i}%20a.xhtml" media-type="application/xhtml+xml"/>'
        for i in range(len(chapters))
    ]
    nav = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    spine = '<itemref idref="nav"/>' + "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    page = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": (
            f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{record}</metadata>'
            f"<manifest>{nav}{''.join(reversed(items))}</manifest><spine>{spine}</spine></package>"
        ),
        "OPS/nav.xhtml": page.format("<nav><ol><li>目录里的一行</li></ol></nav>"),
        **{f"OPS/text/{i} a.xhtml": page.format(chapter) for i, chapter in enumerate(chapters)},
    }
    return zipped({**parts, **(more or {})})


def pdf(
    pages: Sequence[Sequence[Set]],
    *,
    info: str = "",
    password: str = "",
    bookmarks: Sequence[str] = (),
    embedded: bool = False,
    more: str = "",
    mode: int = 0,
) -> bytes:
    """A PDF of A4 pages; Latin is set in Helvetica, Chinese in a font that every reader has, or in one `embedded`.

    `more` are operators at the end of each page; the picture of `scan` is `/Im`. In `mode` 3 type is not drawn.
    """
    streams = [(f"{mode} Tr " + "\n".join(map(_shown, page)) + "\n" + more).encode() for page in pages]
    text = "".join(piece.text for page in pages for piece in page)
    return _pdf(streams, info=info, password=password, bookmarks=bookmarks, embedded=text if embedded else "")


def scan(pages: int) -> bytes:
    """A PDF of pages that hold a grey picture each and no text."""
    return _pdf([b"q 595 0 0 842 0 0 cm /Im Do Q"] * pages)


def _shown(piece: Set) -> str:
    """Return the operators that set a stretch of type, with a change of font for each script."""
    parts: list[str] = []
    run, wide = "", False
    for char in [*piece.text, ""]:
        if not char or (run and (char > "\u00ff") != wide):
            code = run.encode("utf-16-be" if wide else "latin-1").hex()
            parts.append(f"/{'F2' if wide else 'F1'} {piece.size} Tf <{code}> Tj")
            run = ""
        run, wide = run + char, char > "\u00ff"
    return f"BT 1 0 0 1 {piece.x} {842 - piece.y} Tm {' '.join(parts)} ET"


def _pdf(
    streams: Sequence[bytes],
    *,
    info: str = "",
    password: str = "",
    bookmarks: Sequence[str] = (),
    embedded: str = "",
) -> bytes:
    first = 8
    last = first + 2 * len(streams) + (1 + len(bookmarks))
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(streams)))
    picture = b"\x80"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R/Outlines {first + 2 * len(streams)} 0 R>>".encode(),
        f"<</Type/Pages/Count {len(streams)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[5 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880"
        b"/Descent -120/CapHeight 880/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n"
        + picture
        + b"\nendstream",
        f"<<{info}>>".encode("latin-1"),
    ]
    for i, stream in enumerate(streams):
        data = zlib.compress(stream)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 2 * i + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</Im 6 0 R>>>>>>".encode()
        )
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data))
    objects += _outline(bookmarks, first + 2 * len(streams))
    if embedded:
        objects[3:5] = _embedded_font(last)
        objects += [_stream(cid_font(), b"/Subtype/CIDFontType0C"), _stream(cmap(embedded))]
    return _assembled(objects, _encryption(password) if password else b"")


def _embedded_font(file: int) -> list[bytes]:
    """The objects 4 and 5, a font whose file is object `file` and whose characters are told by the next."""
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Blank/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode %d 0 R>>"
        % (file + 1),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/AAAAAA+Blank/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/AAAAAA+Blank/Flags 4/Ascent 880"
        b"/Descent -120/CapHeight 880/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]/FontFile3 %d 0 R>>>>"
        % file,
    ]


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def _outline(bookmarks: Sequence[str], root: int) -> list[bytes]:
    """The objects of a table of contents of one level, the first of them object `root`."""
    marks = [
        f"<</Title<FEFF{title.encode('utf-16-be').hex()}>/Parent {root} 0 R/Next {root + i + 1} 0 R>>"
        if i < len(bookmarks)
        else f"<</Title<FEFF{title.encode('utf-16-be').hex()}>/Parent {root} 0 R>>"
        for i, title in enumerate(bookmarks, 1)
    ]
    ends = f"/First {root + 1} 0 R/Last {root + len(marks)} 0 R/Count {len(marks)}" if marks else ""
    return [item.encode() for item in (f"<</Type/Outlines{ends}>>", *marks)]


def _assembled(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.6\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 7 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def _encryption(password: str) -> bytes:
    """Return the dictionary of RC4 encryption with 40 bits (PDF 1.7, 7.6.3)."""
    padding = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    padded = (password.encode() + padding)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    rights = struct.pack("<i", -44)
    key = hashlib.md5(padded + owner + rights + b"0" * 16).digest()[:5]
    user = _rc4(key, padding)
    marks = b"".join(b"<%s>" % (b"0" * 16).hex().encode() for _ in range(2))
    return b"/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>/ID[%s]" % (
        owner.hex().encode(),
        user.hex().encode(),
        marks,
    )


def _rc4(key: bytes, text: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
