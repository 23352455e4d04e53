"""Votes on answers on pages: one per person, nobody else's, counted with those of chats."""

import re
from collections.abc import AsyncIterator, Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from articles import LIBRARY, edition
from databases import sqlite
from identities import chat_id

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.library import Library
from bot.notebook import WEB, Notebook
from web.site import client_of, words

QUESTION = "三件事是什么"
ALICE, BOB = "a" * 32, "b" * 32
OURS = {"sec-fetch-site": "same-origin", "accept": "application/json"}
OWNER = 7_000_001


@pytest.fixture
def notebook(tmp_path: Path, library: Library) -> Iterator[Notebook]:
    """A notebook in the library's database."""
    notebook = Notebook.at(sqlite(tmp_path / "zhaiyin.db"), styles=STYLES)
    yield notebook
    notebook.close()


@pytest.fixture
async def client(desk: Desk, notebook: Notebook) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of somebody who can vote, often."""
    async with client_of(desk, notebook, public_url="https://zhaiyin.example") as client:
        yield client


async def _ballot(client: httpx.AsyncClient, question: str = QUESTION, **query: str) -> dict[str, str]:
    """Return the fields that the form under the answer sends."""
    page = (await client.get("/answer", params={"q": question, **query})).text
    [form] = re.findall(r'<form class="votes.*?</form>', page, re.DOTALL)
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    }


async def _cast(
    client: httpx.AsyncClient, ballot: dict[str, str], value: str = "up", reader: str = ALICE, **query: str
) -> httpx.Response:
    fields = {**ballot, "value": value, "reader": reader}
    return await client.post("/vote", data=fields, headers=OURS, params=query)


async def test_a_browser_has_one_vote_on_an_answer(client: httpx.AsyncClient, notebook: Notebook) -> None:
    """The same again takes it back, the opposite replaces it; other readers' votes count too."""
    ballot = await _ballot(client)
    told = [
        (await _cast(client, ballot, value, reader)).json()
        for value, reader in (("up", ALICE), ("up", ALICE), ("up", ALICE), ("down", ALICE), ("up", BOB))
    ]
    assert [(1, 1, 0), (0, 0, 0), (1, 1, 0), (-1, 0, 1), (1, 1, 1)] == [
        (reply["vote"], reply["up"], reply["down"]) for reply in told
    ]
    assert ["已记下 👍 1 👎 0", "已收回 👍 0 👎 0"] == [reply["said"] for reply in told[:2]]


async def test_down_votes_are_gaps_as_in_a_chat(client: httpx.AsyncClient, notebook: Notebook) -> None:
    """Beside questions without an answer; the API and a mere answer record nothing."""
    ballot = await _ballot(client)
    await client.get("/api/ask", params={"q": "图书馆的停车场在哪里呢"})
    assert () == notebook.gaps(WEB)
    for reader in (ALICE, BOB):
        await _cast(client, ballot, "down", reader)
    for _ in range(3):
        assert "没有找到" in (await client.get("/answer", params={"q": "今天比特币多少钱"})).text
    assert [((QUESTION,), 1, 2), (("今天比特币多少钱",), 3, 0)] == [
        (gap.questions, gap.count, gap.down_votes) for gap in notebook.gaps(WEB)
    ]
    notebook.forget_older_than(0)
    assert () == notebook.gaps(WEB)


async def test_what_is_noted_is_short_and_clean(client: httpx.AsyncClient, notebook: Notebook) -> None:
    """Whatever somebody sends as a question."""
    await client.get("/answer", params={"q": "比特币\0多少\n钱" + "？" * 1900})
    [gap] = notebook.gaps(WEB)
    assert gap.questions[0].startswith("比特币 多少 钱？")
    assert 200 == len(gap.questions[0])


async def test_without_a_script_the_form_is_enough(client: httpx.AsyncClient) -> None:
    """A page shows the tally and leads back; one network has one vote."""
    ballot = await _ballot(client)
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    told = [
        await client.post("/vote", data={**ballot, "value": value}, headers=headers)
        for value in ("up", "down", "down")
    ]
    assert {200} == {response.status_code for response in told}
    heads = [words(found) for response in told for found in re.findall(r"<h1>(.*?)</h1>", response.text)]
    assert ["已记下 👍 1 👎 0", "已记下 👍 0 👎 1", "已收回 👍 0 👎 0"] == heads
    [back] = re.findall(r'<a class="act" href="([^"]+)"', told[0].text)
    assert QUESTION in (await client.get(unescape(back))).text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"origin": "http://zhaiyin.test"}, 200),
        ({"origin": "https://zhaiyin.example"}, 200),
        ({"origin": "https://zhaiyin.example", "sec-fetch-site": "same-origin"}, 200),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "https://evil.example", "sec-fetch-site": "same-origin"}, 403),
        ({"origin": "http://zhaiyin.test", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "http://zhaiyin.test.evil.example"}, 403),
    ],
)
async def test_a_page_elsewhere_casts_no_vote(
    headers: dict[str, str], status: int, client: httpx.AsyncClient, notebook: Notebook
) -> None:
    """Only a form of ours does, whichever way the browser says so."""
    response = await client.post("/vote", data={**await _ballot(client), "value": "down"}, headers=headers)
    assert status == response.status_code
    assert (status == 200) == bool(notebook.gaps(WEB))


