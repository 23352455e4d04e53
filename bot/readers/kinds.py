"""The kind of a file, as its first bytes show it, whatever its name says."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

from bot.errors import Mislabelled, Protected
from bot.readers.file import File

__all__ = ["Kind", "kind_of", "refuse_disguised"]


class Kind(NamedTuple):
    """A kind of file, whether or not there is a reader for it."""

    name: str
    """With its article, as in `a PDF`."""
    suffixes: tuple[str, ...]
    """Those that such a file may bear."""
    is_container: bool = False
    """A container of any number of formats may bear every suffix that no other kind bears."""
    advice: str = ""
    """Advice for whoever gives such a file while there is no reader for it."""

    def may_bear(self, suffix: str) -> bool:
        """Return whether a file of this kind is rightly named with `suffix`."""
        return suffix in self.suffixes or (self.is_container and suffix not in _TAKEN)


_PDF = Kind("a PDF", (".pdf",))
_HTML = Kind("an HTML page", (".html", ".htm", ".xhtml", ".xht", ".shtml"))
_MHTML = Kind("an MHTML page", (".mhtml", ".mht", ".eml"), advice="save it as HTML")
_WEBP = Kind("a WebP picture", (".webp",))
_RIFF = Kind("a recording", (".wav", ".avi"))
_FILM = Kind("a film or HEIC picture", (".mp4", ".m4v", ".m4a", ".mov", ".3gp", ".heic", ".heif", ".avif"))
_OLD_OFFICE = Kind("an old Office document (.doc, .xls or .ppt)", (".doc", ".xls", ".ppt"), is_container=True)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream, in such a container, of a .docx that a password protects (MS-OFFCRYPTO, 1.3.1)."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", Kind("a PNG picture", (".png",))),
    (b"\xff\xd8\xff", Kind("a JPEG picture", (".jpg", ".jpeg"))),
    (b"GIF8", Kind("a GIF picture", (".gif",))),
    (b"BM", Kind("a BMP picture", (".bmp",))),
    (b"II*\0", Kind("a TIFF picture", (".tif", ".tiff"))),
    (b"MM\0*", Kind("a TIFF picture", (".tif", ".tiff"))),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    (b"bplist00", Kind("a web archive or another property list", (".webarchive", ".plist"))),
    (b"{\\rtf", Kind("an RTF document", (".rtf",))),
    (b"%!PS", Kind("a PostScript file", (".ps", ".eps"))),
    (b"\x1f\x8b", Kind("a gzip archive", (".gz", ".tgz"))),
    (b"7z\xbc\xaf\x27\x1c", Kind("a 7z archive", (".7z",))),
    (b"Rar!\x1a\x07", Kind("a RAR archive", (".rar", ".cbr"))),
    (b"BZh", Kind("a bzip2 archive", (".bz2",))),
    (b"\xfd7zXZ\0", Kind("an xz archive", (".xz",))),
    (b"\x7fELF", Kind("a program", (".so",))),
    (b"MZ\x90\0", Kind("a program", (".exe", ".dll"))),
    (b"SQLite format 3\0", Kind("an SQLite database", (".db", ".sqlite", ".sqlite3"))),
    (b"ID3", Kind("an MP3 recording", (".mp3",))),
    (b"OggS", Kind("an Ogg recording", (".ogg", ".oga", ".opus"))),
    (b"fLaC", Kind("a FLAC recording", (".flac",))),
    (b"AT&TFORM", Kind("a DjVu scan", (".djvu", ".djv"))),
)
# Two or three letters may also open a text; these kinds are believed only if no text would go on like that.
_LETTERS = {b"BM", b"BZh", b"ID3", b"GIF8"}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html[\s>])", re.I
)
_MHTML_START = re.compile(rb"(?:From: [<\"]?Saved by|MIME-Version: 1\.0|Snapshot-Content-Location:)", re.I)
_PARTS = (
    ("word/document.xml", Kind("a Word document", (".docx",))),
    ("xl/workbook.xml", Kind("an Excel workbook", (".xlsx",))),
    ("ppt/presentation.xml", Kind("a PowerPoint presentation", (".pptx",))),
    ("META-INF/container.xml", Kind("an EPUB book", (".epub",))),
    ("META-INF/manifest.xml", Kind("an OpenDocument file (.odt, .ods or .odp)", (".odt", ".ods", ".odp"))),
)
_ZIPPED = Kind("a zip archive", (".zip",), is_container=True)
_DAMAGED_ZIP = Kind(
    "a damaged zip archive",
    (*_ZIPPED.suffixes, *(suffix for _, kind in _PARTS for suffix in kind.suffixes)),
    is_container=True,
)
_TEXT = (".txt", ".text", ".md", ".markdown")
_TAKEN = frozenset(_TEXT).union(
    *(kind.suffixes for kind in (_PDF, _HTML, _MHTML, _WEBP, _RIFF, _FILM, _ZIPPED)),
    *(kind.suffixes for _, kind in (*_STARTS, *_PARTS)),
)
"""The suffixes that belong to a kind, or to text."""
_HEAD_BYTES = 1024


def kind_of(data: bytes) -> Kind | None:
    """Return the kind that the first bytes of `data` show, or None if they may open any text."""
    head = data[:_HEAD_BYTES]
    if b"%PDF-" in head and head.find(b"%PDF-") < 64:
        return _PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head[:4] == b"RIFF":
        return _WEBP if head[8:12] == b"WEBP" else _RIFF
    if head[4:8] == b"ftyp":
        return _FILM
    for start, kind in _STARTS:
        if head.startswith(start) and (start not in _LETTERS or b"\0" in head):
            return kind
    if _HTML_START.match(head):
        return _HTML
    return _MHTML if _MHTML_START.match(head) else None


def refuse_disguised(file: File, known: Sequence[str]) -> None:
    """Raise Mislabelled if `file` is of a kind that may not bear its suffix.

    Raises Protected if it is an encrypted document. The advice in the message depends on `known`, the suffixes
    that there are readers for.
    """
    kind = kind_of(file.data)
    if kind is None or kind.may_bear(file.suffix):
        return
    if kind is _OLD_OFFICE and _ENCRYPTED in file.data:
        raise Protected(f"{file.name}: is protected by a password; save a copy without one")
    raise Mislabelled(f"{file.name}: is {kind.name} and not {file.suffix}; {_advice(kind, known)}")


def _advice(kind: Kind, known: Sequence[str]) -> str:
    right = next((suffix for suffix in kind.suffixes if suffix in known), None)
    if right and not kind.is_container:
        return f"rename it to end in {right}"
    return kind.advice or f"give one of {' '.join(known)}"


def _zip_kind(data: bytes) -> Kind:
    """Return what a zip archive is by the parts that its directory lists."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return _DAMAGED_ZIP
    return next((kind for part, kind in _PARTS if part in names), _ZIPPED)
