"""With PUBLIC_URL, 原文 opens the reader at the very passage, and citations without an address give its page's."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from articles import LIBRARY
from botapi import Json, Message
from door import Door
from identities import chat_id
from web.site import client_of, marked

from bot.answering.quoting.citation import cite
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.model import Article, ShelfRef, Source
from bot.retrieval.memory import MemoryEngine

SITE = "https://zhaiyin.example"
QUESTION = "图书馆每周开放多久"
PRINTED = Article(
    Source(title="灯塔值守记", url="https://lighthouse.example/1"),
    "灯塔的看守每周三擦一次灯，风大的夜里不睡。",
)

LEDGER = Article(Source(title="灯塔值守记"), "八月的账本锁在灯塔的铁柜里，钥匙由老许保管。")
LEDGER_ASKED = "八月的账本锁在哪里"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door whose pages others reach."""
    with Door(tmp_path, SITE) as door:
        door.library.add(PRINTED)
        yield door


def _original(message: Message) -> Json:
    """The button 原文."""
    [button] = [button for button in message.buttons if button["text"] == "原文"]
    return button


def _copied(message: Message) -> str:
    [button] = [button for button in message.buttons if button["text"] == "复制引用"]
    return str(button["copy_text"]["text"])


async def _read(door: Door, address: str) -> str:
    """The page that the address leads to."""
    assert address.startswith(f"{SITE}/a/")
    async with client_of(Desk(door.library, MemoryEngine), door.notebook, public_url=SITE) as client:
        response: httpx.Response = await client.get(address.removeprefix(SITE).partition("#")[0])
    assert 200 == response.status_code
    return response.text


def _here(page: str) -> tuple[str, list[str]]:
    """The paragraph that the page opens at, and what is marked in it."""
    [(paragraph, text)] = re.findall(r'<li id="(p\d+)" class="paragraph here">(.*?)</li>', page, re.DOTALL)
    return paragraph, marked(text)


async def test_in_private_it_opens_inside_telegram(door: Door) -> None:
    """As a Mini App, whose address has nothing behind a #; the passage that was quoted is marked there."""
    alice = door.world.user("Alice")
    async with door.opened():
        answer = await door.told(alice, alice, QUESTION)
    button = _original(answer)
    assert "url" not in button
    address = button["web_app"]["url"]
    assert "#" not in address
    assert ("p1", [LIBRARY.text.split("\n")[0]]) == _here(await _read(door, address))


