"""`zhaiyin rotate` while the bot runs: what was signed before goes on for a while, or ends at once."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from articles import LIBRARY, NOTE
from command_line import run
from identities import chat_id
from stocked import stocked
from web.site import client_of

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.library import Library
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine

CHAT = chat_id(7_000_001)


class Running(NamedTuple):
    """A bot at its pages, and the address of its database."""

    pages: httpx.AsyncClient
    notebook: Notebook
    url: str


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """With an article on the public shelf and one on a chat's own."""
    url = stocked(tmp_path / "zhaiyin.db", LIBRARY)
    library, notebook = Library.at(url), Notebook.at(url, styles=STYLES)
    library.add(NOTE, notebook.own_shelf(CHAT))
    desk = Desk(library, MemoryEngine)
    async with client_of(desk, notebook, public_url="https://zhaiyin.example") as pages:
        yield Running(pages, notebook, url)
    notebook.close()
    library.close()


async def _ballot(running: Running) -> dict[str, str]:
    page = (await running.pages.get("/answer", params={"q": "三件事是什么"})).text
    [form] = re.findall(r'<form class="votes.*?</form>', page, re.DOTALL)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in fields}


async def _opens(running: Running, key: str) -> bool:
    return (await running.pages.get(f"/a/{NOTE.id}", params={"key": key})).status_code == 200


async def _counts(running: Running, ballot: dict[str, str]) -> bool:
    headers = {"sec-fetch-site": "same-origin", "accept": "application/json"}
    fields = {**ballot, "value": "up", "reader": "a" * 32}
    return (await running.pages.post("/vote", data=fields, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("options", "told", "goes_on"),
    [
        ((), "rotated; links of before work for 30 days\n", True),
        (("--days", "1"), "rotated; links of before work for 1 day\n", True),
        (("--days", "0"), "rotated; links of before work no more\n", False),
    ],
)
async def test_keys_and_ballots_of_before_go_on_as_long_as_told(
    running: Running, options: tuple[str, ...], told: str, goes_on: bool
) -> None:
    """The pages follow without a restart, and what they give out from then on is good."""
    key, ballot = running.notebook.key(CHAT), await _ballot(running)
    assert (True, True) == (await _opens(running, key), await _counts(running, ballot))
    done = run("rotate", *options, DATABASE_URL=running.url)
    assert (0, told, "") == done
    assert (goes_on, goes_on) == (await _opens(running, key), await _counts(running, ballot))
    assert key != running.notebook.key(CHAT)
    assert await _opens(running, running.notebook.key(CHAT))
    assert await _counts(running, await _ballot(running))


@pytest.mark.parametrize("days", ["-1", "366", "soon"])
async def test_a_time_that_makes_no_sense_changes_nothing(running: Running, days: str) -> None:
    """The command says so, and the links go on."""
    key = running.notebook.key(CHAT)
    assert 2 == run("rotate", "--days", days, DATABASE_URL=running.url).returncode
    assert key == running.notebook.key(CHAT)
