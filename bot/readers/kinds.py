"""What a file really is, told by its first bytes, whatever its name says."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

from bot.errors import Mislabelled, Protected
from bot.readers.file import File

__all__ = ["Kind", "kind_of", "refuse_disguised"]


class Kind(NamedTuple):
    """A kind of file: its name with an article, and the suffixes that it rightly bears."""

    name: str
    suffixes: tuple[str, ...] = ()


_PDF = Kind("a PDF", (".pdf",))
_DOCX = Kind("a Word document", (".docx",))
_EPUB = Kind("an EPUB book", (".epub",))
_HTML = Kind("an HTML page", (".html", ".htm"))
_ZIPPED = Kind("a zip archive")
_OLD_OFFICE = Kind("an old Office document (.doc, .xls or .ppt)")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream, in such a container, of a .docx that a password protects (MS-OFFCRYPTO, 1.3.1)."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", Kind("a PNG picture")),
    (b"\xff\xd8\xff", Kind("a JPEG picture")),
    (b"GIF8", Kind("a GIF picture")),
    (b"BM", Kind("a BMP picture")),
    (b"II*\0", Kind("a TIFF picture")),
    (b"MM\0*", Kind("a TIFF picture")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    (b"{\\rtf", Kind("an RTF document")),
    (b"%!PS", Kind("a PostScript file")),
    (b"\x1f\x8b", Kind("a gzip archive")),
    (b"7z\xbc\xaf\x27\x1c", Kind("a 7z archive")),
    (b"Rar!\x1a\x07", Kind("a RAR archive")),
    (b"BZh", Kind("a bzip2 archive")),
    (b"\xfd7zXZ\0", Kind("an xz archive")),
    (b"\x7fELF", Kind("a program")),
    (b"MZ\x90\0", Kind("a program")),
    (b"SQLite format 3\0", Kind("an SQLite database")),
    (b"ID3", Kind("an MP3 recording")),
    (b"OggS", Kind("an Ogg recording")),
    (b"fLaC", Kind("a FLAC recording")),
    (b"AT&TFORM", Kind("a DjVu scan")),
)
# Two or three letters may also open a text; these kinds are believed only where no text would go on so.
_LETTERS = {b"BM", b"BZh", b"ID3", b"GIF8"}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html[\s>])", re.I
)
_MHTML = re.compile(rb"(?:From: <Saved by|MIME-Version: 1\.0|Snapshot-Content-Location:)", re.I)
_PARTS = (
    ("word/document.xml", _DOCX),
    ("xl/workbook.xml", Kind("an Excel workbook")),
    ("ppt/presentation.xml", Kind("a PowerPoint presentation")),
    ("META-INF/container.xml", _EPUB),
    ("META-INF/manifest.xml", Kind("an OpenDocument file (.odt, .ods or .odp)")),
)
_HEAD = 1024


def kind_of(data: bytes) -> Kind | None:
    """What the first bytes of `data` betray, or None where they could open any text."""
    head = data[:_HEAD]
    if b"%PDF-" in head[:_HEAD] and head.find(b"%PDF-") < 64:
        return _PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if head[:4] == b"RIFF":
        return Kind("a WebP picture" if head[8:12] == b"WEBP" else "a recording")
    if head[4:8] == b"ftyp":
        return Kind("a film or HEIC picture")
    for start, kind in _STARTS:
        if head.startswith(start) and (start not in _LETTERS or b"\0" in head):
            return kind
    if _HTML_START.match(head):
        return _HTML
    return Kind("an MHTML page (save it as HTML)") if _MHTML.match(head) else None


def refuse_disguised(file: File, known: Sequence[str]) -> None:
    """Raise Mislabelled if the bytes of `file` are of another kind than its suffix says, Protected if encrypted."""
    kind, suffix = kind_of(file.data), file.suffix
    if kind is None or suffix in kind.suffixes:
        return
    if kind is _OLD_OFFICE and _ENCRYPTED in file.data:
        raise Protected(f"{file.name}: is protected by a password; save a copy without one")
    if right := next((own for own in kind.suffixes if own in known), None):
        raise Mislabelled(f"{file.name}: is {kind.name} and not {suffix}; rename it to end in {right}")
    raise Mislabelled(f"{file.name}: is {kind.name} and not {suffix}; give one of {' '.join(known)}")


def _zipped(data: bytes) -> Kind:
    """What an archive is by the parts that it names in its directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Kind("a damaged zip archive", (".docx", ".epub"))
    return next((kind for part, kind in _PARTS if part in names), _ZIPPED)
