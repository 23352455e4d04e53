"""Pages within Telegram: the person it names, and the shelf that this opens."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from articles import LIBRARY
from databases import sqlite
from identities import chat_id, person_id

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.chat.web.headers import POLICY
from bot.chat.web.init_data import InitData
from bot.library import Library
from bot.model import Article, Source
from bot.notebook import WEB, Notebook
from web.site import client_of
from web.telegram_says import SITE, TOKEN, fields_of, said, signed
from web.test_votes import ALICE as BROWSER
from web.test_votes import OURS, QUESTION, _ballot

ALICE, BOB, NOW = 7_000_001, 7_000_002, 1_700_000_000.0
LEDGER = Article(Source(title="灯塔值守记"), "八月的账本锁在灯塔的铁柜里，钥匙由老许保管。")


@pytest.fixture
def notebook(tmp_path: Path, library: Library) -> Iterator[Notebook]:
    """Alice has the ledger on her own shelf."""
    notebook = Notebook.at(sqlite(tmp_path / "zhaiyin.db"), styles=STYLES)
    library.add(LEDGER, notebook.own_shelf(chat_id(ALICE)))
    yield notebook
    notebook.close()


def test_whom_telegram_names_is_known() -> None:
    """By the hash of every field but itself, whatever their order; for an hour."""
    verified = InitData(TOKEN, lambda: NOW)
    fields = fields_of(ALICE, NOW - 60)
    reordered = "&".join(reversed(signed(fields).split("&")))
    older = {name: value for name, value in fields.items() if name not in ("signature", "query_id")}
    for init_data in (
        signed(fields),
        reordered,
        signed(older),
        said(ALICE, NOW - 3_500),
        said(ALICE, NOW + 60),
    ):
        assert ALICE == verified.person(init_data)


def test_the_hash_is_the_one_telegram_prescribes() -> None:
    """Worked out by hand: HMAC-SHA-256 of the sorted lines, its key the HMAC of the token with WebAppData."""
    init_data = (
        "user=%7B%22id%22%3A42%7D&auth_date=1700000000"
        "&hash=2ae299f500a62002757a0106dc121c5fca1efbaa017a9ecb4fec3df43e61757c"
    )
    assert 42 == InitData(TOKEN, lambda: NOW).person(init_data)


def test_an_opening_gives_the_key_once_and_soon() -> None:
    """Whoever overhears it later is nobody; votes go on; another opening by the same person is another."""
    clock = [NOW]
    verified = InitData(TOKEN, lambda: clock[0])
    first, second = said(ALICE, NOW), said(ALICE, NOW - 1)
    assert [ALICE, None, ALICE, None] == [verified.person_once(one) for one in (first, first, second, second)]
    assert ALICE == verified.person(first)
    late = said(ALICE, NOW + 2)
    clock[0] += 303
    assert [None, None, ALICE] == [
        verified.person_once(first),
        verified.person_once(late),
        verified.person(late),
    ]


def _wrong() -> dict[str, str]:
    fields, good = fields_of(ALICE, NOW), said(ALICE, NOW)
    return {
        "another person": good.replace(str(ALICE), str(BOB)),
        "another bot": signed(fields, "654321:another"),
        "another hash": good[:-1] + ("0" if good[-1] != "0" else "1"),
        "half a hash": good[:-32],
        "no hash": good.partition("&hash=")[0],
        "a field more": f"{good}&chat_type=sender",
        "a field less": signed(fields).replace("query_id=AAHdF6IQAAAAAN0XohDhrOrc&", ""),
        "a field twice": f"user=%7B%22id%22%3A{BOB}%7D&{good}",
        "an hour old": said(ALICE, NOW - 3_601),
        "of tomorrow": said(ALICE, NOW + 3600),
        "no date": signed({name: value for name, value in fields.items() if name != "auth_date"}),
        "a strange date": signed({**fields, "auth_date": "-1"}),
        "no user": signed({name: value for name, value in fields.items() if name != "user"}),
        "a nameless user": signed({**fields, "user": "{}"}),
        "a user that is none": signed({**fields, "user": "[1]"}),
        "a number in words": signed({**fields, "user": f'{{"id": "{ALICE}"}}'}),
        "truth for a number": signed({**fields, "user": '{"id": true}'}),
        "a group for a user": signed({**fields, "user": '{"id": -100123}'}),
        "no json": signed({**fields, "user": "{"}),
        "no query": "nonsense",
        "too much": signed({**fields, "x": "y" * 5000}),
        "too many": "&".join(f"a{n}=1" for n in range(99)),
        "surrogates": "hash=%ED%A0%80&a=\ud800",
    }


@pytest.mark.parametrize("wrong", _wrong())
def test_what_is_forged_or_stale_is_anonymous(wrong: str, caplog: pytest.LogCaptureFixture) -> None:
    """With one line in the log that holds nothing of it."""
    with caplog.at_level("INFO"):
        assert InitData(TOKEN, lambda: NOW).person(_wrong()[wrong]) is None
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith("web: init data refused, ")
    assert not [
        part for part in (str(ALICE), str(BOB), "爱丽丝", "hash", TOKEN, "AAHd", "nonsense") if part in line
    ]


def test_who_says_nothing_or_cannot_be_checked_is_anonymous(caplog: pytest.LogCaptureFixture) -> None:
    """Without a line in the log."""
    assert InitData(TOKEN, lambda: NOW).person("") is None
    assert InitData(None, lambda: NOW).person(said(ALICE, NOW)) is None
    assert [] == caplog.records


async def test_a_vote_within_telegram_is_that_person_s(desk: Desk, notebook: Notebook) -> None:
    """The same as one pressed in the chat; with other init data it is the browser's."""
    async with client_of(desk, notebook, public_url=SITE, token=TOKEN) as client:
        ballot = await _ballot(client)
        for init_data in (said(ALICE, time.time()), said(BOB, 0), said(BOB, 0)[:-1]):
            fields = {**ballot, "value": "down", "reader": BROWSER, "init": init_data}
            assert 200 == (await client.post("/vote", data=fields, headers=OURS)).status_code
    assert (1, 0) == (
        notebook.stored_counts(WEB, person_id(ALICE)).votes,
        notebook.stored_counts(WEB, person_id(BOB)).votes,
    )
    notebook.forget_person(person_id(ALICE))
    assert 0 == notebook.stored_counts(WEB, person_id(ALICE)).votes


