"""Several articles that came in one file: one card, one button that undoes all."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from botapi import Chat, Message, User
from door import Door
from identities import chat_id

BIRDS = "候鸟来得早\n十月初，第一批白鹤落在河口湿地，比往年早了九天，今年水浅，螺蛳多，鸟有得吃。"
FERRY = "渡口记\n渡口在河湾的南边，夏天水涨，船要绕过三块石头，摆渡的人认得每一块。"
LAMPS = "桥边的灯\n桥边的灯去年冬天坏了两盏，摆渡的人晚上只能摸着栏杆走，今年四盏都亮了。"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _zip(texts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return file.getvalue()


async def _sent(
    door: Door, user: User, chat: Chat | User, data: bytes, count: int = 1, caption: str = ""
) -> Message:
    """The bot's reply to an archive."""
    door.world.document(user, chat, "文章.zip", data, caption=caption)
    await door.world.eventually(lambda: len(door.world.sent(chat)) >= count)
    await door.quiet()
    return door.world.sent(chat)[-1]


def _titles(door: Door, chat: Chat | User) -> list[str]:
    name = door.notebook.own_shelf(chat_id(chat.id))
    return [a.source.title for a in door.library.articles(name)] if name in door.library.shelves() else []


async def test_an_archive_gets_one_card_with_the_titles_of_its_articles(door: Door) -> None:
    """And what in it could not be read; a question finds any of them."""
    alice = door.world.user("Alice")
    async with door.opened():
        card = await _sent(door, alice, alice, _zip({"a.txt": BIRDS, "b.txt": FERRY, "c.none": "x"}))
        answer = await door.told(alice, alice, "船要绕过几块石头")
    assert [
        "读入了 2 篇文章：",
        "1. 候鸟来得早",
        "2. 渡口记",
        "有 1 个文件没能读进来，其余的都读了。",
    ] == card.content.splitlines()[:4]
    assert ["1", "2", "全部撤销"] == [button["text"] for button in card.buttons][:3]
    assert "三块石头" in answer.content


async def test_one_press_undoes_all_that_came_together_and_nothing_else(door: Door) -> None:
    """What stood there before stays, also when it came again."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        await _sent(door, alice, alice, _zip({"a.txt": BIRDS, "x.txt": LAMPS}))
        card = await _sent(door, alice, alice, _zip({"a.txt": BIRDS, "b.txt": FERRY}), 2)
        before = _titles(door, alice)
        await door.pressed(alice, card, "全部撤销")
        again = world.press(alice, card, "全部撤销")
        await door.quiet()
    assert ["读入了 1 篇文章：", "1. 渡口记", "已经在书架上的：1 篇。"] == card.content.splitlines()[:3]
    assert ["候鸟来得早", "桥边的灯", "渡口记"] == before
    assert ["候鸟来得早", "桥边的灯"] == _titles(door, alice)
    assert "已撤销，这次读入的 1 篇都不在书架上了。" == world.now_of(card).content
    assert "这篇文章已经不在书架上了。" == world.answers[again.id]["text"]


async def test_an_opened_article_of_the_card_can_be_corrected(door: Door) -> None:
    """Each has a button with its number."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        card = await _sent(door, alice, alice, _zip({"a.txt": BIRDS, "b.txt": FERRY}))
        await door.pressed(alice, card, "2")
    assert "标题：渡口记" in world.now_of(card).content.splitlines()
    assert "改作者" in [button["text"] for button in world.now_of(card).buttons]


async def test_in_a_group_only_those_who_may_change_all_may_undo_all(door: Door) -> None:
    """Others are told, and nothing is removed."""
    world = door.world
    alice, bob = world.user("Alice"), world.user("Bob")
    group = world.group("读报", alice, bob)
    async with door.opened():
        card = await _sent(
            door, alice, group, _zip({"a.txt": BIRDS, "b.txt": FERRY}), caption=f"/add@{world.bot.username}"
        )
        refused = await door.pressed(bob, card, "全部撤销")
    assert "只有放上这篇文章的人和管理员能这样做。" == world.answers[refused.id]["text"]
    assert ["候鸟来得早", "渡口记"] == _titles(door, group)


async def test_articles_beyond_the_quota_are_counted(door: Door) -> None:
    """Those that fit are there."""
    alice = door.world.user("Alice")
    many = {f"{number:02}.txt": f"渡口第{number}记\n{FERRY[4:]}这是第{number}次记。" for number in range(50)}
    async with door.opened():
        await _sent(door, alice, alice, _zip({"a.txt": BIRDS, "b.txt": LAMPS}))
        card = await _sent(door, alice, alice, _zip(many), 2)
    assert "放不下的：2 篇。请先用 /articles 移除几篇。" in card.content.splitlines()
    assert ["候鸟来得早", "桥边的灯", *(f"渡口第{number}记" for number in range(48))] == _titles(door, alice)
