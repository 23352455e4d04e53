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
from bot.errors import ArchiveUnavailable, LibraryUnavailable
from bot.notebook import ChatId, ChatSettings, GivenAnswer, Notebook, PersonId, Tally

ASKED = "三件事是什么"


class _Faulty(Notebook):
    """A notebook with three bugs, or a database that is away."""

    fails_for = 0
    fault: Exception = ZeroDivisionError()

    def write(self, given: GivenAnswer) -> GivenAnswer:
        """Fail at every question with 书架 in it."""
        if "书架" in given.question:
            raise ZeroDivisionError(given.question)
        return super().write(given)

    def vote(self, number: int, person: PersonId, value: int, *, repeated: bool = False) -> tuple[int, Tally]:
        """Fail at every vote."""
        raise ZeroDivisionError

    def settings(self, chat: ChatId, topic_id: int | None = None) -> ChatSettings:
        """Fail for Bob, who is asked of only where he types or is a guest."""
        if chat.id == self.fails_for:
            raise self.fault
        return super().settings(chat, topic_id)


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


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ZeroDivisionError(), "出了点问题（{}），"),
        (LibraryUnavailable("locked"), "出了点问题，没能回答。"),
        (ArchiveUnavailable("away"), "暂时查不了资料库"),
    ],
)
async def test_who_types_in_another_chat_is_told_above_no_results(
    door: Door, fault: Exception, words: str
) -> None:
    """Nothing of it is cached: typed again, it is asked again and answered."""
    bob = door.world.user("Bob")
    notebook = door.notebook
    assert isinstance(notebook, _Faulty)
    notebook.fails_for, notebook.fault = bob.id, fault
    with capture_logs() as lines:
        async with door.opened() as world:
            typed = world.inline(bob, ASKED)
            await door.quiet()
            notebook.fails_for = 0
            again = world.inline(bob, ASKED)
            await door.quiet()
    told = world.answers[typed.id]
    reference = _reference(lines) if isinstance(fault, ZeroDivisionError) else ""
    assert ([], 0, True) == (told["results"], told["cache_time"], told["is_personal"])
    assert told["button"]["text"].startswith(words.format(reference))
    assert world.answers[again.id]["results"]


async def test_a_guest_is_told_under_which_reference(door: Door) -> None:
    """In the one message that a guest may send."""
    bob = door.world.user("Bob")
    elsewhere = door.world.group("别处", bob, bot=None)
    notebook = door.notebook
    assert isinstance(notebook, _Faulty)
    notebook.fails_for = bob.id
    with capture_logs() as lines:
        async with door.opened() as world:
            world.guest(bob, elsewhere, f"@{world.bot.username} {ASKED}")
            await door.quiet()
    [told] = world.sent(elsewhere)
    assert told.content.startswith(f"出了点问题（{_reference(lines)}）")
