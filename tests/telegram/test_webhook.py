"""Telegram posts its updates to the server of the pages."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from botapi import BotApiServer, World
from command_line import run
from databases import sqlite
from hypothesis import given
from hypothesis import strategies as st
from serving import free_port, serving
from tools import HANG_S, until

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.assistant.hook import Hook
from bot.chat.web import build
from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.retrieval.memory import MemoryEngine

SECRET = "a-secret-of-the-tests"
HEADER = "x-telegram-bot-api-secret-token"
ASKED = "三个率先是什么"


@contextmanager
def _told(server: BotApiServer, environment: dict[str, str], folder: Path) -> Iterator[str]:
    """Run a bot that Telegram posts its updates to; yields the address of its pages once it takes them."""
    port = int(environment["WEB_PORT"])
    site = f"http://127.0.0.1:{port}"
    settings = {**environment, **server.environment(), "WEBHOOK_SECRET": SECRET, "PUBLIC_URL": site}
    with serving(folder, settings, "--webhook"):
        until(lambda: httpx.get(f"{site}/health", timeout=HANG_S).json()["webhook"]["ok"])
        yield site


def test_questions_are_answered_once_and_the_webhook_stays(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """One that comes twice is answered once; it is set at the first start alone, and what is asked between waits."""
    environment = {**environment, "WEB_PORT": str(free_port())}
    with BotApiServer(World()) as server:
        world, alice = server.world, server.world.user("Alice")
        world.say(alice, alice, ASKED)
        [update] = world.pending()
        with _told(server, environment, tmp_path) as site:
            world.wait_for(lambda: world.sent(alice))
            hook = Hook(site, SECRET)
            again = httpx.post(hook.url, json=update.json(), headers={HEADER: SECRET}, timeout=HANG_S)
            assert 200 == again.status_code
            world.say(alice, alice, "作者是谁")
            world.wait_for(lambda: len(world.sent(alice)) > 1)
        assert hook.url == world.webhook["url"]
        world.say(alice, alice, "今天天气怎么样")
        with _told(server, environment, tmp_path):
            world.wait_for(lambda: len(world.sent(alice)) > 2)
        assert 3 == len(world.sent(alice))
        assert 1 == len(world.calls("setWebhook"))
        assert [] == world.calls("deleteWebhook")
        assert [] == [call for call in world.calls() if call.method.lower() == "getupdates"]
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_while_the_database_is_away_telegram_keeps_the_question(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """It is answered 503, brings it again, and the question is answered once."""
    environment = {**environment, "WEB_PORT": str(free_port())}
    with BotApiServer(World()) as server:
        world, alice = server.world, server.world.user("Alice")
        with _told(server, environment, tmp_path):
            with closing(sqlite3.connect(tmp_path / "data" / "zhaiyin.db", timeout=HANG_S)) as database:
                database.execute("ALTER TABLE updates RENAME TO elsewhere")
                world.say(alice, alice, ASKED)
                until(lambda: "503" in world.webhook.get("last_error_message", ""))
                assert [] == world.sent(alice)
                database.execute("ALTER TABLE elsewhere RENAME TO updates")
            world.wait_for(lambda: world.sent(alice))
        assert 1 == len(world.sent(alice))


@pytest.mark.parametrize("missing", ["TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "PUBLIC_URL", "WEB_PORT"])
def test_what_a_webhook_needs_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line."""
    given = {"TELEGRAM_BOT_TOKEN": "1:a", "WEBHOOK_SECRET": SECRET, "PUBLIC_URL": "https://zhaiyin.example"}
    for name, value in {**given, missing: "0" if missing == "WEB_PORT" else ""}.items():
        monkeypatch.setenv(name, value)
    done = run("run", "--webhook")
    assert (2, f"zhaiyin: --webhook: it needs {missing}; set what is missing\n") == (
        done.returncode,
        done.stderr,
    )


class _Room:
    """The pages with a webhook, and what it took; `is_away` is whether the database is."""

    def __init__(self, folder: Path) -> None:
        self.hook = Hook("http://zhaiyin.test", SECRET)
        self.taken: list[object] = []
        self.is_away = False
        desk = Desk(Library.at(sqlite(folder / "zhaiyin.db")), MemoryEngine)
        transport = httpx.ASGITransport(build(Assistant(desk), hook=self.hook))
        self.client = httpx.AsyncClient(transport=transport)

    async def take(self, update: object) -> None:
        """Take it, unless the database is away."""
        if self.is_away:
            raise LibraryUnavailable("away")
        self.taken.append(update)

    async def posted(self, body: bytes, **headers: str) -> int:
        """The status of the answer to what Telegram posts, with other headers where they are given."""
        sent = {"content-type": "application/json", HEADER: SECRET} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return (await self.client.post(self.hook.url, content=body, headers=sent)).status_code


@pytest.fixture
def room(tmp_path: Path) -> _Room:
    """The pages with a webhook."""
    return _Room(tmp_path)


async def test_only_telegram_hands_updates_over(room: _Room) -> None:
    """By its secret; what it posts is JSON of some size."""
    room.hook.open(room.take)
    body = json.dumps({"update_id": 1}).encode()
    assert 403 == await room.posted(body, **{HEADER: ""})
    assert 403 == await room.posted(body, **{HEADER: SECRET + "x"})
    assert 415 == await room.posted(body, content_type="text/plain")
    assert 413 == await room.posted(b" " * 1_000_001)
    assert {400} == {await room.posted(bad) for bad in (b"", b"{", b"\xff", b"[" * 100_000)}
    assert [] == room.taken
    assert 200 == await room.posted(body)
    assert [{"update_id": 1}] == room.taken
    assert 404 == (await room.client.get(room.hook.url)).status_code


async def test_telegram_keeps_what_cannot_be_stored(room: _Room) -> None:
    """Before the bot is there, while the database is away, and once the bot ends."""
    body = json.dumps({"update_id": 1}).encode()
    assert 503 == await room.posted(body)
    room.hook.open(room.take)
    room.is_away = True
    assert 503 == await room.posted(body)
    room.is_away = False
    assert 200 == await room.posted(body)
    room.hook.close()
    assert 503 == await room.posted(body)


def test_another_secret_has_another_address() -> None:
    """Telegram does not tell which one it knows."""
    site = "https://zhaiyin.example"
    assert Hook(site, SECRET).url == Hook(site, SECRET).url
    assert Hook(site, SECRET).url != Hook(site, SECRET + "2").url
    assert SECRET not in Hook(site, SECRET).url


@given(secret=st.text())
def test_no_other_secret_is_taken_for_it(secret: str) -> None:
    """Whatever characters a stranger sends."""
    assert (secret == SECRET) == Hook("https://zhaiyin.example", SECRET).knows(secret)
