"""Pictures of text and scans, recognised by tesseract: a small program stands for it, which is not installed here."""

import os
from pathlib import Path

import pytest
from command_line import run
from programs import installed
from samples import scan

from bot.errors import Damaged, NoText, TooComplex, UnknownFormat
from bot.readers import File, read, suffixes
from bot.readers.reading import Remark, RemarkKind
from bot.readers.worker import read_safely

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SEEN = (
    "渡 口 记\n\n渡 口 在 河 湾 的 南 边 ， 夏 天 水 涨 ，\n船 要 绕 过 3 块 石 头 。 The ferry is old.\n\f"
)
TITLE, TEXT = "渡口记", "渡口在河湾的南边，夏天水涨，船要绕过 3 块石头。 The ferry is old."


def _tesseract(folder: Path, *, languages: str = "chi_sim\neng", seen: str = SEEN, more: str = "") -> str:
    """A PATH on which `tesseract` sees this in every picture that it can open."""
    code = f"""
import sys
if sys.argv[1:] == ["--list-langs"]:
    print("List of available languages (2):\\n" + {languages!r})
    raise SystemExit
data = sys.stdin.buffer.read()
{more or "pass"}
if not data.startswith((b"\\x89PNG", b"\\xff\\xd8\\xff", b"P5 ")) or sys.argv[1:3] != ["stdin", "stdout"]:
    raise SystemExit(1)
sys.stdout.buffer.write({seen!r}.encode())"""
    return f"{installed(folder / 'bin', 'tesseract', code)}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("name", "data"), [("a.png", PNG), ("a.JPG", b"\xff\xd8\xff" + bytes(64)), ("a.pdf", scan(1))]
)
def test_text_in_a_picture_is_read_and_said_to_be_read_by_machine(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan too; without the spaces that stand between characters."""
    monkeypatch.setenv("PATH", _tesseract(tmp_path))
    reading = read_safely(File(name, data))
    assert (TITLE, TEXT) == (reading.article.source.title, reading.article.text)
    assert (Remark(RemarkKind.MACHINE_READ),) == reading.remarks


def test_each_page_of_a_scan_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, one after the other; in 300 dots an inch."""
    size = 'head = data.split(b" ")\nassert head[1:3] == [b"2480", b"3509"] or head[1:3] == [b"2479", b"3508"], head[:3]'
    monkeypatch.setenv("PATH", _tesseract(tmp_path, seen="水涨了，船要绕过三块石头。\n", more=size))
    assert 3 == read(File("a.pdf", scan(3))).article.text.count("水涨了")


def test_only_languages_that_are_there_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese data is a package of its own."""
    asked = "assert sys.argv[4] == 'eng', sys.argv"
    monkeypatch.setenv("PATH", _tesseract(tmp_path, languages="eng\nosd", more=asked))
    assert TEXT == read(File("a.png", PNG)).article.text


@pytest.mark.parametrize(
    ("error", "name", "data", "seen"),
    [
        (NoText, "a.png", PNG, " \n\f"),
        (NoText, "a.pdf", scan(1), " \n\f"),
        (TooComplex, "a.pdf", scan(51), SEEN),
    ],
    ids=["empty picture", "empty scan", "long scan"],
)
def test_what_cannot_be_recognised_is_refused(
    error: type[Exception], name: str, data: bytes, seen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line."""
    monkeypatch.setenv("PATH", _tesseract(tmp_path, seen=seen))
    with pytest.raises(error, match=rf"\A{name}: [^\n]+\Z"):
        read(File(name, data))


def test_a_picture_that_the_program_cannot_open_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As damaged."""
    monkeypatch.setenv("PATH", _tesseract(tmp_path, more="raise SystemExit(1)"))
    with pytest.raises(Damaged, match=r"^a\.png: cannot be read by tesseract"):
        read(File("a.png", PNG))


def test_without_the_program_pictures_have_no_reader_and_a_scan_must_be_recognised_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No suffix of a picture is named among those that are known."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ".png" not in suffixes()
    with pytest.raises(UnknownFormat, match=r"^a\.png: no reader for "):
        read(File("a.png", PNG))
    with pytest.raises(
        NoText, match=r"^a\.pdf: has no text layer \(a scan\?\); run text recognition over it first"
    ):
        read(File("a.pdf", scan(1)))


def test_a_picture_is_added_and_its_doubt_is_told(tmp_path: Path) -> None:
    """By the command; a folder's pictures are left, since pages bring theirs along."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.png").write_bytes(PNG)
    (tmp_path / "folder" / "b.txt").write_text("书车\n\n书车每周三下午停在东门。", encoding="utf-8")
    path = _tesseract(tmp_path)
    done = run("add", str(tmp_path / "folder" / "a.png"), PATH=path)
    assert done.stdout.startswith(f"added: {TITLE} (")
    assert "recognised in pictures by a program" in done.stderr
    assert run("add", str(tmp_path / "folder"), PATH=path).stdout.startswith("added: 书车 (")
