"""Where every door asks."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Self

import pytest
from articles import NOTE
from databases import sqlite
from tools import HANG_S, until

from bot.assistant.desk import Desk
from bot.errors import UnknownShelf
from bot.library import Library
from bot.model import Article, NotFound, PassageAnswer, Question, ShelfRef, Source
from bot.retrieval.engine import Document
from bot.retrieval.memory import MemoryEngine


def _found(desk: Desk, question: str, shelf: str = "public") -> bool:
    return isinstance(desk.ask(Question(question), ShelfRef.parse(shelf)), PassageAnswer)


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
        Desk(library, MemoryEngine).ask(Question("问"), ShelfRef.parse("public+nowhere"))


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    """There is nothing to ask."""
    library = Library.at(sqlite(tmp_path / "empty.db"))
    assert isinstance(Desk(library, MemoryEngine).ask(Question("问什么呢")), NotFound)
    library.close()


class _SlowEngine(MemoryEngine):
    """An engine whose second building waits until it is told to go on."""

    built = 0
    go_on = threading.Event()

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Self:
        cls.built += 1
        if cls.built > 1:
            cls.go_on.wait(HANG_S)
        return super().build(documents)


def test_a_shelf_in_the_making_answers_as_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """No question waits for an index that takes long; once it is ready, it answers."""
    monkeypatch.setattr("bot.assistant.desk._PATIENCE_S", 0.5)
    desk = Desk(library, _SlowEngine)
    assert _found(desk, "流动书车")
    library.add(NOTE)
    assert _found(desk, "流动书车")
    assert not _found(desk, "松木书架的预算")
    _SlowEngine.go_on.set()
    until(lambda: _found(desk, "松木书架的预算"))


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


def test_what_many_changes_removed_is_gone_at_once(library: Library) -> None:
    """Also where as many additions would let the shelf be for a while, since it was made just now."""
    numbered = [replace(NOTE, text=f"{NOTE.text}第{number}次。", kept_id=f"a{number}") for number in range(6)]
    for article in numbered:
        library.add(replace(article, source=replace(article.source, title=f"书架{article.kept_id}")))
    desk = Desk(library, MemoryEngine)
    assert _found(desk, "松木书架的预算")
    just_made = monotonic() + HANG_S  # however slow this test is
    desk.held.put(replace(desk.shelf(), took_s=0.1, made_at=just_made))
    for article in library.articles():
        library.remove(article.id)
    assert not _found(desk, "松木书架的预算")


def test_while_a_folder_is_added_the_shelf_is_made_anew_now_and_then(library: Library) -> None:
    """Many changes at once are no reason to wait; a few are, and so are many that came long ago."""
    desk = Desk(library, MemoryEngine)
    just_made = monotonic() + HANG_S  # however slow this test is
    shelf = replace(desk.shelf(), took_s=0.1, made_at=just_made)
    [revision] = shelf.revisions
    assert shelf.is_being_filled((revision + 100,))
    assert not shelf.is_being_filled((revision + 2,))
    assert shelf.rests
    long_ago = replace(shelf, made_at=just_made - 2 * HANG_S)
    assert not long_ago.is_being_filled((revision + 100,))
    assert not long_ago.rests


def test_an_article_that_comes_after_a_folder_is_found_soon(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes on asking gets it, a few seconds later at most."""
    monkeypatch.setattr("bot.assistant.desk._PATIENCE_S", 0.5)
    monkeypatch.setattr("bot.assistant.held_shelves._MAX_REST_S", 2.0)
    desk = Desk(library, MemoryEngine)
    desk.shelf()
    for number in range(20):
        library.add(Article(Source(title=f"第{number}号"), f"第{number}号说的是天气。"))
    desk.shelf()
    library.add(NOTE)
    until(lambda: _found(desk, "松木书架的预算"))


class _Interrupted(MemoryEngine):
    """An engine during whose building a chat forgets its shelf."""

    library: Library

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Self:
        cls.library.drop("club")
        return super().build(documents)


def test_a_shelf_that_is_dropped_while_it_is_made_ready_is_not_kept(library: Library) -> None:
    """Whoever waits for it is told that there is none."""
    library.add(NOTE, "club")
    _Interrupted.library = library
    desk = Desk(library, _Interrupted)
    with pytest.raises(UnknownShelf):
        desk.shelf(ShelfRef.parse("club"))
    assert ShelfRef(("club",)) not in desk._shelves
