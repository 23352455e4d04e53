"""Who may add articles in a group, and who may change or take off what was added."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Chat, Message, User
from botapi.speech import ANONYMOUS_ADMIN
from door import Door
from identities import chat_id

from bot.model import Article

BIRDS = "十月初，第一批白鹤落在河口湿地，比往年早了九天。护鸟队的周师傅说，今年水浅，螺蛳多，鸟有得吃。" * 3
FERRY = "渡船每天六点开第一班，船工老韩在船头挂一盏马灯。过河的人把自行车推上船，说几句今天的菜价。" * 3
ADMINS_ONLY = "本群只有管理员能放文章；管理员可以在 /settings 里改成所有人。"
NOT_YOURS = "只有放上这篇文章的人和管理员能这样做。"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _group(door: Door) -> tuple[User, User, User, Chat]:
    """An admin, two members, and their group."""
    people = [door.world.user(name) for name in ("Alice", "Bob", "Cleo")]
    return people[0], people[1], people[2], door.world.group("读报", *people)


async def _said(door: Door, chat: Chat, count: int) -> Message:
    """The last thing the bot says, once it has said `count` things in the chat."""
    await door.world.eventually(lambda: len(door.world.sent(chat)) >= count)
    await door.quiet()
    return door.world.sent(chat)[-1]


async def _added(door: Door, user: User, chat: Chat, text: str) -> Message:
    """What the bot says to /add with that text."""
    count = len(door.world.sent(chat))
    door.world.say(user, chat, f"/add {text}")
    return await _said(door, chat, count + 1)


def _own(door: Door, chat: Chat) -> tuple[Article, ...]:
    name = door.notebook.own_shelf(chat_id(chat.id))
    return door.library.articles(name) if name in door.library.shelves() else ()


async def test_admins_let_everybody_add_and_take_it_back(door: Door) -> None:
    """By a button of /settings; who may not add is told who may."""
    alice, bob, _, group = _group(door)
    async with door.opened():
        first = await _added(door, bob, group, BIRDS)
        panel = await door.told(alice, group, "/settings")
        stranger = await door.pressed(bob, panel, "谁能放文章：管理员")
        await door.pressed(alice, panel, "谁能放文章：管理员")
        added = await _added(door, bob, group, BIRDS)
        await door.pressed(alice, panel, "谁能放文章：所有人")
        last = await _added(door, bob, group, FERRY)
    assert [ADMINS_ONLY] * 2 == [first.content, last.content]
    assert "只有管理员能这样做。" == door.world.answers[stranger.id]["text"]
    assert added.content.startswith("读入了一篇文章：")
    assert [BIRDS] == [article.text for article in _own(door, group)]


async def test_everybody_undoes_and_corrects_their_own_alone(door: Door) -> None:
    """Another member is told so in private; the answer of somebody else to the question is refused."""
    _, bob, cleo, group = _group(door)
    door.notebook.change(chat_id(group.id), adding="everybody")
    async with door.opened() as world:
        card = await _added(door, bob, group, BIRDS)
        refused = [await door.pressed(cleo, card, label) for label in ("撤销", "改标题")]
        await door.pressed(bob, card, "改标题")
        question = world.sent(group)[-1]
        world.say(cleo, group, "假标题", reply_to=question)
        reply = await _said(door, group, 3)
        world.say(bob, group, "白鹤早到", reply_to=question)
        await _said(door, group, 4)
        titles = [article.source.title for article in _own(door, group)]
        await door.pressed(bob, card, "撤销")
    assert [(NOT_YOURS, True)] * 2 == [
        (world.answers[query.id]["text"], world.answers[query.id]["show_alert"]) for query in refused
    ]
    assert NOT_YOURS == reply.content
    assert ["白鹤早到"] == titles
    assert () == _own(door, group)


async def test_from_the_list_everybody_removes_their_own_and_admins_all(door: Door) -> None:
    """Who may not is told at the first press already."""
    alice, bob, cleo, group = _group(door)
    door.notebook.change(chat_id(group.id), adding="everybody")
    async with door.opened() as world:
        for user, text in ((bob, BIRDS), (cleo, FERRY)):
            await _added(door, user, group, text)
        listed = await door.told(cleo, group, "/articles")
        await door.pressed(cleo, listed, "1")
        refused = await door.pressed(cleo, listed, "移除")
        await door.pressed(bob, listed, "移除")
        await door.pressed(bob, listed, "确认移除")
        left = [article.text for article in _own(door, group)]
        await door.pressed(alice, listed, "1")
        await door.pressed(alice, listed, "移除")
        await door.pressed(alice, listed, "确认移除")
    assert NOT_YOURS == world.answers[refused.id]["text"]
    assert [FERRY] == left
    assert () == _own(door, group)


async def test_nobody_takes_the_place_of_another_ones_article(door: Door) -> None:
    """A text much like it, of the same title, paper and day, is an edition of it, which only they and admins bring."""
    alice, bob, cleo, group = _group(door)
    door.notebook.change(chat_id(group.id), adding="everybody")
    pages = [
        f"---\ntitle: 白鹤\npublication: 河口报\npublished: 2023-10-09\n---\n\n{text}".encode()
        for text in (BIRDS, f"{BIRDS}更正。", BIRDS + FERRY)
    ]
    async with door.opened() as world:
        for count, (user, page) in enumerate(zip((bob, cleo, alice), pages, strict=True), start=1):
            world.document(user, group, "白鹤.md", page, caption="/add")
            await _said(door, group, count)
        said = [message.content.splitlines()[0] for message in world.sent(group)]
    assert ["读入了一篇文章：", NOT_YOURS, "文章换成了新的文本："] == said
    assert [BIRDS + FERRY] == [article.text for article in _own(door, group)]


async def test_an_anonymous_admin_is_an_admin(door: Door) -> None:
    """Who writes as the group may add; so may who writes as a channel where everybody may, and else not."""
    _, _, _, group = _group(door)
    channel = door.world.channel("河口观察")
    writer = User(136817688, "Channel", "Channel_Bot", is_bot=True)
    async with door.opened() as world:
        world.say(ANONYMOUS_ADMIN, group, f"/add {BIRDS}", sender_chat=group, deliver=True)
        anonymous = await _said(door, group, 1)
        world.say(writer, group, f"/add {FERRY}", sender_chat=channel, deliver=True)
        refused = await _said(door, group, 2)
        door.notebook.change(chat_id(group.id), adding="everybody")
        world.say(writer, group, f"/add {FERRY}", sender_chat=channel, deliver=True)
        added = await _said(door, group, 3)
    assert anonymous.content.startswith("读入了一篇文章：")
    assert ADMINS_ONLY == refused.content
    assert added.content.startswith("读入了一篇文章：")


async def test_who_was_admin_still_undoes_what_they_added(door: Door) -> None:
    """Though they may not add any more."""
    alice, bob, _, group = _group(door)
    door.world.promote(bob, group)
    async with door.opened() as world:
        card = await _added(door, bob, group, BIRDS)
        world.promote(bob, group, "member")
        await door.pressed(bob, card, "撤销")
        refused = await _added(door, bob, group, FERRY)
    assert () == _own(door, group)
    assert ADMINS_ONLY == refused.content
    assert alice.id != bob.id
