"""The whole database in one file, and back, whichever kind of database it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE, edition
from command_line import run
from databases import content, sqlite
from notebook.scene import ASKED, GROUP, PERSON, PRIVATE

from bot.answering.quoting.citation import STYLES
from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.model import PUBLIC, ShelfRef
from bot.notebook import Notebook, Post

_OF_THE_CLUSTER = ("generations", "indexed", "index_jobs")
"""Tables of indexes elsewhere, which no backup brings back: they are built anew."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of the backup."""
    return tmp_path / "all.backup"


@pytest.fixture
def notebook(url: str) -> Iterator[Notebook]:
    """A notebook with a row in every table, from which something was deleted."""
    notebook = Notebook.at(url, styles=STYLES)
    notebook.change(GROUP, length="full", buttons=False)
    notebook.bind(GROUP, ShelfRef.parse("club"), 3)
    notebook.key(GROUP)
    notebook.note_adder(GROUP, LIBRARY.id, PERSON)
    notebook.note_unanswered(GROUP, ShelfRef.parse("club"), "停车场在哪里？")
    notebook.inbox("telegram", 7).receive([Post(7, "{}", 5)])
    notebook.vote(notebook.write(replace(ASKED, asker=notebook.hash_person(PERSON))).number, PERSON, 1)
    notebook.write(replace(ASKED, chat=PRIVATE))
    notebook.forget_chat(PRIVATE)
    yield notebook
    notebook.close()


@pytest.fixture
def library(url: str, notebook: Notebook) -> Iterator[Library]:
    """A library with two shelves, in the same database as the notebook."""
    library = Library.at(url)
    library.add(LIBRARY)
    library.add(NOTE, "club")
    library.holdings.keep("club", {(NOTE.id, "seal"): b"counted"})
    yield library
    library.close()


def _but_revisions(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept: neither the rates of the last minute, nor a cluster's indexes, nor how often a shelf changed."""
    told = {name: rows for name, rows in content(url).items() if name not in ("rates", *_OF_THE_CLUSTER)}
    return {**told, "shelves": [row[:1] for row in told["shelves"]]}


def test_everything_comes_back_in_either_kind_of_database(
    library: Library, url: str, second_url: str, file: Path
) -> None:
    """Every row of every table; so a library in SQLite can move to PostgreSQL, and back."""
    before = _but_revisions(url)
    assert all(before.values())
    library.back_up(file)
    second = Library.at(second_url)
    second.add(edition("要被换掉的一版。"))
    second.restore(file)
    second.close()
    assert before == _but_revisions(second_url)


def test_what_came_after_the_backup_is_gone_and_the_shelf_has_another_revision(
    library: Library, notebook: Notebook, url: str, file: Path
) -> None:
    """A running bot sees the articles of the backup at its next question."""
    before, revision = _but_revisions(url), library.revision()
    library.back_up(file)
    library.add(NOTE)
    notebook.change(GROUP, length="short")
    library.restore(file)
    assert before == _but_revisions(url)
    assert revision != library.revision()


def test_the_number_of_an_answer_is_not_given_again_after_the_backup_came_back(
    library: Library, notebook: Notebook, file: Path
) -> None:
    """Buttons under answers that were given since must not come to another chat's."""
    library.back_up(file)
    given = [notebook.write(ASKED).number for _ in range(3)]
    library.restore(file)
    assert notebook.write(ASKED).number > max(given)


def test_a_number_that_was_forgotten_before_the_backup_is_not_given_in_a_new_database(
    library: Library, notebook: Notebook, second_url: str, file: Path
) -> None:
    """The backup knows the highest number ever given, even if its answer was deleted."""
    forgotten = notebook.write(replace(ASKED, chat=PRIVATE)).number
    notebook.forget_chat(PRIVATE)
    library.back_up(file)
    second = Library.at(second_url)
    second.restore(file)
    second.close()
    moved = Notebook.at(second_url, styles=STYLES)
    assert moved.write(ASKED).number > forgotten
    moved.close()


def test_a_backup_that_cannot_come_back_whole_changes_nothing(
    library: Library, url: str, file: Path, tmp_path: Path
) -> None:
    """PostgreSQL stores no NUL character, SQLite does: all or nothing, and it is reported."""
    other = Notebook.at(sqlite(tmp_path / "other.db"), styles=STYLES)
    other.note_unanswered(GROUP, PUBLIC, "有\0的问题")
    other.close()
    source = Library.at(sqlite(tmp_path / "other.db"))
    source.back_up(file)
    source.close()
    before = content(url)
    if url.startswith("sqlite"):
        library.restore(file)
        assert before != content(url)
    else:
        with pytest.raises(LibraryUnavailable):
            library.restore(file)
        assert before == content(url)


def test_a_place_that_cannot_be_written_is_named(library: Library, tmp_path: Path) -> None:
    """One line, and nothing lies about."""
    (tmp_path / "taken").mkdir()
    for place in (tmp_path / "nowhere" / "all.backup", tmp_path / "taken"):
        with pytest.raises(
            LibraryUnavailable, match=rf"^{place}: cannot be written .*; choose another place$"
        ):
            library.back_up(place)
    assert [] == [*tmp_path.glob("*.new*"), *(tmp_path / "taken").iterdir()]


def test_a_backup_takes_the_place_of_an_older_one_and_leaves_nothing_beside_it(
    library: Library, url: str, file: Path
) -> None:
    """Through the command line too."""
    file.write_bytes(b"an older one")
    (file.parent / "all.backup.new").write_bytes(b"one that was broken off")
    assert (0, f"written: {file}\n", "") == run("backup", "--force", str(file), DATABASE_URL=url)
    assert [file] == list(file.parent.glob("all.backup*"))
    before = _but_revisions(url)
    assert (0, f"restored: {file}\n", "") == run("restore", "--yes", str(file), DATABASE_URL=url)
    assert before == _but_revisions(url)
