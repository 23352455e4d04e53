"""Files that hold others: pages saved in one file, archives, and old documents that a program makes into new ones."""

import io
import os
import plistlib
import zipfile
from pathlib import Path

import pytest
from programs import installed
from samples import docx, mhtml, paragraph, zipped

from bot.errors import Damaged, ReaderMissing, TooComplex, UnreadableArticle
from bot.readers import File, read
from bot.readers.reading import RemarkKind
from bot.readers.worker import read_safely

PROSE = "渡口在河湾的南边，夏天水涨，船要绕过三块石头。"
PAGE = f"<html><head><title>渡口</title></head><body><article><h1>渡口</h1><p>{PROSE}</p></article></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5"])
def test_a_page_in_mhtml_is_read_in_the_charset_of_its_part(charset: str) -> None:
    """A page may say another, or none."""
    text = PAGE if charset != "big5" else PAGE.replace("块", "塊")
    text = (
        text
        if charset != "big5"
        else text.replace("边", "邊")
        .replace("涨", "漲")
        .replace("头", "頭")
        .replace("湾", "灣")
        .replace("绕", "繞")
        .replace("过", "過")
    )
    found = read(
        File("a.mht", mhtml(text.encode(charset), charset=charset, url="https://example.org/x"))
    ).article
    assert "https://example.org/x" == found.source.url
    assert found.text in text


@pytest.mark.parametrize("url", ["file:///C:/a.html", "javascript:alert(1)", ""])
def test_only_an_address_of_the_web_is_one(url: str) -> None:
    """The place on somebody's disk is no source."""
    assert read(File("a.mhtml", mhtml(PAGE.encode(), url=url))).article.source.url is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mhtml", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nno page"),
        (
            "a.webarchive",
            plistlib.dumps(
                {"WebMainResource": {"WebResourceData": b"x", "WebResourceMIMEType": "image/png"}}
            ),
        ),
        ("a.webarchive", plistlib.dumps({"WebMainResource": ["x"]})),
        ("a.webarchive", plistlib.dumps(["x"])),
        ("a.webarchive", b"bplist00" + bytes(40)),
        ("a.zip", zipped({"a/": "", "__MACOSX/._a.txt": "x", "style.css": "x"})),
        ("a.zip", zipped({"inner.zip": zipped({"a.txt": PROSE})})),
        ("a.zip", zipped({"a.xyz": "x"})),
    ],
)
def test_a_file_without_a_page_is_refused(name: str, data: bytes) -> None:
    """In one line."""
    with pytest.raises(UnreadableArticle):
        read(File(name, data))


def test_each_file_of_an_archive_is_an_article() -> None:
    """Ordered by path; what cannot be read is told by name, and spoils no other."""
    data = zipped(
        {
            "乙.txt": f"乙篇\n{PROSE}",
            "甲/丙.html": PAGE,
            "坏.docx": b"PK\x03\x04",
            "里.zip": zipped({"a.txt": "x"}),
            "b.xlsx": "x",
        }
    )
    reading = read_safely(File("包.zip", data))
    assert ["乙篇", "渡口"] == [article.source.title for article in reading.articles]
    [remark] = [remark for remark in reading.remarks if remark.kind is RemarkKind.UNREAD_FILES]
    assert 3 == remark.number
    assert ["b.xlsx", "坏.docx", "里.zip"] == sorted(
        passage.partition(": ")[0] for passage in remark.passages
    )


def test_names_in_an_archive_do_not_lead_out_of_it() -> None:
    """They are shown on one line, without folders."""
    [remark] = read(File("a.zip", zipped({"../../etc/a\n.none": "x", "a.txt": f"甲\n{PROSE}"}))).remarks
    assert ["a .none"] == [passage.partition(": ")[0] for passage in remark.passages]


def test_a_link_in_an_archive_is_told_and_is_no_article() -> None:
    """What it holds is the path that it leads to."""
    link, data = zipfile.ZipInfo("b.txt"), io.BytesIO(zipped({"a.txt": f"甲\n{PROSE}"}))
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(link, "/home/keeper/b.txt")
    reading = read_safely(File("a.zip", data.getvalue()))
    [remark] = [remark for remark in reading.remarks if remark.kind is RemarkKind.UNREAD_FILES]
    assert ["甲"] == [article.source.title for article in reading.articles]
    assert ("a.zip: b.txt is a link; put the file itself into it",) == remark.passages


def test_names_that_an_old_archiver_wrote_are_told_as_they_were_meant() -> None:
    """In GBK, as Windows in Chinese does."""
    [remark] = read(
        File("a.zip", zipped({"渡口.none".encode("gbk").decode("cp437"): "x", "a.txt": f"甲\n{PROSE}"}))
    ).remarks
    assert ["渡口.none"] == [passage.partition(": ")[0] for passage in remark.passages]


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (TooComplex, {f"{number}.txt": "x" for number in range(51)}),
        (TooComplex, {"a.txt": bytes(11_000_000), "b.txt": bytes(11_000_000)}),
    ],
    ids=["many", "large"],
)
def test_an_archive_of_more_than_its_bounds_is_refused(
    error: type[Exception], parts: dict[str, str | bytes]
) -> None:
    """50 files, 20 MB unpacked."""
    with pytest.raises(error, match=r"^a\.zip: "):
        read(File("a.zip", zipped(parts)))


def test_an_old_word_document_is_read_by_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of its own, under a name of ours, with a profile of its own."""
    (tmp_path / "made.docx").write_bytes(docx(paragraph("渡口记", "a1") + paragraph(PROSE)))
    code = f"""
import pathlib, shutil, sys
given = pathlib.Path(sys.argv[-1])
assert given.read_bytes()[:4] == b"\\xd0\\xcf\\x11\\xe0" and given.name == "document.doc"
assert "-env:UserInstallation=file://" + str(given.parent / "profile") in sys.argv and "--headless" in sys.argv
shutil.copy({str(tmp_path / "made.docx")!r}, given.with_suffix(".docx"))"""
    monkeypatch.setenv("PATH", str(installed(tmp_path / "bin", "soffice", code)), prepend=os.pathsep)
    reading = read_safely(File("-旧 文.doc", OLE))
    assert ("渡口记", PROSE) == (reading.article.source.title, reading.article.text)


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "pass"])
def test_an_old_word_document_that_libreoffice_cannot_read_is_refused(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it says so or not."""
    monkeypatch.setenv("PATH", str(installed(tmp_path / "bin", "soffice", code)), prepend=os.pathsep)
    with pytest.raises(Damaged, match=r"^a\.doc: cannot be read by "):
        read_safely(File("a.doc", OLE))


def test_an_old_word_document_needs_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to do without."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReaderMissing, match=r"needs LibreOffice; install it, or save the file as \.docx"):
        read(File("a.doc", OLE))
