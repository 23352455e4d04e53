"""Many files at once: read a few at a time, in turns, while the bot goes on answering."""

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from botapi import Chat, User
from door import Door
from identities import chat_id

from bot.model import Article


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _bomb() -> bytes:
    """A Word document of some kilobytes that unpacks to 190 megabytes of one element in another."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" * 60_000_000)
    return packed.getvalue()


def _page(n: int, days: int = 900) -> bytes:
    """A page; from some three hundred days on it is read in a process of its own."""
    return "\n".join(
        f"第 {n} 本第 {day} 天，水位又高了一些，船工们把缆绳收紧。" for day in range(days)
    ).encode()


def _own(door: Door, chat: Chat | User) -> tuple[Article, ...]:
    name = door.notebook.own_shelf(chat_id(chat.id))
    return door.library.articles(name) if name in door.library.shelves() else ()


def _workers() -> int:
    """How many processes read files for this one, each begun by its watcher, and that by the server; 0 where the system does not tell."""
    parents = dict(_parents())
    processes = {os.getpid()}
    for _ in ("server", "watchers", "workers"):
        processes = {process for process, parent in parents.items() if parent in processes}
    return len(processes)


def _parents() -> Iterator[tuple[int, int]]:
    """Yield each process that runs and the one that began it."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may have ended by now
            _, parent, *_ = stat.read_text().rpartition(")")[2].split()
            yield int(stat.parent.name), int(parent)


async def test_ten_files_of_three_chats_are_read_two_at_a_time(door: Door) -> None:
    """One of them is a bomb, which costs nobody else anything; questions are answered before they are all read."""
    alice, bob, cleo, dora = (door.world.user(name) for name in ("Alice", "Bob", "Cleo", "Dora"))
    group = door.world.group("读报", cleo)
    async with door.opened() as world:
        await door.told(dora, dora, "图书馆每周开放多久")
        before, most = _workers(), 0
        world.document(alice, alice, "弹.docx", _bomb())
        for n in range(4):
            world.document(alice, alice, f"甲{n}.txt", _page(n))
        for n in range(4):
            world.document(bob, bob, f"乙{n}.txt", _page(10 + n))
        world.document(cleo, group, "丙.txt", _page(20), caption="/add")
        world.say(dora, dora, "流动书车有几辆")
        everybody = (alice, bob, group)
        counted = {"answered": 0}

        def done() -> bool:
            nonlocal most
            most = max(most, _workers() - before)
            said = sum(len(world.sent(chat)) for chat in everybody)
            if len(world.sent(dora)) < 2:
                counted["answered"] = said
            return said == 10

        await world.eventually(done)
        said = [message.content for chat in everybody for message in world.sent(chat)]
    assert most <= 2
    assert counted["answered"] < 9
    assert [4, 4, 1] == [len(_own(door, chat)) for chat in everybody]
    assert 1 == sum(text.startswith("没能读进来：弹.docx") for text in said)
    assert 9 == sum(text.startswith("读入了一篇文章：") for text in said)


async def test_a_chat_has_only_so_many_files_waiting(door: Door) -> None:
    """More than that are refused in one line, and can be sent again later; what waits is read, and then asked."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        for n in range(14):
            world.document(alice, alice, f"{n}.txt", _page(n, 20 if n else 9000))
        world.say(alice, alice, "第 7 本第 12 天水位怎样")
        await world.eventually(lambda: len(world.sent(alice)) == 13)
        await door.quiet()
        world.document(alice, alice, "13.txt", _page(13, 20))
        await world.eventually(lambda: len(world.sent(alice)) == 14)
    said = [message.content for message in world.sent(alice)]
    crowded = "这里的文件还在读，最多排 10 个。没有收到回复的，请等读完再发一次。"
    assert 1 == said.count(crowded)
    assert 12 == sum(text.startswith("读入了一篇文章：") for text in said)
    assert "第 7 本第 12 天" in said[12]
