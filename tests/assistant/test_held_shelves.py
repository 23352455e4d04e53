"""How many shelves stay in memory, and which."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import NOTE
from databases import sqlite

from bot.assistant.desk import Desk
from bot.library import Library
from bot.model import PUBLIC, Article, PassageAnswer, Question, ShelfRef, Source
from bot.retrieval.memory import MemoryEngine

CLUBS = tuple(ShelfRef((f"club{number}",)) for number in range(6))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with six shelves of an article each, and the public one."""
    library = Library.at(sqlite(tmp_path / "zhaiyin.db"))
    library.add(NOTE)
    for number, club in enumerate(CLUBS):
        article = Article(Source(title=f"第{number}号"), f"第{number}号灯塔高{number + 20}米，夜里有人守着。")
        library.add(article, club.names[0])
    yield library
    library.close()


def _held(desk: Desk) -> list[ShelfRef]:
    return [ref for ref in (PUBLIC, *CLUBS) if ref in desk.held]


def test_shelves_not_asked_for_longest_are_let_go_where_there_is_no_room(library: Library) -> None:
    """What is asked again and again stays, and a shelf that was let go answers as before."""
    room = sum(Desk(library, MemoryEngine).shelf(ref).bytes for ref in (PUBLIC, CLUBS[0], CLUBS[1]))
    desk = Desk(library, MemoryEngine, memory_bytes=room + 1_000)
    for club in CLUBS:
        desk.shelf(PUBLIC)
        desk.shelf(club)
    assert [PUBLIC, *CLUBS[-2:]] == _held(desk)
    assert isinstance(desk.ask(Question("第0号灯塔有多高"), CLUBS[0]), PassageAnswer)


def test_a_shelf_larger_than_all_the_room_is_asked_nevertheless(library: Library) -> None:
    """One after the other."""
    desk = Desk(library, MemoryEngine, memory_bytes=1)
    for number, club in enumerate(CLUBS):
        assert isinstance(desk.ask(Question(f"第{number}号灯塔有多高"), club), PassageAnswer)
        assert [club] == _held(desk)


def test_a_shelf_in_the_room_of_all_chats_is_there_once(library: Library) -> None:
    """Chats that ask their own shelf beside the public one share what the public one takes."""
    desk = Desk(library, MemoryEngine)
    chats = [ShelfRef((f"chat{number}", "public")) for number in range(4)]
    for number, chat in enumerate(chats):
        library.add(Article(Source(title=f"私{number}"), f"第{number}个渡口有{number}条船。"), chat.names[0])
    asked = {id(desk.shelf(chat).answerer.article(NOTE.id)) for chat in chats}
    assert {id(desk.shelf(PUBLIC).answerer.article(NOTE.id))} == asked