async def test_in_a_group_it_is_a_plain_link(door: Door) -> None:
    """At the paragraph by its number, for browsers that do without a script."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    async with door.opened():
        answer = await door.told(alice, group, f"/ask {QUESTION}")
    assert "web_app" not in _original(answer)
    address = _original(answer)["url"]
    assert address.endswith("#p1")
    assert "p1" == _here(await _read(door, address))[0]


async def test_a_passage_paged_to_is_the_one_that_is_marked(door: Door) -> None:
    """Also after a question too long for an address: then it is marked as a whole."""
    alice = door.world.user("Alice")
    async with door.opened():
        answer = await door.told(alice, alice, QUESTION)
        await door.pressed(alice, answer, "▶")
        second = door.world.now_of(answer)
        long = await door.told(alice, alice, f"{QUESTION}？" + "请告诉我，" * 30)
    paragraph, focus = _here(await _read(door, _original(second)["web_app"]["url"]))
    assert ("p2", True) == (paragraph, bool(focus))
    address = _original(long)["web_app"]["url"]
    assert "q" not in parse_qs(urlsplit(address).query)
    assert ("p1", [LIBRARY.text.split("\n")[0]]) == _here(await _read(door, address))


async def test_the_article_s_own_page_is_one_step_further(door: Door) -> None:
    """The citation names it; where there is none, the citation names the page here."""
    alice = door.world.user("Alice")
    async with door.opened():
        printed = await door.told(alice, alice, "灯塔的看守什么时候擦灯")
        here = await door.told(alice, alice, QUESTION)
        await door.pressed(alice, here, "引用格式")
        styles = [b["copy_text"]["text"] for b in door.world.now_of(here).buttons if "copy_text" in b]
    assert 'href="https://lighthouse.example/1"' in await _read(door, _original(printed)["web_app"]["url"])
    assert cite(PRINTED) == _copied(printed)
    assert cite(Links(SITE).cited(LIBRARY)) == _copied(here)
    assert _copied(here).endswith(f". {SITE}/a/{LIBRARY.id}")
    assert all(f"{SITE}/a/{LIBRARY.id}" in style for style in styles)


async def test_inline_and_for_guests_it_is_a_link_without_the_question(door: Door) -> None:
    """What was typed inline is seen by nobody else; neither may open a Mini App."""
    alice, world = door.world.user("Alice"), door.world
    group = world.group("读报", alice)
    async with door.opened():
        query = world.inline(alice, QUESTION)
        guest = world.guest(alice, group, f"@{world.bot.username} {QUESTION}")
        await world.eventually(lambda: world.answer(query) and world.answer(guest))
    results, result = (world.answer(query) or {})["results"], (world.answer(guest) or {})["result"]
    [typed], [mentioned] = (
        results[0]["reply_markup"]["inline_keyboard"][0],
        result["reply_markup"]["inline_keyboard"][0],
    )
    assert "q=" not in typed["url"]
    assert "p1" == _here(await _read(door, typed["url"]))[0] == _here(await _read(door, mentioned["url"]))[0]
    assert f"{SITE}/a/{LIBRARY.id}" in results[2]["input_message_content"]["message_text"]


@pytest.mark.parametrize(
    ("site", "kind"), [("http://zhaiyin.example", "url"), ("http://localhost:8080", "start"), (None, "start")]
)
async def test_what_telegram_would_refuse_is_not_offered(site: str | None, kind: str, tmp_path: Path) -> None:
    """No Mini App without HTTPS; a host without a dot, or no PUBLIC_URL, leaves the link into the bot."""
    with Door(tmp_path, site) as door:
        alice = door.world.user("Alice")
        async with door.opened():
            answer = await door.told(alice, alice, QUESTION)
    url = _original(answer)["url"]
    assert url.startswith(
        f"{site}/a/" if kind == "url" else f"https://t.me/zhaiyin_bot?start=p_{LIBRARY.id}_1"
    )


async def test_an_answer_from_the_chat_s_own_shelf_has_its_key(door: Door) -> None:
    """In private and in a group each its own; where the chat asks both shelves, what is public needs none."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    group = world.group("灯塔", alice, bob)
    for chat in (alice, group):
        _give(door, chat.id)
    door.notebook.bind(chat_id(bob.id), ShelfRef.parse(f"{door.notebook.own_shelf(chat_id(bob.id))}+public"))
    door.library.add(LEDGER, door.notebook.own_shelf(chat_id(bob.id)))
    async with door.opened():
        private = await door.told(alice, alice, LEDGER_ASKED)
        public = await door.told(bob, group, f"/ask {LEDGER_ASKED}")
        both = [await door.told(bob, bob, text) for text in (LEDGER_ASKED, QUESTION)]
    addresses = [
        _original(private)["web_app"]["url"],
        _original(public)["url"],
        *(_original(message)["web_app"]["url"] for message in both),
    ]
    assert [door.notebook.key(chat_id(chat.id)) for chat in (alice, group, bob)] == [
        _key(a) for a in addresses[:3]
    ]
    assert [True] * 3 == ["铁柜" in await _read(door, address) for address in addresses[:3]]
    assert _key(addresses[3]) is None
    assert cite(LEDGER) == _copied(private)


async def test_no_key_leaves_its_chat(door: Door) -> None:
    """Not inline, not to a guest's hosts, not for a shelf that the operator gave the chat."""
    alice, bob, world = door.world.user("Alice"), door.world.user("Bob"), door.world
    group = world.group("读报", alice, bob)
    _give(door, alice.id)
    door.library.add(LEDGER, "club")
    door.notebook.bind(chat_id(bob.id), ShelfRef.parse("club"))
    async with door.opened():
        query = world.inline(alice, LEDGER_ASKED)
        guest = world.guest(alice, group, f"@{world.bot.username} {LEDGER_ASKED}")
        await world.eventually(lambda: world.answer(query) and world.answer(guest))
        club = await door.told(bob, bob, LEDGER_ASKED)
    answers = f"{world.answer(query)} {world.answer(guest)}"
    assert ("铁柜" in answers, "key=" in answers, SITE in answers) == (True, False, False)
    assert "铁柜" in club.content
    assert [] == [button for button in club.buttons if button["text"] == "原文"]


async def test_forgotten_in_the_chat_the_link_opens_nothing(door: Door) -> None:
    """/forget and its confirmation are the end of every link that was given out there."""
    alice = door.world.user("Alice")
    _give(door, alice.id)
    async with door.opened():
        answer = await door.told(alice, alice, LEDGER_ASKED)
        address = _original(answer)["web_app"]["url"]
        assert "铁柜" in await _read(door, address)
        really = await door.told(alice, alice, "/forget")
        await door.pressed(alice, really, really.buttons[0]["text"])
        _give(door, alice.id)
    async with client_of(Desk(door.library, MemoryEngine), door.notebook) as client:
        assert 404 == (await client.get(address.removeprefix(SITE))).status_code


def _give(door: Door, number: int) -> None:
    """Put the ledger on the chat's own shelf, which it asks from then on."""
    shelf = door.notebook.own_shelf(chat_id(number))
    door.library.add(LEDGER, shelf)
    door.notebook.bind(chat_id(number), ShelfRef.parse(shelf))


def _key(address: str) -> str | None:
    return next(iter(parse_qs(urlsplit(address).query).get("key", [])), None)
