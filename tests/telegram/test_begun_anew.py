"""A message whose handling broke off is handled again from its beginning, and nobody reads anything twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import sqlite
from door import Door
from telegram_mail import Pauses

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.transport.waits import Waits
from bot.errors import LibraryUnavailable
from bot.notebook import GivenAnswer, Notebook

QUESTIONS = ("三件事是什么？", "火星上有水吗？", "松木书架的预算是多少？")


class _Locked(Notebook):
    """A notebook whose database is locked at one of its writes, as long as that is `failing`."""

    failing = ""

    def write(self, given: GivenAnswer) -> GivenAnswer:
        """Write the answer down, unless that fails."""
        self._fail_at(f"write {given.question}")
        return super().write(given)

    def note_message(self, number: int, message_id: int) -> None:
        """Note where the answer was sent, unless that fails."""
        given = self.answer(number)
        self._fail_at(f"note {given.question}" if given else "")
        super().note_message(number, message_id)

    def _fail_at(self, step: str) -> None:
        if step == self.failing:
            self.failing = ""
            raise LibraryUnavailable("locked")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it, and a database that fails."""
    with Door(tmp_path, waits=lambda: Waits(Pauses())) as door:
        door.notebook.close()
        door.notebook = _Locked.at(sqlite(tmp_path / "zhaiyin.db"), styles=STYLES)
        yield door


@pytest.mark.parametrize(
    "failing", [f"{step} {question}" for step in ("write", "note") for question in QUESTIONS]
)
async def test_each_of_several_questions_is_answered_once(door: Door, failing: str) -> None:
    """Wherever the database fails: before an answer is written down, or after it was sent."""
    assert isinstance(door.notebook, _Locked)
    alice = door.world.user("Alice")
    async with door.opened() as world:
        told = await door.told(alice, alice, "\n".join(QUESTIONS))
        expected = [message.content for message in world.sent(alice)]
        door.notebook.failing = failing
        asked = world.say(alice, alice, "\n".join(QUESTIONS))
        await door.quiet()
    again = [message for message in world.sent(alice) if message.message_id > told.message_id]
    assert (3, expected) == (len(expected), [message.content for message in again])
    assert {asked.message_id} == {message.reply_to for message in again}
