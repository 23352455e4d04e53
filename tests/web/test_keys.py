"""A chat's own shelf on the web: it opens with the key given out in the chat, else it does not exist."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from articles import LIBRARY, NOTE
from databases import sqlite
from identities import chat_id

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.library import Library
from bot.logs import configure
from bot.model import PUBLIC, Article, ShelfRef, Source
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine
from web.site import client_of, marked

ALICE, BOB = 7_000_001, 7_000_002
SECRET = "八月的账本锁在灯塔的铁柜里"
LEDGER = Article(
    Source(title="灯塔值守记"), f"{SECRET}，钥匙由老许保管。\n老许每周三擦一次灯，风大的夜里不睡。"
)
DIARY = Article(Source(title="航海日记"), "船长在日记里写道，今晚的星星很亮。")
ASKED = "八月的账本锁在哪里"
DOORS = [
    "/",
    "/?q={q}",
    "/answer?q={q}",
    "/a",
    "/a/{id}",
    "/a/{id}?q={q}",
    "/verify?q={q}",
    "/api/ask?q={q}",
    "/api/verify?q={q}",
    "/api/articles",
    "/api/articles/{id}",
]


@pytest.fixture
def notebook(tmp_path: Path, library: Library) -> Iterator[Notebook]:
    """Alice's shelf has the ledger, Bob's the diary."""
    notebook = Notebook.at(sqlite(tmp_path / "zhaiyin.db"), styles=STYLES)
    library.add(LEDGER, notebook.own_shelf(chat_id(ALICE)))
    library.add(DIARY, notebook.own_shelf(chat_id(BOB)))
    yield notebook
    notebook.close()


@pytest.fixture
def desk(library: Library) -> Desk:
    """The desk that the pages ask."""
    return Desk(library, MemoryEngine)


async def _fetched(desk: Desk, notebook: Notebook | None, door: str, key: str | None) -> httpx.Response:
    address = door.format(q=ASKED, id=LEDGER.id)
    query = dict(httpx.QueryParams(address.partition("?")[2])) | ({} if key is None else {"key": key})
    async with client_of(desk, notebook, public_url="https://zhaiyin.example") as client:
        return await client.get(address.partition("?")[0], params=query)


@pytest.mark.parametrize("door", DOORS)
async def test_with_its_key_the_shelf_is_there(door: str, desk: Desk, notebook: Notebook) -> None:
    """Read, listed and asked, without the public shelf; no cache and no search engine keeps it."""
    response = await _fetched(desk, notebook, door, notebook.key(chat_id(ALICE)))
    assert 200 == response.status_code
    assert LEDGER.source.title in response.text
    assert LIBRARY.source.title not in response.text
    assert DIARY.source.title not in response.text
    assert ("private, no-store", "noindex", "same-origin") == tuple(
        response.headers[name] for name in ("cache-control", "x-robots-tag", "referrer-policy")
    )


@pytest.mark.parametrize("name", ["key", "%6bey", "k%65y", "ke%79", "%6B%65%79"])
async def test_an_answer_with_a_key_is_kept_nowhere_however_the_key_is_spelled(
    name: str, desk: Desk, notebook: Notebook
) -> None:
    """A name in an address may be written in several ways."""
    async with client_of(desk, notebook) as client:
        response = await client.get(f"/api/ask?q={ASKED}&{name}={notebook.key(chat_id(ALICE))}")
    assert LEDGER.source.title in response.text
    assert "private, no-store" == response.headers["cache-control"]


@pytest.mark.parametrize("door", DOORS)
async def test_without_it_the_shelf_is_not_there(door: str, desk: Desk, notebook: Notebook) -> None:
    """With any other key, the response is to the byte that of a site without such a shelf."""
    own, theirs = notebook.key(chat_id(ALICE)), notebook.key(chat_id(BOB))
    gone = notebook.key(chat_id(99))
    notebook.forget_chat(chat_id(99))
    wrong = [own[:-1], f"{own[:-1]}{'A' if own[-1] != 'A' else 'B'}", own[:16] + theirs[16:], "A" * 38, gone]
    told = [await _fetched(desk, notebook, door, key) for key in wrong]
    nobody = [await _fetched(desk, None, door, key) for key in wrong]
    assert {404} == {response.status_code for response in told}
    assert [_seen(response) for response in nobody] == [_seen(response) for response in told]
    assert not [word for word in ("灯塔", "铁柜", "航海") for response in told if word in response.text]
    without = await _fetched(desk, notebook, door, None)
    assert _seen(await _fetched(desk, None, door, None)) == _seen(without)
    assert (LEDGER.source.title in without.text, "铁柜" in without.text) == (False, False)
    assert "x-robots-tag" not in without.headers


@pytest.mark.parametrize("door", ["/a/{id}", "/a/{id}?q={q}", "/api/articles/{id}"])
async def test_another_shelf_s_key_opens_no_article_of_this_one(
    door: str, desk: Desk, notebook: Notebook
) -> None:
    """The response is the same as for an article that does not exist."""
    told = await _fetched(desk, notebook, door, notebook.key(chat_id(BOB)))
    nowhere = await _fetched(desk, notebook, door.replace("{id}", "aaaaaaaaaa"), notebook.key(chat_id(BOB)))
    wrong = await _fetched(desk, notebook, door, "A" * 38)
    assert 404 == told.status_code
    assert _seen(nowhere) == _seen(told) == _seen(wrong)


def _seen(response: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """Return all that a client sees, except the address repeated in the language links."""
    body = re.sub(r'href="\?[^"]*"', "", response.text)
    return response.status_code, body, {k: v for k, v in response.headers.items() if k != "content-length"}


async def test_every_link_of_such_a_page_has_the_key(desk: Desk, notebook: Notebook) -> None:
    """And its form; a note beside the link to share says so; citations have no key."""
    key = notebook.key(chat_id(ALICE))
    for door in DOORS[:6]:
        page = (await _fetched(desk, notebook, door, key)).text
        links = re.findall(r'href="((?:https://zhaiyin\.example)?/[^"]*)"', page)
        ours = [link for link in links if not link.startswith("/static/")]
        assert [] == [link for link in ours if f"key={key}" not in link]
        assert ('id="q"' not in page) or f'name="key" value="{key}"' in page
        assert ('method="post"' not in page) or f'action="/vote?key={key}"' in page
        assert ("/a/" not in door and "{q}" not in door) or "链接里带着钥匙" in page
        assert [] == [copied for copied in re.findall(r'data-copy="([^"]*)"', page) if key in copied]
    assert LEDGER == Links("https://zhaiyin.example", key=key).cited(LEDGER)
    assert cite(LEDGER) in (await _fetched(desk, notebook, "/answer?q={q}", key)).text


async def test_the_reader_marks_what_is_asked_there_too(desk: Desk, notebook: Notebook) -> None:
    """The answer comes from that shelf alone."""
    page = (await _fetched(desk, notebook, "/a/{id}?q={q}", notebook.key(chat_id(ALICE)))).text
    assert marked(page) == [LEDGER.text.split("\n")[0]]
    answer = (await _fetched(desk, notebook, "/api/ask?q={q}", notebook.key(chat_id(ALICE)))).json()
    assert (LEDGER.id, True) == (answer["source"]["id"], answer["found"])
    async with client_of(desk, notebook) as client:
        params = {"q": "三件事是什么", "key": notebook.key(chat_id(ALICE))}
        assert not (await client.get("/api/ask", params=params)).json()["found"]


async def test_after_forgetting_no_old_link_opens_anything(
    desk: Desk, library: Library, notebook: Notebook
) -> None:
    """Also when the chat has the same article on its shelf again, whose new key works."""
    before = notebook.key(chat_id(ALICE))
    assert 200 == (await _fetched(desk, notebook, "/a/{id}", before)).status_code
    desk.drop(notebook.own_shelf(chat_id(ALICE)))
    assert 404 == (await _fetched(desk, notebook, "/a/{id}", before)).status_code
    notebook.forget_chat(chat_id(ALICE))
    library.add(LEDGER, notebook.own_shelf(chat_id(ALICE)))
    told = [(await _fetched(desk, notebook, door, before)).status_code for door in DOORS]
    assert {404} == set(told)
    assert 200 == (await _fetched(desk, notebook, "/a/{id}", notebook.key(chat_id(ALICE)))).status_code


async def test_an_operator_s_shelf_has_no_key(desk: Desk, notebook: Notebook) -> None:
    """Its articles are not there with anybody's."""
    async with client_of(desk, notebook) as client:
        for key in (notebook.key(chat_id(ALICE)), "secret", ""):
            assert 404 == (await client.get(f"/a/{NOTE.id}", params={"key": key})).status_code


class _Broken(Desk):
    """A desk that fails when it is asked for the articles."""

    def articles(self, shelf: ShelfRef = PUBLIC) -> tuple[Article, ...]:
        raise RuntimeError(shelf)


async def test_no_key_is_logged(
    library: Library, notebook: Notebook, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether it fits or not, even when something breaks; a key in a logged address is blacked out."""
    key = notebook.key(chat_id(ALICE))
    with caplog.at_level(logging.DEBUG):
        for door in DOORS:
            await _fetched(_Broken(library, MemoryEngine), notebook, door, key)
            await _fetched(_Broken(library, MemoryEngine), notebook, door, key[:-1])
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert [] == [line for line in ours if key[:-1] in line]
    before = logging.getLogger().handlers
    configure("INFO")
    logging.getLogger("bot").warning("GET /a/x?q=1&key=%s HTTP/1.1", key)
    logging.getLogger().handlers = before
    said = capsys.readouterr().err
    assert ("key=***" in said, key in said) == (True, False)
