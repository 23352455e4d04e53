"""An article that may be a new version of one on the chat's own shelf: whoever added it says which it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Chat, Message, User
from door import Door
from identities import chat_id

from bot.model import Article
from bot.notebook import Adders

HEAD = "---\ntitle: 简讯\nauthor: 周一鸣\npublication: 石渡日报\npublished: 2024-05-29\n---\n\n"
FERRY = "石渡渡口昨天换上了新渡船，一次能坐四十个人。\n\n船票还是两元，孩子和老人不收钱。\n\n老船留在岸边，给孩子们当教室。"
MARKET = "河西菜市场下周一搬家，新棚子有一百个摊位。\n\n卖鱼的都在东头，卖菜的在西头，中间是豆腐摊。"
NEAR = f"{FERRY.partition(chr(10))[0]}\n\n新船是本地船厂造的，用了半年。\n\n码头也修过了，下雨天不再滑，候船的棚子是木头的。"
QUESTION = "书架上有一篇相近的：《简讯》。是同一篇的新版本就换掉旧的，不是就两篇都留；现在两篇都在。"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


async def _handed(door: Door, user: User, chat: Chat | User, text: str, caption: str = "") -> Message:
    """What the bot says to a file of that text."""
    before = len(door.world.sent(chat))
    door.world.document(user, chat, "简讯.md", (HEAD + text).encode(), caption=caption or None)
    await door.world.eventually(lambda: len(door.world.sent(chat)) > before)
    await door.quiet()
    return door.world.sent(chat)[-1]


def _own(door: Door, chat: Chat | User) -> list[Article]:
    return list(door.library.articles(door.notebook.own_shelf(chat_id(chat.id))))


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_two_briefs_of_one_day_are_two_articles(door: Door) -> None:
    """Nobody is asked about them; a corrected one takes its own place."""
    alice = door.world.user("Alice")
    async with door.opened():
        await _handed(door, alice, alice, FERRY)
        other = await _handed(door, alice, alice, MARKET)
        corrected = await _handed(door, alice, alice, FERRY.replace("四十个", "五十个"))
    assert "换掉旧的" not in _labels(other)
    assert corrected.content.startswith("文章换成了新的文本：")
    assert [True, False] == ["五十个人" in article.text for article in _own(door, alice)]


async def test_who_says_that_it_is_a_new_version_has_it_in_the_old_ones_place(door: Door) -> None:
    """Under the old id, also when the bot was started anew in between; a second press does no harm."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        await _handed(door, alice, alice, FERRY)
        [earlier] = _own(door, alice)
        card = await _handed(door, alice, alice, NEAR)
        both = _own(door, alice)
    async with door.opened() as world:
        await door.pressed(alice, card, "换掉旧的")
        second = world.press(alice, card, "换掉旧的")
        await door.quiet()
    assert QUESTION in card.content.splitlines()
    assert ["换掉旧的", "两篇都留"] == _labels(card)[:2]
    assert [2, earlier] == [len(both), both[0]]
    assert [(earlier.id, NEAR.replace("\n\n", "\n"))] == [(one.id, one.text) for one in _own(door, alice)]
    assert world.now_of(card).content.startswith("文章换成了新的文本：")
    assert ["改标题", "改作者", "改日期", "改报刊", "移除"] == _labels(world.now_of(card))
    assert "这篇文章已经不在书架上了。" == world.answers[second.id]["text"]


async def test_who_says_that_it_is_another_one_keeps_both(door: Door) -> None:
    """And is asked no more, also not by the same file sent again."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        await _handed(door, alice, alice, FERRY)
        card = await _handed(door, alice, alice, NEAR)
        query = await door.pressed(alice, card, "两篇都留")
        again = await _handed(door, alice, alice, NEAR)
    assert "两篇都留着。" == world.answers[query.id]["text"]
    assert QUESTION not in world.now_of(card).content
    assert ["改标题", "改作者", "改日期", "改报刊", "移除"] == _labels(world.now_of(card))
    assert again.content.startswith("这篇文章已经在书架上了：")
    assert QUESTION not in again.content
    assert 2 == len(_own(door, alice))


async def test_in_a_group_nobody_replaces_what_another_added(door: Door) -> None:
    """The press is refused, and so is a corrected text of it; an admin's press is not, and the adder stays the adder."""
    alice, bob, carol = (door.world.user(name) for name in ("Alice", "Bob", "Carol"))
    group = door.world.group("读报", alice, bob, carol)
    door.notebook.change(chat_id(group.id), adding=Adders.EVERYBODY)
    async with door.opened() as world:
        await _handed(door, bob, group, FERRY, "/add")
        refused = await _handed(door, carol, group, FERRY.replace("四十个", "五十个"), "/add")
        card = await _handed(door, carol, group, NEAR, "/add")
        press = await door.pressed(carol, card, "换掉旧的")
        before = _own(door, group)
        await door.pressed(alice, card, "换掉旧的")
        [after] = _own(door, group)
        theirs = [await door.pressed(one, card, "移除") for one in (bob, carol)]
    told = "只有放上这篇文章的人和管理员能这样做。"
    assert told == refused.content
    assert told == world.answers[press.id]["text"]
    assert [FERRY.replace("\n\n", "\n"), NEAR.replace("\n\n", "\n")] == [article.text for article in before]
    assert (before[0].id, before[1].text) == (after.id, after.text)
    assert told == world.answers[theirs[0].id]["text"]
    assert "要移除《简讯》吗？" == world.now_of(card).content


async def test_the_card_asks_for_what_the_source_lacks(door: Door) -> None:
    """It names the buttons to press, in the language of whoever reads it; nothing if the record is whole."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob", language_code="en")
    lacking = HEAD.replace("author: 周一鸣\n", "").replace("published: 2024-05-29\n", "")
    async with door.opened() as world:
        whole = await _handed(door, alice, alice, FERRY)
        for user in (alice, bob):
            world.document(user, user, "渡口.md", (lacking + MARKET).encode())
        await world.eventually(lambda: len(world.sent(alice)) == 2 and world.sent(bob))
        await door.quiet()
    assert "空着的" not in whole.content
    assert "空着的，知道的话可以补上：点「改作者」「改日期」。" in world.sent(alice)[-1].content.splitlines()
    line = "What is missing you can fill in, if you know it: Correct author, Correct date."
    assert line in world.sent(bob)[-1].content.splitlines()
