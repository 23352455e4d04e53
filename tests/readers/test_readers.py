"""The contract of every reader; a new one is found and held to it by itself."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from bot import readers
from bot.errors import UnknownFormat, UnreadableArticle
from bot.readers import MAX_BYTES, File, formats
from bot.readers.formats import picture
from bot.readers.programs import is_installed

MODULES = [import_module(f"{formats.__name__}.{info.name}") for info in iter_modules(formats.__path__)]
SUFFIXES = [suffix for module in MODULES for suffix in module.SUFFIXES]
BAD = {
    "empty": b"",
    "blank": b" \n\t\n\r\n",
    "binary": bytes(range(256)) * 64,
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 64,
    "large": b"a " * (MAX_BYTES // 2 + 1),
    "cut pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog",
    "cut zip": b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)),
    "page without text": b"<!DOCTYPE html><html><head><title>x</title></head><body></body></html>",
    "nul bytes": b"\0" * 1_000,
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "rich text without text": b"{\\rtf1\\ansi}",
}


def test_every_suffix_has_one_reader() -> None:
    """No two readers claim a suffix, suffixes are in lower case, all are found; without tesseract no pictures."""
    assert SUFFIXES == [suffix.lower() for suffix in SUFFIXES if suffix.startswith(".")]
    assert sorted(set(SUFFIXES)) == sorted(SUFFIXES)
    wanted = set(SUFFIXES) if is_installed("tesseract") else set(SUFFIXES) - set(picture.SUFFIXES)
    assert tuple(sorted(wanted)) == readers.suffixes()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", BAD)
def test_bad_file_is_refused_in_one_line(suffix: str, kind: str) -> None:
    """A file without an article raises UnreadableArticle: one line that starts with the file's name."""
    with pytest.raises(UnreadableArticle) as error:
        readers.read(File(f"名 字{suffix}", BAD[kind]))
    assert f"名 字{suffix}: " == str(error.value)[: len(f"名 字{suffix}: ")]
    assert "\n" not in str(error.value)


def test_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnreadableArticle, match=r"^large\.txt: 50 MB is too large"):
        readers.read_path(path)


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    """The message names the path and what to do."""
    with pytest.raises(UnreadableArticle, match="no such file; check the path"):
        readers.read_path(tmp_path / "missing.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableArticle, match="is a folder"):
        readers.read_path(tmp_path / "folder.txt")


def test_unknown_suffix_names_the_known_ones() -> None:
    """A format without a reader is refused with the list of those that have one."""
    with pytest.raises(UnknownFormat, match=r"^notes\.none: no reader for '\.none'; known: .*\.md .*\.txt"):
        readers.read(File("notes.none", b"text"))


def test_unknown_suffix_is_refused_before_the_file_is_opened(tmp_path: Path) -> None:
    """In one line too, whatever its name holds."""
    with pytest.raises(UnknownFormat, match=r"^two lines\.none: no reader for '\.none'; known: "):
        readers.read_path(tmp_path / "two\nlines.none")