async def test_a_ballot_is_for_its_answer_alone(
    client: httpx.AsyncClient, notebook: Notebook, library: Library
) -> None:
    """Not for another question, nor for a newer text; none can be forged or guessed."""
    ballot, other = await _ballot(client), await _ballot(client, "书不怕旧")
    forged = [
        {**ballot, "ballot": other["ballot"]},
        {**ballot, "q": "书不怕旧"},
        {**ballot, "q": "今天比特币多少钱"},
        {**ballot, "ballot": ballot["ballot"][:-1]},
        {**ballot, "ballot": "é" * 22},
        {"q": QUESTION},
        {"q": QUESTION, "number": "1"},
    ]
    assert [409] * len(forged) == [(await _cast(client, fields)).status_code for fields in forged]
    library.add(edition(LIBRARY.text.replace("今年要办好", "今年要办成")))
    changed = await _cast(client, ballot)
    assert (409, "文章已经更新，请重新提问再评价。") == (changed.status_code, changed.json()["error"])
    assert () == notebook.gaps(WEB)


async def test_what_makes_no_sense_is_refused(client: httpx.AsyncClient) -> None:
    """Another value, another type, more than a form of ours ever sends."""
    ballot = await _ballot(client)
    assert 400 == (await _cast(client, ballot, "2")).status_code
    assert 400 == (await client.post("/vote", json=ballot, headers=OURS)).status_code
    assert 400 == (await _cast(client, {**ballot, "x": "y" * 50_000})).status_code
    assert 400 == (await _cast(client, {**ballot, "q": "书" * 2001})).status_code
    assert 400 == (await _cast(client, {**ballot, **{f"x{n}": "1" for n in range(20)}})).status_code
    assert 405 == (await client.get("/vote")).status_code


async def test_a_name_that_no_browser_of_ours_gives_itself_is_none(client: httpx.AsyncClient) -> None:
    """The vote is then that of the network, so that made-up names vote once."""
    ballot = await _ballot(client)
    told = [(await _cast(client, ballot, "up", reader)).json()["up"] for reader in ("x", "7000001", "A" * 32)]
    assert [1, 0, 1] == told


async def test_nobody_votes_faster_than_a_person(desk: Desk, notebook: Notebook) -> None:
    """Twenty times a minute from one address; pages are still there."""
    async with client_of(desk, notebook) as client:
        ballot = await _ballot(client)
        statuses = [(await _cast(client, ballot)).status_code for _ in range(21)]
        page = await client.get("/")
    assert ([200] * 20 + [429], 200) == (statuses, page.status_code)


async def test_with_a_key_the_vote_is_the_chats(
    client: httpx.AsyncClient, library: Library, notebook: Notebook
) -> None:
    """Its admins see it in /gaps; a ballot from its shelf counts nowhere else."""
    library.add(LIBRARY, notebook.own_shelf(chat_id(OWNER)))
    key = notebook.key(chat_id(OWNER))
    ballot = await _ballot(client, key=key)
    assert 409 == (await _cast(client, ballot, "down")).status_code
    assert 404 == (await _cast(client, ballot, "down", key=key[:-1])).status_code
    assert 200 == (await _cast(client, ballot, "down", key=key)).status_code
    await client.get("/", params={"q": "今天比特币多少钱", "key": key})
    assert {QUESTION, "今天比特币多少钱"} == {gap.questions[0] for gap in notebook.gaps(chat_id(OWNER))}
    assert () == notebook.gaps(WEB)


async def test_without_a_notebook_there_is_nothing_to_vote_on(desk: Desk) -> None:
    """There is no form, and the route does not exist."""
    async with client_of(desk) as client:
        assert 'class="votes' not in (await client.get("/answer", params={"q": QUESTION})).text
        assert 404 == (await client.post("/vote", headers=OURS)).status_code


@pytest.mark.parametrize("question", ["今天比特币多少钱", "作者是谁"])
async def test_only_a_quotation_is_voted_on(question: str, client: httpx.AsyncClient) -> None:
    """As under an answer in a chat."""
    assert 'class="votes' not in (await client.get("/answer", params={"q": question})).text


async def test_line_breaks_do_not_cost_the_vote(client: httpx.AsyncClient) -> None:
    """A browser sends other line breaks than the page had."""
    ballot = await _ballot(client, "三件事\n是什么")
    assert 200 == (await _cast(client, {**ballot, "q": "三件事\r\n是什么"})).status_code
