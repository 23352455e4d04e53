"""Where every door asks."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import pytest
from articles import LIBRARY, NOTE

from bot.chat.desk import Desk
from bot.errors import UnknownShelf
from bot.library import Library
from bot.model import NotFound, PassageAnswer, Question
from bot.retrieval.memory import MemoryEngine


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with one article on the public shelf."""
    library = Library.at(f"sqlite:///{tmp_path / 'zhaiyin.db'}")
    library.add(LIBRARY)
    yield library
    library.close()


def _found(desk: Desk, question: str, shelf: str = "public") -> bool:
    return isinstance(desk.ask(Question(question, shelf)), PassageAnswer)


def test_an_article_added_or_removed_by_anybody_counts_from_the_next_question_on(library: Library) -> None:
    """The desk sees the library as it is."""
    desk = Desk(library, MemoryEngine)
    assert not _found(desk, "松木书架的预算")
    library.add(NOTE)
    assert _found(desk, "松木书架的预算")
    library.remove(NOTE.id)
    assert not _found(desk, "松木书架的预算")


def test_shelves_joined_are_asked_as_one_and_apart_they_know_nothing_of_each_other(library: Library) -> None:
    """Both shelves answer together, neither answers for the other."""
    library.add(NOTE, "club")
    desk = Desk(library, MemoryEngine)
    assert _found(desk, "松木书架的预算", "public+club")
    assert _found(desk, "流动书车", "public+club")
    assert not _found(desk, "松木书架的预算")
    assert not _found(desk, "流动书车", "club")


def test_an_unknown_shelf_is_told(library: Library) -> None:
    """Also one of several."""
    with pytest.raises(UnknownShelf):
        Desk(library, MemoryEngine).ask(Question("问", "public+nowhere"))


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    """There is nothing to ask."""
    library = Library.at(f"sqlite:///{tmp_path / 'empty.db'}")
    assert isinstance(Desk(library, MemoryEngine).ask(Question("问什么呢")), NotFound)
    library.close()


class _SlowEngine(MemoryEngine):
    """An engine whose second building waits until it is told to go on."""

    built = 0
    go_on = threading.Event()

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Self:
        cls.built += 1
        if cls.built > 1:
            cls.go_on.wait(30)
        return super().build(documents)


def test_a_shelf_in_the_making_answers_as_it_was(library: Library) -> None:
    """No question waits for an index that takes long; once it is ready, it answers."""
    desk = Desk(library, _SlowEngine)
    assert _found(desk, "流动书车")
    library.add(NOTE)
    assert _found(desk, "流动书车")
    assert not _found(desk, "松木书架的预算")
    _SlowEngine.go_on.set()
    threading.Event().wait(0.3)
    assert _found(desk, "松木书架的预算")


def test_many_at_once_get_the_same_shelf_made_once(library: Library) -> None:
    """Twenty first questions make one index."""
    desk = Desk(library, MemoryEngine)
    shelves: list[object] = []
    threads = [threading.Thread(target=lambda: shelves.append(desk.shelf())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 == len({id(shelf) for shelf in shelves})
