"""Addresses in the chat: the page is an article where the operator allows it, and one clear line where not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botapi import Chat, Message, User
from door import Door
from identities import chat_id

from bot.errors import Unreachable
from bot.model import Article
from bot.readers import File
from bot.readers.fetching.fetch import fetch

TEXT = "十月初，第一批白鹤落在河口湿地，比往年早了九天。护鸟队的周师傅说，今年水浅，螺蛳多，鸟有得吃。"
PAGE = f"<html><title>白鹤早到</title><body><h1>白鹤早到</h1>{f'<p>{TEXT}</p>' * 3}</body></html>".encode()
ADDRESS = "https://example.com/白鹤"
NOT_ALLOWED = "运营者没有开放按网址加文章。请把网页存成文件发来，或者把正文发来。"


class _Web:
    """A web of one page; remembers what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, url: str) -> File:
        self.asked.append(url)
        if "白鹤" not in url:
            raise Unreachable(f"{url}: the site answers 404; check the address, or send the file itself")
        return File("白鹤.html", PAGE, url)


@pytest.fixture
def web() -> _Web:
    """A web nobody has looked at."""
    return _Web()


@pytest.fixture
def door(tmp_path: Path, web: _Web) -> Iterator[Door]:
    """A door that takes addresses."""
    with Door(tmp_path, fetch=web) as door:
        yield door


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Door]:
    """A door that takes none."""
    with Door(tmp_path) as door:
        yield door


async def _said(door: Door, chat: Chat | User, count: int) -> Message:
    """The last thing the bot says, once it has said `count` things in the chat."""
    await door.world.eventually(lambda: len(door.world.sent(chat)) >= count)
    await door.quiet()
    return door.world.sent(chat)[-1]


def _own(door: Door, chat: Chat | User) -> tuple[Article, ...]:
    name = door.notebook.own_shelf(chat_id(chat.id))
    return door.library.articles(name) if name in door.library.shelves() else ()


async def test_an_address_alone_in_private_becomes_the_page(door: Door, web: _Web) -> None:
    """With its address in the source record; what is asked next waits for it. With words around it, it is a question."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        await door.told(alice, alice, f"{ADDRESS} 说了什么")
        world.say(alice, alice, f" {ADDRESS}\n")
        world.say(alice, alice, "白鹤哪天落在湿地")
        answer = await _said(door, alice, 3)
    assert [ADDRESS] == web.asked
    [article] = _own(door, alice)
    assert ("白鹤早到", ADDRESS) == (article.source.title, article.source.url)
    assert "十月初" in answer.content
    assert world.sent(alice)[1].content.startswith("读入了一篇文章：")


@pytest.mark.parametrize(
    "added",
    [
        lambda door, user, group: door.world.say(user, group, f"/add {ADDRESS}"),
        lambda door, user, group: door.world.say(
            user, group, "/add", reply_to=door.world.say(user, group, f"看这篇 {ADDRESS} ，写得好")
        ),
        lambda door, user, group: door.world.say(
            user,
            group,
            "/add",
            reply_to=door.world.say(
                user,
                group,
                "看这篇",
                entities=[{"type": "text_link", "offset": 1, "length": 2, "url": ADDRESS}],
            ),
        ),
    ],
)
async def test_in_a_group_add_takes_the_page(
    door: Door, web: _Web, added: Callable[[Door, User, Chat], Message]
) -> None:
    """Whose address stands after it or, alone, in the message that it replies to."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    async with door.opened():
        added(door, alice, group)
        card = await _said(door, group, 1)
    assert [ADDRESS] == web.asked
    assert card.content.startswith("读入了一篇文章：")
    assert "白鹤早到" == _own(door, group)[0].source.title


async def test_a_text_that_names_addresses_is_still_a_text(door: Door, web: _Web) -> None:
    """One long enough to be meant; and of several addresses none is taken."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    async with door.opened() as world:
        for count, text in enumerate((f"{TEXT * 2} {ADDRESS}", f"{ADDRESS} {ADDRESS}2 两篇"), start=1):
            world.say(alice, group, "/add", reply_to=world.say(alice, group, text))
            await _said(door, group, count)
    assert [] == web.asked
    assert 2 == len(_own(door, group))


async def test_only_who_may_add_has_a_page_fetched(door: Door, web: _Web) -> None:
    """An address alone is nothing to a group; /add by a member is refused before anything is fetched."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    door.world.privacy_mode = False
    group = door.world.group("读报", alice, bob)
    async with door.opened() as world:
        world.say(bob, group, ADDRESS)
        world.say(bob, group, f"/add {ADDRESS}")
        refused = await _said(door, group, 1)
    assert refused.content.startswith("本群只有管理员能放文章")
    assert [] == web.asked


async def test_what_cannot_be_fetched_is_told(door: Door) -> None:
    """In one line, as of a file."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        world.say(alice, alice, "https://example.com/gone")
        said = await _said(door, alice, 1)
    assert said.content.startswith("没能读进来：https://example.com/gone 打不开。")
    assert () == _own(door, alice)


async def test_add_says_that_it_takes_addresses(door: Door) -> None:
    """Where it does."""
    alice = door.world.user("Alice")
    group = door.world.group("读报", alice)
    async with door.opened() as world:
        world.say(alice, group, "/add")
        said = await _said(door, group, 1)
    assert "网址" in said.content


async def test_a_private_network_is_out_of_reach(tmp_path: Path) -> None:
    """Whoever asks for the bot's own machine by way of the chat is told that only public addresses are read."""
    with Door(tmp_path, fetch=fetch) as door:
        alice = door.world.user("Alice")
        async with door.opened() as world:
            for count, host in enumerate(("127.0.0.1:8080", "[::1]", "169.254.169.254"), start=1):
                world.say(alice, alice, f"http://{host}/")
                said = await _said(door, alice, count)
                assert "不是公开的网址" in said.content


async def test_where_addresses_are_not_allowed_one_line_says_so(shut: Door) -> None:
    """Whenever /add asks for it; in private, where nobody asked, once: then it is a question like any other."""
    alice = shut.world.user("Alice")
    group = shut.world.group("读报", alice)
    async with shut.opened() as world:
        for count in (1, 2):
            world.say(alice, group, f"/add {ADDRESS}")
            await _said(shut, group, count)
            world.say(alice, alice, ADDRESS)
            await _said(shut, alice, count)
        world.say(alice, group, "/add")
        how = await _said(shut, group, 3)
    assert [NOT_ALLOWED] * 2 == [message.content for message in world.sent(group)[:2]]
    assert [True, False] == [message.content == NOT_ALLOWED for message in world.sent(alice)]
    assert "网址" not in how.content
    assert () == _own(shut, group)
