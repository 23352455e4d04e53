"""Heads that no browser sends, and answers whose notes cannot be written."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import httpx
import pytest
from databases import sqlite

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.assistant.password import Password, hash_of
from bot.chat.web import Adding
from bot.errors import Unreachable
from bot.library import Library
from bot.notebook import Notebook
from bot.readers import File
from web.site import client_of
from web.telegram_says import TOKEN

NAMES = (
    "Origin",
    "Host",
    "Referer",
    "X-Forwarded-For",
    "Cookie",
    "Content-Type",
    "Range",
)
VALUES = (
    "http://[::1",
    "[::1",
    "[::1]:99999999",
    "http://a.example:99999",
    "http://[fe80::1%25eth0]:80/",
    "::ffff:192.0.2.1",
    "%zz%00%",
    "http://℀.example",
    "=;=;\x80",
    "multipart/form-data; boundary=%",
    "9" * 5_000,
    "",
)
PLACES = (("GET", "/api/ask?q=a"), ("POST", "/vote"), ("POST", "/add"))


@pytest.fixture
def notebook(tmp_path: Path, library: Library) -> Iterator[Notebook]:
    """In the library's database."""
    with closing(Notebook.at(sqlite(tmp_path / "zhaiyin.db"), styles=STYLES)) as notebook:
        yield notebook


def _unreachable(_: str) -> File:
    raise Unreachable("nothing is fetched here")


@pytest.fixture(params=[None, "https://zhaiyin.example"])
async def everything(
    request: pytest.FixtureRequest, desk: Desk, notebook: Notebook, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of all pages there are, with and without a public address."""
    file = tmp_path / "password"
    file.write_text(hash_of("four old chairs and a lamp"), encoding="ascii")
    adding = Adding(Password.at(file), _unreachable)
    async with client_of(desk, notebook, public_url=request.param, token=TOKEN, adding=adding) as client:
        yield client


async def test_whatever_stands_in_a_head_is_no_fault_of_ours(everything: httpx.AsyncClient) -> None:
    """Addresses with half a bracket, zones, ports out of range, percent signs: refused or passed over."""
    for (method, path), name, value in product(PLACES, NAMES, VALUES):
        usual = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://zhaiyin.test"}
        head = {key.encode(): text.encode() for key, text in {**usual, name: value}.items()}
        content = b"a=b" if method == "POST" else None
        response = await everything.request(method, path, headers=head, content=content)
        assert response.status_code < 500, (method, path, name, value)


@pytest.mark.parametrize(
    "path", ["/?q=三件事是什么", "/answer?q=三件事是什么", "/api/ask?q=三件事是什么", "/?q=zzz"]
)
async def test_an_answer_is_given_though_nothing_can_be_written_of_it(
    path: str, desk: Desk, notebook: Notebook, tmp_path: Path
) -> None:
    """Neither the gap, nor the secret that a ballot is signed with, can be had."""
    async with client_of(desk, notebook) as client:
        with closing(sqlite3.connect(tmp_path / "zhaiyin.db")) as database:
            for table in ("unanswered", "secrets"):
                database.execute(f"DROP TABLE {table}")
        assert 200 == (await client.get(path)).status_code
