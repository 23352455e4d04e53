"""Hostile and broken files are refused in one line that begins with their name."""

import sys
import zlib
from collections.abc import Callable

import pytest
from samples import Set, docx, epub, paragraph, pdf, scan, zipped

from bot.errors import NoText, TooLarge, UnknownFormat, UnreadableArticle
from bot.extras import how_to_install
from bot.readers import File, read
from bot.readers.worker import read_safely

PROSE = "修伞要先看骨。一把伞有八根骨，断一根，其余七根就要多担一份力。"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 64
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def stream_bomb() -> bytes:
    """A PDF whose page unpacks to 600 MB."""
    packer = zlib.compressobj()
    head = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    million = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + million * 599 + packer.flush()
    one = pdf([[Set(70, 80, PROSE)]])
    start, stop = one.rindex(b"<</Filter"), one.rindex(b"\nendstream")
    return one[:start] + b"<</Filter/FlateDecode/Length %d>>stream\n%s" % (len(packed), packed) + one[stop:]


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zip bomb": ("a.docx", lambda: zipped({"word/document.xml": b"\0" * 210_000_000}), "unpacks to 210 MB"),
    "one huge part": ("a.docx", lambda: zipped({"word/document.xml": b" " * 30_000_000}), "unpacks to 30 MB"),
    "bomb of a book": (
        "a.epub",
        lambda: epub([PROSE], more={f"x{i}": "\0" * 30_000_000 for i in range(7)}),
        "unpacks to 210 MB",
    ),
    "ten thousand parts": (
        "a.docx",
        lambda: zipped({"word/document.xml": "<a/>", **{f"x{i}": "" for i in range(10_000)}}),
        "holds 10,001 parts",
    ),
    "ten thousand pages": (
        "a.pdf",
        lambda: pdf([[Set(70, 80, "x")]] * 10_000),
        "has 10,000 pages; the limit is 2,000",
    ),
    "external entity": (
        "a.docx",
        lambda: docx(paragraph("&x;"), head=OUTSIDE),
        "declares a document type or entities",
    ),
    "billion laughs": ("a.docx", lambda: docx(paragraph("&c;"), head=LAUGHS), "declares a document type"),
    "entities in a book": (
        "a.epub",
        lambda: epub([PROSE], more={"META-INF/encryption.xml": f"{LAUGHS}<a>&c;</a>"}),
        "declares a document type",
    ),
    "protected book": (
        "a.epub",
        lambda: epub(
            [PROSE],
            more={"META-INF/encryption.xml": '<e><CipherReference URI="OPS/text/0%20a.xhtml"/></e>'},
        ),
        "protected against copying",
    ),
    "nested too deep": (
        "a.docx",
        lambda: docx("<w:sdt>" * 5_000 + paragraph("x") + "</w:sdt>" * 5_000),
        "nests too deep",
    ),
    "password": ("a.pdf", lambda: pdf([[Set(70, 80, PROSE)]], password="geheim"), "protected by a password"),
    "scan": ("a.pdf", lambda: scan(3), "has no text layer"),
    "pdf without pages": ("a.pdf", lambda: pdf([]), "damaged PDF|no text layer"),
    "cut off pdf": ("a.pdf", lambda: pdf([[Set(70, 80, PROSE)]])[:200], "damaged PDF"),
    "cut off docx": ("a.docx", lambda: docx(paragraph(PROSE))[:-30], "is damaged"),
    "docx without text": ("a.docx", lambda: docx(paragraph("")), "holds no text"),
    "book without chapters": ("a.epub", lambda: epub([]), "holds no text"),
    "deep chapter": ("a.epub", lambda: epub(["<b>" * 300 + PROSE]), "nests too deep"),
    "page without text": ("a.html", lambda: b"<html><body><img src=a></body></html>", "without text"),
    "text named pdf": ("a.pdf", lambda: PROSE.encode(), "is no PDF"),
    "text named docx": ("a.docx", lambda: PROSE.encode(), "is damaged, or no .docx"),
    "pdf named txt": ("a.txt", lambda: pdf([[Set(70, 80, PROSE)]]), r"is a PDF and not \.txt; rename it"),
    "picture named pdf": ("a.pdf", lambda: PNG, r"is a PNG picture and not \.pdf"),
    "html named md": ("a.md", lambda: b"<!DOCTYPE html><p>x", r"is an HTML page and not \.md; rename it"),
    "docx named epub": ("a.epub", lambda: docx(paragraph(PROSE)), "is a Word document and not"),
    "book named docx": ("a.docx", lambda: epub([PROSE]), "is an EPUB book and not"),
    "old word": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Office document"),
    "nul bytes": ("a.txt", lambda: PROSE.encode() + b"\0" * 40_000, "binary file"),
    "long markdown": ("a.md", lambda: b"a b\n\n" * 500_000, "characters are too many for Markdown"),
    "stream bomb": ("a.pdf", stream_bomb, "no text layer|broke its reader|needs more|damaged PDF"),
    "deep page": ("a.html", lambda: b"<html>" + b"<div>" * 200_000, "nests too deep"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_is_refused(kind: str) -> None:
    """The refusal names the file and what is wrong with it, whatever path its sender wrote into its name."""
    name, data, message = BAD[kind]
    file = File(f"../../etc/{name}", data())
    with pytest.raises(UnreadableArticle, match=message) as error:
        read_safely(file)
    assert str(error.value).startswith(f"{name}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", lambda title: f"# {title}\n\n{PROSE}".encode()),
        ("a.md", lambda title: f"---\ntitle: {title}\nauthor: {title}\n---\n{PROSE}".encode()),
        ("a.html", lambda title: f"<html><title>{title}</title><h1>{title}</h1><p>{PROSE}</p>".encode()),
        ("a.docx", lambda title: docx(paragraph(title, "a1") + paragraph(PROSE))),
        ("a.epub", lambda title: epub([f"<p>{PROSE}</p>"], record=f"<dc:title>{title}</dc:title>")),
    ],
)
def test_long_title_is_cut(name: str, data: Callable[[str], bytes]) -> None:
    """A title of 5,000 characters fits a message afterwards; the text is untouched."""
    article = read(File(name, data("长" * 5_000))).article
    assert ("长" * 300, PROSE) == (article.source.title, article.text)
    assert article.source.author in (None, "长" * 300)


