"""An error in a handler: one entry in the log, and the same reference for whoever asked or pressed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import sqlite
from door import Door
from structlog.testing import capture_logs

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.addressing import PLATFORM
from bot.notebook import GivenAnswer, Notebook, PersonId, Tally

ASKED = "三件事是什么"


class _Faulty(Notebook):
    """A notebook with two bugs."""

    def write(self, given: GivenAnswer) -> GivenAnswer:
        """Fail at every question with 书架 in it."""
        if "书架" in given.question:
            raise ZeroDivisionError(given.question)
        return super().write(given)

    def vote(self, number: int, person: PersonId, value: int, *, repeated: bool = False) -> tuple[int, Tally]:
        """Fail at every vote."""
        raise ZeroDivisionError


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it, and bugs behind it."""
    with Door(tmp_path) as door:
        door.notebook.close()
        door.notebook = _Faulty.at(sqlite(tmp_path / "zhaiyin.db"), styles=STYLES)
        yield door


def _reference(lines: list[Any]) -> str:
    """The reference in the log, which tells of one failure, with its traceback, and nothing else."""
    told = [line for line in lines if line["log_level"] in ("warning", "error")]
    assert [("update failed", "ZeroDivisionError")] == [
        (line["event"], type(line["exc_info"]).__name__) for line in told
    ]
    return str(told[0]["reference"])


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "出了点问题（{}）"), ("en", "Something went wrong ({})")]
)
async def test_who_asks_is_told_under_which_reference_it_is_logged(door: Door, code: str, words: str) -> None:
    """In their language, once; what they ask next is answered, and the inbox is done with both."""
    alice = door.world.user("Alice", language_code=code)
    with capture_logs() as lines:
        async with door.opened() as world:
            told = await door.told(alice, alice, "松木书架的预算是多少")
            answer = await door.told(alice, alice, ASKED)
    reference = _reference(lines)
    assert re.fullmatch("[0-9a-f]{4}", reference)
    assert told.content.startswith(words.format(reference))
    assert [told.content, answer.content] == [message.content for message in world.sent(alice)]
    assert () == door.notebook.inbox(PLATFORM, world.bot.id).start().unfinished


async def test_who_presses_is_told_too(door: Door) -> None:
    """In a window of its own, and the button's clock stops."""
    alice = door.world.user("Alice")
    async with door.opened() as world:
        answer = await door.told(alice, alice, ASKED)
        with capture_logs() as lines:
            press = await door.pressed(alice, answer, "👍")
    shown = world.answers[press.id]
    assert (True, f"出了点问题（{_reference(lines)}）") == (
        shown["show_alert"],
        shown["text"].partition("，")[0],
    )


async def test_what_telegram_refuses_is_no_traceback(door: Door) -> None:
    """One line with the reason and the reference that the person sees."""
    alice = door.world.user("Alice")
    with capture_logs() as lines:
        async with door.opened() as world:
            world.fail_next("sendMessage", 400, "Bad Request: WORDS_INVALID", times=2)
            told = await door.told(alice, alice, "/help")
    [line] = [line for line in lines if line["event"] == "update failed"]
    assert "exc_info" not in line
    assert "BadRequest: Words_invalid" == line["reason"]
    assert line["reference"] in told.content


async def test_an_apology_that_is_refused_too_is_no_traceback(door: Door) -> None:
    """Nobody can be told, and nothing else breaks for it."""
    alice = door.world.user("Alice")
    with capture_logs() as lines:
        async with door.opened() as world:
            world.refuse(alice, "sendMessage", 400, "Bad Request: WORDS_INVALID")
            world.say(alice, alice, "/help")
            await door.quiet()
            world.allow(alice)
            told = await door.told(alice, alice, ASKED)
    assert "三件事" in told.content
    assert [] == [line for line in lines if "exc_info" in line]
