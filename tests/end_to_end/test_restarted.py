"""A PostgreSQL that was restarted between two questions: its connections are stale, and nobody notices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import LIBRARY
from databases import NoPostgres, Postgres, database, postgres
from door import Door
from identities import chat_id
from structlog.testing import capture_logs
from tools import unavailable
from web.site import client_of, words

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.library import Library
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine

ASKED, ANSWER = "流动书车送给几个村", "十二个村"


@pytest.fixture(scope="module")
def own_server() -> Iterator[Postgres]:
    """A server that nobody else uses, since it is restarted."""
    try:
        with postgres() as server:
            yield server
    except NoPostgres as error:
        unavailable(str(error))


@pytest.fixture
def address(own_server: Postgres) -> Iterator[str]:
    """A new database there with an article."""
    with database(own_server.engine, "restarted") as address:
        library = Library.at(address)
        library.add(LIBRARY)
        library.close()
        yield address


def _restart(server: Postgres) -> None:
    server.stop()
    server.start()


async def test_the_next_question_in_a_chat_is_answered(
    own_server: Postgres, address: str, tmp_path: Path
) -> None:
    """And written down; no outage is told of, and nobody reads an apology."""
    with Door(tmp_path, url=address) as door, capture_logs() as lines:
        alice = door.world.user("Alice")
        async with door.opened():
            before = await door.told(alice, alice, ASKED)
            _restart(own_server)
            after = await door.told(alice, alice, f"{ASKED}？")
        assert after.reply_to is not None
        assert door.notebook.answer_to(chat_id(alice.id), after.reply_to) is not None
    assert ANSWER in before.content
    assert before.content == after.content
    assert [] == [line["event"] for line in lines if line["log_level"] in ("warning", "error")]


async def test_the_next_question_on_the_pages_is_answered(own_server: Postgres, address: str) -> None:
    """By page and by API alike, also where it was never asked before."""
    library, notebook = Library.at(address), Notebook.at(address, styles=STYLES)
    async with client_of(Desk(library, MemoryEngine), notebook) as pages:
        await pages.get("/", params={"q": ASKED})
        _restart(own_server)
        page = await pages.get("/", params={"q": f"{ASKED}？"})
        _restart(own_server)
        told = await pages.get("/api/ask", params={"q": ASKED})
    notebook.close()
    library.close()
    assert (200, 200) == (page.status_code, told.status_code)
    assert ANSWER in words(page.text)
    assert told.json()["found"]
