"""What was forgotten or removed is in this process's memory no longer, whatever was done with it before."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import User
from databases import sqlite
from door import Door
from identities import chat_id
from tools import HANG_S
from traces import traces_of

from bot.assistant.privacy import Privacy
from bot.library import Library
from bot.model import Article, ShelfRef, Source


def _secret() -> str:
    """Words that stand in no code or constant, so that whoever has them got them from the article."""
    return "".join(chr(ord("㐀") + number) for number in range(40, 52))


def _article() -> Article:
    """One of which every answer leaves the secret out, so that Telegram, which here is in this process, never has it."""
    text = f"灯塔的账本写着潮水，钥匙由老许保管。\n{_secret()}。\n三件事：一是擦灯，二是记账，三是喂猫。"
    return Article(Source(title="灯塔值守记", author="老许", publication="灯塔报"), text)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _give(door: Door, user: User) -> str:
    """Put the article on the person's own shelf, asked beside the public one; its id."""
    article, shelf = _article(), door.notebook.own_shelf(chat_id(user.id))
    door.library.add(article, shelf)
    door.notebook.bind(chat_id(user.id), ShelfRef((shelf, "public")))
    return article.id


async def _use(door: Door, user: User) -> None:
    """Ask of the article, lean on the answer, verify, list: whatever fills a cache."""
    texts = ("账本写着什么", "钥匙由谁保管", "三件事是什么", "第二件呢", "灯塔那篇是谁写的", "/articles", "/verify 钥匙由老许保管")  # fmt: skip
    for text in texts:
        await door.told(user, user, text)


async def _gone() -> None:
    """Return once nothing holds the secret; what is still in hand may go on meanwhile."""
    async with asyncio.timeout(HANG_S):
        while traces_of(_secret()):
            await asyncio.sleep(0.05)


async def test_nothing_of_a_forgotten_chat_stays_in_memory(door: Door) -> None:
    """Neither its articles nor what was worked out of them, after /forget."""
    alice = door.world.user("Alice")
    _give(door, alice)
    async with door.opened():
        await _use(door, alice)
        assert [] != traces_of(_secret())
        asked = await door.told(alice, alice, "/forget")
        await door.pressed(alice, asked, "确认删除")
        await _gone()


async def test_what_another_process_removed_leaves_with_what_is_too_old(door: Door, tmp_path: Path) -> None:
    """The daily forgetting looks what shelves in memory have that is there no longer."""
    alice = door.world.user("Alice")
    article_id = _give(door, alice)
    async with door.opened():
        await _use(door, alice)
        other = Library.at(sqlite(tmp_path / "zhaiyin.db"))
        other.remove(article_id, door.notebook.own_shelf(chat_id(alice.id)))
        other.close()
        assert [] != traces_of(_secret())
        Privacy(door.desk, door.notebook).forget_older_than(90)
        await _gone()


async def test_nothing_of_a_removed_article_stays_in_memory(door: Door) -> None:
    """Also if nobody asks its shelf any more."""
    alice = door.world.user("Alice")
    article_id = _give(door, alice)
    async with door.opened():
        await _use(door, alice)
        door.library.remove(article_id, door.notebook.own_shelf(chat_id(alice.id)))
        await _gone()
