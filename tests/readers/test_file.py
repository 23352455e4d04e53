"""Bytes in any encoding that Chinese text comes in give the same text."""

import os
from pathlib import Path

import pytest

from bot.errors import TooLarge, UnreadableArticle
from bot.readers import MAX_BYTES, File
from bot.readers.worker import read_safely

SIMPLIFIED = "先把人请齐，再把事议准。\n商量好了再动手，前面多问一句，后面少跑十趟。"
TRADITIONAL = "書倉分三層：一樓放海洋與航運。\n推開鐵門，最先看見的不是書，而是一面用舊船板拼成的牆。"
ANY = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLIFIED, name) for name in (*ANY, "gbk")]
    + [(TRADITIONAL, name) for name in (*ANY, "big5", "big5hkscs")],
)
def test_encoding_is_found(text: str, encoding: str) -> None:
    """Unicode with or without a mark, GB18030 and Big5 are told apart."""
    assert text == File("a.txt", text.encode(encoding)).text()


def test_a_file_has_a_name_fit_for_a_message_from_the_start() -> None:
    """Folders and line breaks are no part of it; a name made fit stays as it is."""
    file = File("C:\\x\\a\nb.TXT", b"x", "http://a.example/")
    assert ("a b.TXT", ".txt") == (file.name, file.suffix)
    long = File("长" * 300 + ".md", b"").name
    assert long == File(long, b"").name


def test_a_file_is_never_too_large() -> None:
    """The limit holds when it is made, so that no reader has to ask."""
    assert MAX_BYTES == len(File("a.txt", b"x" * MAX_BYTES).data)
    with pytest.raises(TooLarge, match=r"^a\.txt: 20\.1 MB is too large for an article; the limit is 20 MB"):
        File("b/a.txt", b"x" * (MAX_BYTES + 1))


def test_latin_text_in_a_legacy_encoding() -> None:
    """Windows-1252 is read if nearly all is ASCII."""
    text = "The café was closed “for the winter”, so they walked on to the harbour and sat there for an hour."
    assert text == File("a.txt", text.encode("cp1252")).text()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\f", "\u2028", "\v"])
def test_line_ends_become_one(end: str) -> None:
    """Whatever ended a line, a line feed ends it now."""
    assert "甲\n乙" == File("a.txt", f"甲{end}乙".encode()).text()


def test_unseen_characters_at_line_ends_are_dropped() -> None:
    """Zero-width characters and controls go; those within a line that are not controls stay."""
    assert "甲\u200d乙\n丙" == File(
        "a.txt", "\u200b甲\u200d乙\u200b\u200b \n\ufeff丙\u200b".encode()
    ).text().replace(" ", "")


@pytest.mark.parametrize(
    "blanks", ["\u200b", "\xa0\u200b", "\u200b\xa0\u200b", " \u200b \u200b\u2060", "\u3000\u00ad"]
)
def test_unseen_characters_among_blanks_at_line_ends_are_dropped(blanks: str) -> None:
    """Wherever among them they stand: a line that is read again starts and ends as it did."""
    text = File("a.txt", f"{blanks}---{blanks}\n甲{blanks}乙".encode()).text()
    first, second = text.split("\n")
    assert ("---", f"甲{blanks}乙") == (first.strip(), second)


def test_character_cut_off_at_the_end_is_dropped() -> None:
    """A file cut in the middle of its last character is still text."""
    assert "先把人请" == File("a.txt", "先把人请齐".encode()[:-1]).text()


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 100,
        b"\x01\x02\x03" * 50,
        b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)),
        b"\xff\xd8\xff\xe0" * 9,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    """NUL bytes, controls and bytes of no encoding are no text."""
    with pytest.raises(UnreadableArticle, match=r"^a\.txt: looks like a binary file"):
        File("a.txt", data).text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Nor is a device, which never ends."""
    os.mkfifo(tmp_path / "a.txt")
    for path in (tmp_path / "a.txt", Path(os.devnull)):
        with pytest.raises(UnreadableArticle, match="is no ordinary file"):
            File.at(path)


@pytest.mark.parametrize("unit", ["\n", "\r", " ", "\u200b", "\u200b ", "字", "a"])
def test_a_megabyte_of_anything_is_read(unit: str) -> None:
    """No run of characters makes reading slower than linear, which would take hours and be given up."""
    data = (unit * (1_000_000 // len(unit.encode())) + "字").encode()
    assert len(data) < MAX_BYTES
    assert read_safely(File("a.txt", data), timeout_s=120).article.text.endswith("字")
