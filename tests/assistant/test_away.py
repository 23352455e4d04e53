"""A database that is locked, full, read-only or restarted: questions are answered, what was to be written comes later."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from databases import sqlite
from sqlalchemy import Engine, create_engine, event, text

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.assistant.desk import Desk
from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.locale import locale
from bot.model import PassageAnswer
from bot.notebook import ChatId, Notebook, PersonId
from bot.retrieval.memory import MemoryEngine
from bot.storage.database import open_database

CHAT, ALICE = ChatId("discord", 7), PersonId("discord", 1)
ASKED, UNASKED = "流动书车送给几个村", "火星上有水吗"
_SECONDS = 30.0


class Room:
    """A library with an article and a notebook at one database, and the assistant above them."""

    def __init__(self, url: str) -> None:
        self.engine = open_database(url)
        self.library, self.notebook = Library(self.engine), Notebook(self.engine, styles=STYLES)
        # from the beginning: others may be connecting whenever a fault begins or ends
        self.fault = ""
        event.listen(self.engine, "do_connect", self._connect)
        event.listen(self.engine, "checkout", self._check_out)
        self.library.add(LIBRARY)
        self.assistant = Assistant(Desk(self.library, MemoryEngine), self.notebook)
        self.ask(ASKED, 1)

    def _connect(self, *_: object) -> None:
        if self.fault == FAULTS["away"]:
            raise sqlite3.OperationalError("disk I/O error")

    def _check_out(self, connection: sqlite3.Connection, *_: object) -> None:
        if self.fault.startswith("PRAGMA"):
            connection.execute(self.fault)

    def ask(self, question: str, message_id: int) -> object:
        """Ask in the group; return the answer."""
        settings = self.notebook.settings(CHAT)
        conversation = Conversation(say=locale("en"), chat=CHAT, person=ALICE, settings=settings)
        exchange = self.assistant.ask(conversation, question, message_id=message_id)
        assert exchange.given is not None
        self.assistant.note_message(exchange.given, 100 + message_id)
        return exchange.answer

    def written(self, message_id: int) -> tuple[str, int | None] | None:
        """The question of that message as it was written down, and the message of its answer."""
        given = self.notebook.answer_to(CHAT, message_id)
        return None if given is None else (given.question, given.answer_message_id)


@pytest.fixture
def room(url: str) -> Iterator[Room]:
    """In SQLite and in PostgreSQL."""
    room = Room(url)
    yield room
    room.engine.dispose()


@pytest.fixture
def file_room(tmp_path: Path) -> Iterator[Room]:
    """In a file of SQLite's."""
    room = Room(sqlite(tmp_path / "zhaiyin.db"))
    yield room
    room.engine.dispose()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Another connection writes, and goes on doing so."""
    with closing(sqlite3.connect(folder / "zhaiyin.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


FAULTS = {
    "away": "raise",
    "full": "PRAGMA max_page_count=1",
    "read-only": "PRAGMA query_only=ON",
}
"""What befalls a connection: it is refused, or the database may not grow by a page, or not be written."""


@contextmanager
def _struck(room: Room, fault: str) -> Iterator[None]:
    """Every connection meets the fault from now on."""
    room.fault = FAULTS[fault]
    room.engine.dispose()
    yield
    room.fault = ""
    room.engine.dispose()


def test_questions_are_answered_while_the_database_is_locked_and_written_down_later(
    file_room: Room, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Only the first waits, for a second; two lines tell of it."""
    with _locked(tmp_path):
        answers = [file_room.ask(ASKED, number) for number in range(2, 12)]
        file_room.ask(UNASKED, 12)
        assert file_room.written(11) is None
    assert file_room.assistant.later.wait(_SECONDS)
    assert [True] * 10 == [isinstance(answer, PassageAnswer) for answer in answers]
    assert [(ASKED, 100 + number) for number in range(2, 12)] == [
        file_room.written(number) for number in range(2, 12)
    ]
    assert [(UNASKED,)] == [gap.questions for gap in file_room.notebook.gaps(CHAT)]
    assert 1 == sum("later" in line for line in caplog.messages)


def test_questions_are_answered_from_memory_while_the_database_is_away(
    file_room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """With the settings that the chat had."""
    file_room.notebook.change(CHAT, citation_style="apa")
    assert "apa" == file_room.notebook.settings(CHAT).citation_style
    with _struck(file_room, "away"):
        assert isinstance(file_room.ask(ASKED, 2), PassageAnswer)
        assert isinstance(file_room.ask(ASKED, 3), PassageAnswer)
        assert "apa" == file_room.notebook.settings(CHAT).citation_style
    assert file_room.assistant.later.wait(_SECONDS)
    assert (ASKED, 103) == file_room.written(3)
    assert 1 == sum("from memory" in line for line in caplog.messages)


@pytest.mark.parametrize("fault", FAULTS)
def test_an_addition_that_fails_is_told_in_one_line_and_leaves_nothing_half(
    file_room: Room, fault: str
) -> None:
    """The shelf is as it was, and the same addition succeeds later."""
    before, revision = file_room.library.articles(), file_room.library.revision()
    long = NOTE.text + "\n又一段。" * 20_000
    added = type(NOTE)(NOTE.source, long)
    with _struck(file_room, fault):
        with pytest.raises(LibraryUnavailable) as told:
            file_room.library.add(added)
        assert isinstance(file_room.ask(ASKED, 2), PassageAnswer)
    assert 1 == len(str(told.value).splitlines())
    assert (before, revision) == (file_room.library.articles(), file_room.library.revision())
    file_room.library.add(added)
    assert (*before, added) == file_room.library.articles()
    assert file_room.assistant.later.wait(_SECONDS)
    assert (ASKED, 102) == file_room.written(2)


def test_a_server_that_ended_its_connections_is_connected_to_again(room: Room) -> None:
    """Nobody notices."""
    for number in range(2, 6):
        if room.engine.dialect.name == "postgresql":
            _end_connections(room.engine)
        assert isinstance(room.ask(ASKED, number), PassageAnswer)
    assert room.assistant.later.wait(_SECONDS)
    assert [(ASKED, 100 + number) for number in range(2, 6)] == [
        room.written(number) for number in range(2, 6)
    ]


def _end_connections(engine: Engine) -> None:
    """End those that are at rest in the pool of `engine`."""
    with engine.connect() as connection:
        number = connection.scalar(text("SELECT pg_backend_pid()"))
    other = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        assert connection.scalar(text(f"SELECT pg_terminate_backend({number}, 10000)"))
    other.dispose()
