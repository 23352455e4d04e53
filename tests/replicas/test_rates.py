"""How often something may be done in all processes together."""

from collections.abc import Iterator

import httpx
import pytest
from databases import Copies, sqlite
from sqlalchemy import Engine, create_engine, delete, select, update

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import build
from bot.library import Library
from bot.replicas.rates import SharedRate
from bot.replicas.replica import Replica
from bot.retrieval.memory import MemoryEngine
from bot.storage.schema import rates


@pytest.fixture
def engine(copies: Copies) -> Iterator[Engine]:
    """A PostgreSQL."""
    with copies.lent() as url:
        engine = create_engine(url)
        yield engine
        engine.dispose()


def test_two_processes_count_together(engine: Engine) -> None:
    """Each name by itself, and as time goes by there is room again."""
    one, other = SharedRate(engine), SharedRate(engine)
    # so many a minute that none comes back while the test runs
    assert [True, True, True, False] == [rate.takes("a", 3) for rate in (one, other, one, other)]
    assert one.takes("b", 3)
    with engine.begin() as connection:
        connection.execute(update(rates).where(rates.c.name == "a").values(free_at=rates.c.free_at - 20))
    assert [True, False] == [other.takes("a", 3), one.takes("a", 3)]


def test_what_is_over_is_forgotten(engine: Engine) -> None:
    """After some hundred calls."""
    rate = SharedRate(engine)
    rate.takes("long ago", 3)
    with engine.begin() as connection:
        connection.execute(update(rates).values(free_at=1.0))
    for _ in range(512):
        rate.takes("now", 1)
    with engine.begin() as connection:
        assert ["now"] == list(connection.scalars(select(rates.c.name)))


async def test_the_pages_of_two_processes_have_one_limit(engine: Engine, tmp_path: object) -> None:
    """By the address, which stands nowhere; while the database is away, each counts by itself."""
    library = Library.at(sqlite(tmp_path / "zhaiyin.db"))  # type: ignore[operator]  # a folder
    replicas = [Replica(engine) for _ in range(2)]
    for replica in replicas:
        replica.pages = 2
    browsers = [
        httpx.AsyncClient(
            transport=httpx.ASGITransport(
                build(Assistant(Desk(library, MemoryEngine)), per_minute=4, replica=replica),
                client=("203.0.113.9", 5),
            ),
            base_url="http://zhaiyin.test",
        )
        for replica in replicas
    ]
    statuses = [(await browsers[number % 2].get("/health")).status_code for number in range(6)]
    assert [429, 429] == statuses[4:]
    assert 429 not in statuses[:4]
    with engine.begin() as connection:
        assert all("203.0.113" not in name for name in connection.scalars(select(rates.c.name)))
        connection.execute(delete(rates))
    for replica in replicas:
        replica.pages = 1
    assert [429] != [(await browsers[0].get("/health")).status_code]
