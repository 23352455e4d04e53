"""Processes that share a bot: one polls, what one is told all know, and whoever ends hands over."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from botapi import BotApiServer, World
from databases import Copies
from fleet import Fleet, front
from serving import free_port
from tools import HANG_S, environment_in, until

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.library import Library
from bot.model import Article, Question, ShelfRef, Source, is_found
from bot.notebook import ChatId, Notebook
from bot.retrieval.memory import MemoryEngine

ASKED = "三个率先是什么"
SECRET = "a-secret-of-the-tests"


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    """A small Telegram."""
    with BotApiServer(World()) as telegram:
        yield telegram


@pytest.fixture
def url(copies: Copies) -> Iterator[str]:
    """The address of a PostgreSQL."""
    with copies.lent() as url:
        yield url


def test_one_polls_and_another_takes_over(telegram: BotApiServer, url: str, tmp_path: Path) -> None:
    """Whoever ends in order finishes or hands over what it has; its figures and `/readyz` tell what it has."""
    world, alice, port = telegram.world, telegram.world.user("Alice"), free_port()
    settings = {**environment_in(tmp_path), **telegram.environment()}
    fleet = Fleet(tmp_path, settings, url, 2)
    with closing(fleet):
        fleet.start(0, METRICS_PORT=str(port))
        fleet.until_shared()
        fleet.start(1)
        fleet.until_shared()
        assert (32, 2) == tuple(fleet.readiness(0)[name] for name in ("slots", "replicas"))
        figures = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=HANG_S).text
        assert ["32.0", "2.0"] == re.findall(r"(?m)^zhaiyin_(?:slots|replicas) (\S+)$", figures)
        world.say(alice, alice, ASKED)
        world.wait_for(lambda: world.sent(alice))
        people = [world.user(f"Reader {number}") for number in range(8)]
        for person in people:
            world.say(person, person, ASKED)
        assert 0 == fleet.stop(0)
        fleet.until_shared()
        world.say(alice, alice, ASKED)
        world.wait_for(lambda: len(world.sent(alice)) == 2)
        world.wait_for(lambda: all(world.sent(person) for person in people))
        assert [1] * 8 == [len(world.sent(person)) for person in people]
        assert not re.search("another process polls", fleet.log(0) + fleet.log(1))


def test_the_webhook_is_set_once(telegram: BotApiServer, url: str, tmp_path: Path) -> None:
    """By the one that leads, and again by the next one if it differs; none takes it away."""
    world, port = telegram.world, free_port()
    site = f"http://127.0.0.1:{port}"
    settings = {**environment_in(tmp_path), **telegram.environment(), "PUBLIC_URL": site}
    fleet = Fleet(tmp_path, {**settings, "WEBHOOK_SECRET": SECRET}, url, 2, "--webhook")
    with front(fleet.ports, port), closing(fleet):
        for number in range(2):
            fleet.start(number)
        fleet.until_shared()
        until(lambda: world.webhook.get("url", "").startswith(site))
        assert 1 == len(world.calls("setWebhook"))
        world.webhook = {"url": "http://127.0.0.1:9/another"}
        leading = next(number for number in range(2) if "leads=True" in fleet.log(number))
        fleet.stop(leading)
        until(lambda: world.webhook.get("url", "").startswith(site))
        assert [] == world.calls("deleteWebhook")


def test_what_one_process_changes_the_others_see(url: str) -> None:
    """Settings and shelves, with the next question."""
    group = ChatId("telegram", -1001)
    notebooks = [Notebook.at(url, styles=STYLES) for _ in range(2)]
    libraries = [Library.at(url) for _ in range(2)]
    desks = [Desk(library, MemoryEngine) for library in libraries]
    assert "full" != notebooks[1].settings(group).length
    notebooks[0].change(group, length="full")
    assert "full" == notebooks[1].settings(group).length
    asked, club = Question("渡口的钟几点敲响"), ShelfRef(("club",))
    libraries[0].add(Article(Source(title="书架"), "大家同意买松木的书架。"), "club")
    assert not is_found(desks[1].shelf(club).answerer.ask(asked))
    libraries[0].add(Article(Source(title="渡口"), "渡口的钟每天六点敲响。"), "club")
    assert is_found(desks[1].shelf(club).answerer.ask(asked))
    for notebook, library in zip(notebooks, libraries, strict=True):
        notebook.close()
        library.close()
