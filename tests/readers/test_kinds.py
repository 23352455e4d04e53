"""Kinds of files, told by their first bytes, and the suffixes they may bear."""

from collections.abc import Sequence

import pytest
from samples import docx, epub, paragraph, pdf, zipped

from bot.errors import Mislabelled, Protected
from bot.readers import File
from bot.readers.kinds import refuse_disguised
from bot.readers.media_types import suffix_for

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
RTF = rb"{\rtf1\ansi text}"
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<m/>"})
MHTML = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"


KNOWN = (".docx", ".epub", ".html", ".md", ".pdf", ".txt")


def refusal(name: str, data: bytes, known: Sequence[str] = KNOWN) -> str:
    """Return the message that refuses the file if there are readers for `known`, else ""."""
    try:
        refuse_disguised(File(name, data), known)
    except Mislabelled as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".rtf", RTF),
        (".odt", ODT),
        (".doc", OLE),
        (".xls", OLE),
        (".wps", OLE),
        (".mhtml", MHTML),
        (".mht", MHTML),
        (".webarchive", b"bplist00" + bytes(40)),
        (".zip", zipped({"a.txt": "x"})),
        (".xlsx", zipped({"xl/workbook.xml": "<a/>"})),
        (".xhtml", b"<?xml version='1.0'?><html/>"),
        (".pages", zipped({"Index/Document.iwa": "x"})),
        (".docx", docx(paragraph("x"))),
        (".docx", docx(paragraph("x"))[:-30]),
        (".odt", ODT[:-30]),
        (".epub", epub(["x"])),
        (".png", b"\x89PNG\r\n\x1a\n"),
        (".rst", b"Title\n====="),
    ],
)
def test_a_file_whose_suffix_fits_it_is_left_to_its_reader(suffix: str, data: bytes) -> None:
    """A reader for a format that is so far only recognised needs no more than its module."""
    assert "" == refusal(f"a{suffix}", data)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", RTF, "is an RTF document and not .txt; give one of .docx .epub"),
        ("a.docx", RTF, "is an RTF document and not .docx; give one of .docx .epub"),
        ("a.txt", pdf([]), "is a PDF and not .txt; rename it to end in .pdf"),
        ("a.html", MHTML, "is an MHTML page and not .html; save it as HTML"),
        ("a.docx", ODT, "is an OpenDocument file (.odt, .ods or .odp) and not .docx; give one of .docx"),
        (
            "a.html",
            b"bplist00" + bytes(40),
            "is a web archive or another property list and not .html; give one of",
        ),
        ("a.doc", RTF, "is an RTF document and not .doc; give one of .docx .epub"),
        ("a.zip", docx(paragraph("x")), "is a Word document and not .zip; rename it to end in .docx"),
        ("a.docx", OLE, "is an old Office document (.doc, .xls or .ppt) and not .docx; give one of .docx"),
        ("a.txt", zipped({"a": "b"}), "is a zip archive and not .txt; give one of .docx"),
        ("a.epub", zipped({"a": "b"}), "is a zip archive and not .epub; give one of .docx"),
        ("a.txt", docx(paragraph("x"))[:-30], "is a damaged zip archive and not .txt; give one of .docx"),
    ],
)
def test_a_disguised_file_is_refused_with_what_to_do(name: str, data: bytes, message: str) -> None:
    """The message names its kind, its suffix, and a suffix or formats that would do."""
    assert refusal(name, data).startswith(f"{name}: {message}")


def test_a_new_reader_is_advised_to_whoever_misnamed_its_files() -> None:
    """As soon as it is there."""
    known = (*KNOWN, ".mhtml", ".rtf")
    assert "a.txt: is an RTF document and not .txt; rename it to end in .rtf" == refusal("a.txt", RTF, known)
    assert refusal("a.html", MHTML, known).endswith("and not .html; rename it to end in .mhtml")


def test_an_encrypted_document_is_called_that() -> None:
    """Word keeps it in a container of the old kind."""
    encrypted = OLE + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Protected, match=r"^a\.docx: is protected by a password; save a copy without one$"):
        refuse_disguised(File("a.docx", encrypted), KNOWN)


@pytest.mark.parametrize(
    ("media_type", "own", "suffix"),
    [
        ("text/html", "", ".html"),
        ("text/html", ".htm", ".htm"),
        ("text/html", ".php", ".html"),
        ("text/plain", "", ".txt"),
        ("text/markdown", "", ".md"),
        ("text/rtf", "", ".rtf"),
        ("application/msword", "", ".doc"),
        ("application/vnd.oasis.opendocument.text", "", ".odt"),
        ("image/png", "", ".png"),
        ("image/png", ".md", ".png"),
        ("nonsense", ".md", ""),
        ("", "", ""),
    ],
)
def test_a_media_type_stands_for_a_suffix(media_type: str, own: str, suffix: str) -> None:
    """One with a reader first; the file's own is kept if it is one of them."""
    assert suffix == suffix_for(media_type, own)