async def test_one_s_own_shelf_opens_by_who_one_is(desk: Desk, notebook: Notebook) -> None:
    """To nobody else, to no page elsewhere, and only if it holds an article; no cache keeps the key."""
    async with client_of(desk, notebook, public_url=SITE, token=TOKEN) as client:

        async def key(init_data: str, **headers: str) -> httpx.Response:
            return await client.post("/key", data={"init": init_data}, headers={**OURS, **headers})

        mine = await key(said(ALICE, time.time()))
        refused = [await key(wrong) for wrong in (said(BOB, time.time()), said(ALICE, 0), "", "x")]
        assert 403 == (await key(said(ALICE, time.time()), origin="https://evil.example")).status_code
        assert notebook.key(chat_id(ALICE)) == mine.json()["key"]
        assert "private, no-store" == mine.headers["cache-control"]
        assert {404} == {response.status_code for response in refused}
        assert 1 == len({response.text for response in refused})
        assert 200 == (await client.get(f"/a/{LEDGER.id}", params=mine.json())).status_code


@pytest.mark.parametrize(
    ("public_url", "token", "framed"), [(SITE, TOKEN, True), (SITE, None, False), (None, TOKEN, False)]
)
async def test_telegram_alone_may_frame_a_page(
    public_url: str | None, token: str | None, framed: bool, desk: Desk, notebook: Notebook
) -> None:
    """Only the chat and the reader, faults included, and only with a bot and a public address."""
    async with client_of(desk, notebook, public_url=public_url, token=token) as client:
        pages = ["/", f"/a/{LIBRARY.id}", "/a", "/a/nothing", f"/?q={QUESTION}"]
        others = ["/answer?q=书", "/api", "/api/ask?q=书", "/static/page.js", "/health", "/nothing", "/ab"]
        for address in (*pages, *others):
            response = await client.get(address)
            may = framed and address in pages
            policy = (
                POLICY.replace("ancestors 'none'", "ancestors https://web.telegram.org") if may else POLICY
            )
            assert policy == response.headers["content-security-policy"]
            assert (None if may else "DENY") == response.headers.get("x-frame-options")
        assert framed == ("/static/mini-app.js" in (await client.get("/")).text)
        assert (200 if framed else 404) == (
            await client.post("/key", data={"init": said(ALICE, time.time())}, headers=OURS)
        ).status_code
