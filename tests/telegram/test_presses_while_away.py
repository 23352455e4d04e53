"""Presses while the database fails: what is known is shown, a vote is counted later, and anything else is said to be put off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botapi import Message
from databases import sqlite
from door import Door
from identities import chat_id, person_id
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from bot.answering.quoting.citation import STYLES
from bot.library import Library
from bot.notebook import Notebook
from bot.storage.database import open_database

ASKED, UNASKED = "图书馆每周开放多久", "流动书车有几辆"
KEPT, LATER = "先记下了，稍后计入。", "现在办不到，请过一会儿再按一次。"


class Fault:
    """A database that, while `away`, does nothing but keep the inbox; while `full`, it can still be read."""

    def __init__(self, engine: Engine) -> None:
        self.away = self.full = False
        event.listen(engine, "before_cursor_execute", self._spoil, retval=True)

    def _spoil(self, _: object, __: object, statement: str, parameters: Any, *___: object) -> tuple[str, Any]:
        kept = "updates" in statement or statement.startswith("PRAGMA")
        fails = self.away or (self.full and not statement.startswith("SELECT"))
        return ("SELECT 1 FROM nowhere", ()) if fails and not kept else (statement, parameters)


class Failing(Door):
    """A door whose database can be made to fail."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.notebook.close()
        self.library.close()
        self._url = sqlite(folder / "zhaiyin.db")
        self.restart()

    def restart(self) -> None:
        """Remember nothing but what is in the database."""
        engine = open_database(self._url)
        self.fault = Fault(engine)
        self.library, self.notebook = Library(engine), Notebook(engine, styles=STYLES)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Failing]:
    """A door with nobody at it."""
    with Failing(tmp_path) as door:
        yield door


def _labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_a_vote_is_counted_later(door: Failing) -> None:
    """And said to be; once the database is back it is."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        answer = await door.told(alice, alice, ASKED)
        door.fault.away = True
        press = await door.pressed(alice, answer, "👍")
        door.fault.away = False
        counts = door.notebook.stored_counts
        await world.eventually(lambda: counts(chat_id(alice.id), person_id(alice.id)).votes == 1)
    assert KEPT == world.answers[press.id]["text"]


async def test_what_is_known_is_shown(door: Failing) -> None:
    """Pages, styles, citations, and back; nothing fails in the log and no clock turns on."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        answer = await door.told(alice, alice, ASKED)
        door.fault.away = True
        with capture_logs() as lines:
            presses = [await door.pressed(alice, answer, "▶")]
            turned = world.now_of(answer).content
            presses += [await door.pressed(alice, answer, label) for label in ("引用格式", "← 返回")]
        door.fault.away = False
    assert "三件事" in turned
    assert all(press.id in world.answers for press in presses)
    assert [] == [line for line in lines if line["log_level"] in ("warning", "error")]
    assert "引用格式" in _labels(world.now_of(answer))


@pytest.mark.parametrize("button", ["👍", "▶", "引用格式", "✖"])
async def test_what_is_not_known_is_put_off(door: Failing, button: str) -> None:
    """After a start nothing is: whoever presses is asked to do so again, and then it works."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        answer = await door.told(alice, alice, ASKED)
    door.restart()
    async with door.opened() as world:
        await door.told(alice, alice, "/help")
        door.fault.away = True
        with capture_logs() as lines:
            refused = await door.pressed(alice, answer, button)
        door.fault.away = False
        again = await door.pressed(alice, answer, button)
    assert (LATER, True) == (world.answers[refused.id]["text"], world.answers[refused.id]["show_alert"])
    assert LATER != world.answers[again.id].get("text")
    assert [] == [line for line in lines if line["event"] == "update failed"]


async def test_the_list_of_articles_is_put_off(door: Failing) -> None:
    """It is the database's own."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        listed = await door.told(alice, alice, "/articles")
        door.fault.away = True
        with capture_logs() as lines:
            press = await door.pressed(alice, listed, "1")
        door.fault.away = False
        await door.pressed(alice, listed, "1")
    assert LATER == world.answers[press.id]["text"]
    assert [] == [line for line in lines if line["event"] == "update failed"]
    assert listed.content != world.now_of(listed).content


async def test_an_answer_that_is_not_written_down_has_no_dead_buttons(door: Failing) -> None:
    """Only those that copy or open something."""
    alice = door.world.user("Alice")
    async with door.opened():
        await door.told(alice, alice, ASKED)
        door.fault.full = True
        bare = await door.told(alice, alice, UNASKED)
        door.fault.full = False
    assert "流动书车" in bare.content
    assert [] == [button for button in bare.buttons if "callback_data" in button]
    assert {"复制引用", "原文"} == set(_labels(bare))
