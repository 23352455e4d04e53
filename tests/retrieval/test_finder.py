"""Documents that tantivy finds in a folder, and what of the folder is in memory."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from tools import until

from bot.language.keys import key
from bot.retrieval.arrays_file import give_back, mapped_arrays, write_arrays
from bot.retrieval.found import Finder
from bot.retrieval.found_writer import writing
from bot.retrieval.mapped_memory import MappedMemory
from bot.retrieval.postings import counted

TERMS = "abcdefg"
KEYS = np.array([key(term) for term in TERMS], dtype=np.uint64)
SIZE = 64_000_000
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")


def _filled(folder: Path, articles: range) -> Path:
    """Add articles to the folder, each with one of the terms more often than the one before."""
    folder.mkdir(exist_ok=True)
    with writing(folder) as writer:
        for number in articles:
            writer.add(number, number, counted([[[TERMS[number % len(TERMS)]] * (number + 1)]]))
        writer.commit()
    return folder


def test_a_folder_that_is_opened_anew_gives_the_same(tmp_path: Path) -> None:
    """Term by term, and all together."""
    finder = Finder(_filled(tmp_path / "terms", range(30)))
    asked = [KEYS, *KEYS[:, None]]
    before = [finder.found(one, 5) for one in asked]
    finder.reopen()
    assert [finder.found(one, 5) for one in asked] == before
    assert all(before)


def test_a_folder_that_is_opened_anew_has_what_came_meanwhile(tmp_path: Path) -> None:
    """Whoever looks the documents up in tables of his own leaves out what these do not have."""
    finder = Finder(_filled(tmp_path / "terms", range(7)))
    _filled(tmp_path / "terms", range(7, 14))
    assert len(finder.found(KEYS, 20)) == 7
    finder.reopen()
    assert len(finder.found(KEYS, 20)) == 14


@on_linux
def test_what_was_opened_before_is_let_go(tmp_path: Path) -> None:
    """However often it is opened, the folder is mapped once."""
    finder = Finder(_filled(tmp_path / "terms", range(30)))
    once = _mapped(tmp_path)
    for _ in range(20):
        finder.found(KEYS, 5)
        finder.reopen()
    # tantivy's own threads let go of a folder a moment later
    until(lambda: 0 < _mapped(tmp_path) <= once)


def test_a_folder_that_is_gone_is_searched_as_it_was(tmp_path: Path) -> None:
    """Whoever builds an index anew removes the old one, which others still ask."""
    finder = Finder(_filled(tmp_path / "terms", range(30)))
    before = finder.found(KEYS, 5)
    shutil.rmtree(tmp_path / "terms")
    finder.reopen()
    assert finder.found(KEYS, 5) == before


@on_linux
def test_arrays_that_are_given_back_leave_memory_and_are_as_they_were(tmp_path: Path) -> None:
    """All of a file go at once, and come again when they are looked at."""
    write_arrays(tmp_path / "tables", {"a": np.ones(SIZE, np.uint8), "b": np.arange(9)})
    arrays, mapped = mapped_arrays(tmp_path / "tables"), MappedMemory()
    assert arrays["a"].sum() == SIZE
    assert mapped.grown() > 0.9 * SIZE
    give_back(arrays["b"][3:])
    assert mapped.grown() < 0.5 * SIZE
    assert arrays["b"].tolist() == list(range(9))
    assert arrays["a"].sum() == SIZE


@on_linux
def test_memory_is_counted_from_the_least_there_was(tmp_path: Path) -> None:
    """An index that takes another's place is opened while that is still in memory."""
    write_arrays(tmp_path / "tables", {"a": np.ones(SIZE, np.uint8)})
    array = mapped_arrays(tmp_path / "tables")["a"]
    assert array.sum() == SIZE
    mapped = MappedMemory()
    give_back(array)
    assert mapped.grown() < 0.1 * SIZE
    assert array.sum() == SIZE
    assert mapped.grown() > 0.9 * SIZE


def test_arrays_of_no_file_have_nothing_to_give_back() -> None:
    """They stay as they are."""
    array = np.arange(9)
    give_back(array)
    assert array.tolist() == list(range(9))


def _mapped(folder: Path) -> int:
    """Return how many stretches of the folder's files are mapped into this process."""
    return Path("/proc/self/maps").read_text(encoding="utf-8").count(str(folder))
