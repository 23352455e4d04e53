"""Folders in, folders out, backups, by the `zhaiyin` command."""

import json
import os
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from command_line import Zhaiyin, run


@pytest.fixture
def zhaiyin() -> Zhaiyin:
    """Runs `zhaiyin` with the arguments given, in an empty folder."""
    return run


def _listed(zhaiyin: Zhaiyin, shelf: str = "public") -> list[dict[str, Any]]:
    return [json.loads(line) for line in zhaiyin("list", "--json", "--shelf", shelf).stdout.splitlines()]


def _write_notes(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"week{number % 3}").mkdir(parents=True, exist_ok=True)
        text = f"第{number}次会议\n\n这次会议讨论了第{number}个问题，大家都同意了。\n"
        (folder / f"week{number % 3}" / f"note{number}.txt").write_text(text, encoding="utf-8")


def test_a_folder_is_looked_through_and_a_second_run_passes_over_what_is_there(
    zhaiyin: Zhaiyin, tmp_path: Path
) -> None:
    """One line per failure and a summary; what was cut short is finished by running it again."""
    _write_notes(tmp_path / "notes", 7)
    (tmp_path / "notes" / "picture.png").write_bytes(b"not looked at")
    (tmp_path / "notes" / "empty.txt").write_bytes(b"")
    first = zhaiyin("add", "notes")
    assert 2 == first.returncode
    assert "8 files: 7 added, 0 replaced, 0 already there, 1 failed\n" == first.stdout
    [failure] = first.stderr.splitlines()
    assert "empty.txt" in failure
    assert "8 files: 0 added, 0 replaced, 7 already there, 1 failed\n" == zhaiyin("add", "notes").stdout


def test_a_failure_in_a_folder_is_named_with_its_path_and_what_programs_keep_is_passed_over(
    zhaiyin: Zhaiyin, tmp_path: Path
) -> None:
    """Many folders have a file of that name; a lock, a dot file and what macOS packs along are nobody's articles."""
    _write_notes(tmp_path / "notes", 2)
    for name in (
        "week1/~$note.docx",
        "week1/._note.txt",
        ".git/note.md",
        "__MACOSX/note.txt",
        "week1/empty.txt",
    ):
        (tmp_path / "notes" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "notes" / name).write_bytes(b"")
    done = zhaiyin("add", "notes")
    assert "3 files: 2 added, 0 replaced, 0 already there, 1 failed\n" == done.stdout
    assert (
        "zhaiyin: notes/week1/empty.txt: is empty; give a file with at least one paragraph\n" == done.stderr
    )


def test_each_file_of_an_archive_is_an_article(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """A line for each, and for what in it could not be read, by its name; the status is as for files given singly."""
    with ZipFile(tmp_path / "notes.zip", "w") as archive:
        archive.writestr("a/甲.txt", "渡口记\n渡口在河湾的南边，夏天水涨，船要绕过三块石头。")
        archive.writestr("a/乙.txt", "桥边的灯\n桥边的灯去年冬天坏了两盏，今年四盏都亮了。")
        archive.writestr("a/丙.none", "x")
    done = zhaiyin("add", "notes.zip")
    assert (2, ["added: 桥边的灯", "added: 渡口记"]) == (
        done.returncode,
        [line.partition(" (")[0] for line in done.stdout.splitlines()],
    )
    counted, named = done.stderr.splitlines()
    assert counted == "zhaiyin: notes.zip: Files that could not be read: 1; all others were read."
    assert named.startswith("zhaiyin: notes.zip: 丙.none: no reader for '.none'")
    assert 2 == zhaiyin("add", "--check", "notes.zip").returncode


def test_a_folder_without_anything_to_read_says_so(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """Its status is that of wrong use, so that a script knows it."""
    (tmp_path / "notes").mkdir()
    done = zhaiyin("add", "notes")
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("zhaiyin: notes: holds no file that can be read; known: .doc .docx")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names in Unicode")
def test_a_name_in_an_old_encoding_is_shown_by_its_bytes(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """Archives from Windows unpack to such names."""
    (tmp_path / "notes").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "notes") + b"/\xbb\xe1.txt")).write_text(
        "这次会议都同意了。", "utf-8"
    )
    [added] = zhaiyin("add", "--json", "notes").stdout.splitlines()
    assert ("notes/\\xbb\\xe1.txt", "new") == (json.loads(added)["file"], json.loads(added)["outcome"])


@pytest.mark.parametrize("address", ["ftp://a.example/b.txt", "file:///etc/hosts"])
def test_an_address_that_is_not_of_the_web_is_no_path(zhaiyin: Zhaiyin, address: str) -> None:
    """No file of that name is looked for."""
    done = zhaiyin("add", address)
    assert (2, f"zhaiyin: {address}: only http and https are read") == (
        done.returncode,
        done.stderr.partition(";")[0],
    )


def test_a_shelf_exported_and_added_again_is_the_same(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """Sources and texts survive the way out and back."""
    _write_notes(tmp_path / "notes", 3)
    zhaiyin("add", "notes")
    done = zhaiyin("export", "public", "out")
    assert "4 articles written to out\n" == done.stdout
    zhaiyin("add", "out", "--shelf", "copy")
    before = sorted(_listed(zhaiyin), key=lambda article: str(article["id"]))
    assert before == sorted(_listed(zhaiyin, "copy"), key=lambda article: str(article["id"]))


def test_a_backup_brings_back_what_was_removed(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """The library is what it was."""
    _write_notes(tmp_path / "notes", 2)
    zhaiyin("add", "notes")
    before = _listed(zhaiyin)
    assert 0 == zhaiyin("backup", "all.backup").returncode
    for article in before[1:]:
        zhaiyin("remove", article["id"])
    assert 1 == len(_listed(zhaiyin))
    assert 0 == zhaiyin("restore", "all.backup", "--yes").returncode
    assert before == _listed(zhaiyin)


def test_nothing_is_replaced_unless_that_is_said(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """Neither a backup by another nor a library by a backup; the line says what would be lost."""
    assert 0 == zhaiyin("backup", "all.backup").returncode
    assert 0 == zhaiyin("restore", "all.backup").returncode
    _write_notes(tmp_path / "notes", 2)
    zhaiyin("add", "notes")
    before = _listed(zhaiyin)
    kept, content = zhaiyin("backup", "all.backup"), (tmp_path / "all.backup").read_bytes()
    assert (2, "zhaiyin: all.backup: is there already; choose another name, or add --force\n") == (
        kept.returncode,
        kept.stderr,
    )
    assert content == (tmp_path / "all.backup").read_bytes()
    refused = zhaiyin("restore", "all.backup")
    assert 2 == refused.returncode
    assert f"would replace {len(before)} articles and the notebook; add --yes" in refused.stderr
    assert before == _listed(zhaiyin)
    assert 0 == zhaiyin("backup", "all.backup", "--force").returncode
    assert content != (tmp_path / "all.backup").read_bytes()


@pytest.mark.parametrize(("content", "said"), [(None, "no such file"), (b"nonsense" * 100, "is no backup")])
def test_what_is_no_backup_is_not_restored(
    zhaiyin: Zhaiyin, tmp_path: Path, content: bytes | None, said: str
) -> None:
    """One line, and the library is as it was."""
    if content:
        (tmp_path / "file").write_bytes(content)
    before = _listed(zhaiyin)
    done = zhaiyin("restore", "file")
    assert 2 == done.returncode
    assert said in done.stderr
    assert 1 == len(done.stderr.splitlines())
    assert before == _listed(zhaiyin)
