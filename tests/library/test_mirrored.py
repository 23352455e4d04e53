"""A folder that did not change since it was mirrored is not read again."""

import os
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.library import Library
from bot.library.mirrored import mirror_changes


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of one article."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text("青石桥修好了。", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file counts as settled at once, so that no test waits for it."""
    monkeypatch.setattr("bot.folder_state._SETTLED_NS", 0)


def _texts(library: Library) -> list[str]:
    return [article.text for article in library.articles()]


def test_a_note_is_made_once_nothing_changes(library: Library, corpus: Path, tmp_path: Path) -> None:
    """The first time adds the article, the second sees that it is there."""
    note = tmp_path / "note"
    mirror_changes(library, corpus, note)
    assert not note.exists()
    mirror_changes(library, corpus, note)
    assert note.exists()
    assert ["青石桥修好了。"] == _texts(library)


def test_a_change_is_seen_even_with_the_old_time_and_size(
    library: Library, corpus: Path, tmp_path: Path
) -> None:
    """Of a file that an editor wrote back with its old time."""
    note, file = tmp_path / "note", corpus / "a.md"
    for _ in range(2):
        mirror_changes(library, corpus, note)
    before = file.stat()
    file.write_text("青石桥塌掉了。", encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    mirror_changes(library, corpus, note)
    assert ["青石桥塌掉了。"] == _texts(library)


def test_what_was_taken_off_the_shelf_comes_back(library: Library, corpus: Path, tmp_path: Path) -> None:
    """The note is of the shelf, too."""
    note = tmp_path / "note"
    for _ in range(2):
        mirror_changes(library, corpus, note)
    library.remove(library.articles()[0].id)
    mirror_changes(library, corpus, note)
    assert ["青石桥修好了。"] == _texts(library)


def test_a_file_that_cannot_be_read_is_told_every_time(
    library: Library, corpus: Path, tmp_path: Path
) -> None:
    """Not only the first."""
    (corpus / "b.md").write_bytes(b"\x00\x01\x02")
    told = [len(mirror_changes(library, corpus, tmp_path / "note")) for _ in range(3)]
    assert [1, 1, 1] == told


def test_a_folder_that_is_gone_is_told(library: Library, corpus: Path, tmp_path: Path) -> None:
    """Even if it was empty when the note was made."""
    (corpus / "a.md").unlink()
    for _ in range(3):
        mirror_changes(library, corpus, tmp_path / "note")
    corpus.rmdir()
    with pytest.raises(ConfigurationError, match="no such folder"):
        mirror_changes(library, corpus, tmp_path / "note")