def test_long_name_of_a_language_is_cut() -> None:
    """PostgreSQL refuses what is wider than its column."""
    assert (
        "zh-Hans-and-so-o"
        == read(File("a.md", b"---\nlanguage: zh-Hans-and-so-on\n---\nx")).article.source.language
    )


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.epub"])
def test_nul_and_controls_never_reach_an_article(name: str) -> None:
    """What a document smuggles in by number is no character of the text."""
    text = f"<p>修伞&#0;要先&#xD800;看骨。{PROSE}</p>"
    make = {"a.html": lambda: text.encode(), "a.epub": lambda: epub([text])}
    data = make.get(name, lambda: docx(paragraph(PROSE.replace("，", "\x7f，\u0085"))))()
    found = read(File(name, data)).article.text
    assert not [char for char in found if (ord(char) < 32 and char != "\n") or 0xD800 <= ord(char) < 0xE000]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\y.txt", "y.txt"),
        ("a\nb\u202ec.txt", "a b c.txt"),
        ("长" * 300 + ".txt", "长" * 88 + "….txt"),
        ("/.txt", ".txt"),
    ],
)
def test_name_in_a_message_is_one_short_word(name: str, shown: str) -> None:
    """Folders, line breaks and marks that turn text around are no part of it."""
    with pytest.raises(UnreadableArticle) as error:
        read(File(name, b""))
    assert str(error.value).startswith(f"{shown}: ")


@pytest.mark.parametrize(
    ("name", "data", "missing", "extra"),
    [
        ("a.html", b"<p>x</p>", "lxml", "html"),
        ("a.html", b"<p>x</p>", "trafilatura", "html"),
        ("a.pdf", b"%PDF-1.4", "pypdfium2", "pdf"),
        ("a.docx", docx(paragraph(PROSE)), "defusedxml", "docx"),
        ("a.epub", epub([PROSE]), "defusedxml", "epub"),
        ("a.epub", epub([PROSE]), "lxml", "epub"),
    ],
)
def test_missing_library_is_named_with_the_line_that_installs_it(
    name: str, data: bytes, missing: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only one format needs is an extra; a person who lacks it reads what to type."""
    for module in [key for key in sys.modules if key.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UnreadableArticle) as error:
        read(File(name, data))
    assert str(error.value).startswith(f"{name}: needs ")
    line = how_to_install(extra)
    assert str(error.value).endswith(line)
    assert line.startswith(f'{sys.executable} -m pip install "')
    assert missing in line


def test_many_empty_paragraphs_end_at_a_limit() -> None:
    """A part within the limit of size may still be too much to read; then the clock or the memory ends it."""
    data = docx("<w:p/>" * 3_000_000)
    with pytest.raises(
        UnreadableArticle, match=r"^a\.docx: (needs more than 500 MB|took longer than 1.5 s|holds no text)"
    ):
        read_safely(File("a.docx", data), timeout_s=1.5)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_worker_that_needs_more_memory_than_it_may_have_says_so() -> None:
    """The message names the limit."""
    with pytest.raises(UnreadableArticle, match=r"^a\.docx: needs more than 60 MB"):
        read_safely(File("a.docx", docx(paragraph(PROSE * 150_000))), memory_mb=60)


def test_what_stood_in_the_way_is_told_apart_by_its_kind_also_by_a_worker() -> None:
    """An empty file is no unknown format: a door may say it in its own language."""
    with pytest.raises(NoText):
        read_safely(File("a.txt", b" " * 30_000))
    with pytest.raises(UnknownFormat):
        read_safely(File("a.none", b"x" * 30_000))
    with pytest.raises(TooLarge):
        read_safely(File("a.txt", b"x" * 20_000_001))


def test_unknown_format_stays_one_in_a_worker() -> None:
    """A file without a reader is refused with the list of the known ones."""
    with pytest.raises(UnreadableArticle, match=r"^a\.none: no reader for '\.none'; known: .*\.pdf"):
        read_safely(File("a.none", b"x" * 30_000))
