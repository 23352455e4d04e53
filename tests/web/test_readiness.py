"""Whether the bot lives and whether it is ready, for whoever watches over it."""

import signal
import socket
from pathlib import Path

import httpx
import pytest
from articles import LIBRARY
from botapi import BotApiServer, World
from databases import sqlite
from serving import free_port, listens, serving
from tools import until

from bot.assistant.desk import Desk
from bot.assistant.pulse import Pulse
from bot.assistant.readiness import Readiness
from bot.library import Library
from bot.retrieval.memory import MemoryEngine
from web.site import client_of


async def test_it_lives_however_much_is_asked(desk: Desk) -> None:
    """No limit stands before that: whoever watches is not taken for dead."""
    async with client_of(desk, per_minute=1) as client:
        assert {(200, "alive\n")} == {
            (said.status_code, said.text) for said in [await client.get("/healthz") for _ in range(5)]
        }


async def test_whoever_asks_for_pages_keeps_nobody_from_asking_whether_it_is_ready(desk: Desk) -> None:
    """Which is limited by itself, since it looks into the database."""
    async with client_of(desk, per_minute=1) as client:
        pages = [(await client.get("/health")).status_code for _ in range(2)]
        checks = [(await client.get("/readyz")).status_code for _ in range(301)]
    assert [200, 429] == pages
    assert {*checks[:300]} <= {200, 503}
    assert 429 == checks[300]


async def test_it_is_ready_once_the_public_shelf_is_prepared(client: httpx.AsyncClient, desk: Desk) -> None:
    """Which is begun when that is asked first."""
    first = await client.get("/readyz")
    why = ["the public shelf is being prepared"]
    assert (503, {"ready": False, "why": why}) == (first.status_code, first.json())
    until(desk.is_prepared)
    then = await client.get("/readyz")
    assert (200, {"ready": True, "why": []}) == (then.status_code, then.json())


def test_what_is_in_the_way_is_said_in_words(tmp_path: Path) -> None:
    """The database, even where answers come from memory, and the platform; all of it at once."""
    file = tmp_path / "zhaiyin.db"
    library = Library.at(sqlite(file))
    library.add(LIBRARY)
    desk, now = Desk(library, MemoryEngine), [0.0]
    pulse = Pulse(lambda: now[0])
    readiness = Readiness(desk, pulse)
    desk.warm_up()
    assert ["Telegram was not heard from since the start (polling)"] == list(readiness.obstacles)
    pulse.beat()
    assert () == readiness.obstacles
    now[0] = 1_000.0
    file.unlink()
    unheard = "Telegram was not heard from for two minutes (polling)"
    assert ["the database is out of reach", unheard] == list(readiness.obstacles)


@pytest.mark.parametrize("on_telegram", [False, True])
def test_a_request_in_hand_is_answered_though_the_bot_is_asked_to_end(
    on_telegram: bool, environment: dict[str, str], tmp_path: Path
) -> None:
    """Nothing new is taken; with Telegram beside it, too."""
    port = free_port()
    settings = {**environment, "WEB_PORT": str(port)}
    with BotApiServer(World()) as telegram:
        settings |= telegram.environment() if on_telegram else {}
        with serving(tmp_path, settings) as process:
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(
                    b"POST /vote HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nhalf "
                )
                httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=None)
                process.terminate()
                until(lambda: not listens(port))
                client.sendall(b"whole")
                assert client.makefile("rb").readline().startswith(b"HTTP/1.1 ")
            assert process.wait() in (0, -signal.SIGTERM)
