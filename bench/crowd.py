"""Measuring what a crowd sees: `make bench-crowd`.

45 people of one group ask 230 questions at once, of which the first person asks ten before anybody else; after half a
minute that person turns a page 25 times, and everybody votes. The strict Bot API server of the tests counts Telegram's
flood limits; time passes only while nothing happens, so the figures do not depend on the machine.
"""

import asyncio
import tempfile
from pathlib import Path

__all__ = ["main"]

from articles import LIBRARY, NOTE
from botapi import BotApiServer, Message, Query, User, World
from botapi.clients import at_work
from virtual_time import run

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.chat.telegram.transport.waits import Waits
from bot.library import Library
from bot.logs import configure
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine

PEOPLE, QUESTIONS, HASTE = 45, 230, 10
_SECONDS = 1200
_PROMPT_S = 3


class _Evening:
    """The group, what is asked and pressed there, and what becomes of it."""

    def __init__(self) -> None:
        self.world = World(flood=True)
        self.people = [self.world.user(f"User {number}") for number in range(PEOPLE)]
        self.group = self.world.group("读书会", *self.people)
        self.asked: list[Message] = []
        self.presses: list[Query] = []

    async def happen(self) -> None:
        """Let it happen, and wait for what becomes of it."""
        rest = (self.people[number % PEOPLE] for number in range(QUESTIONS - HASTE))
        for number, user in enumerate([self.people[0]] * HASTE + list(rest)):
            self.asked.append(self.world.say(user, self.group, f"/ask 三件事是什么，{number} 号想知道"))
        await asyncio.sleep(30)
        answer = next(message for message in self.world.sent(self.group) if message.buttons)
        self.presses += [self._press(self.people[0], answer, "▶") for _ in range(25)]
        self.presses += [self._press(user, answer, "👍") for user in self.people]
        await asyncio.sleep(_SECONDS)

    def _press(self, user: User, answer: Message, button: str) -> Query:
        return self.world.press(user, answer, button)

    def row(self) -> list[str]:
        """Return what became of it."""
        world = self.world
        answers = [(m.reply_to, m.date - self.asked[0].date) for m in world.sent(self.group) if m.buttons]
        answered = {number for number, _ in answers}
        noticed = [m for m in self.asked if m.message_id in answered or world.now_of(m).reactions]
        acknowledged = {
            call.parameters["callback_query_id"]: call.at
            for call in world.calls("answerCallbackQuery")
            if call.ok
        }
        waits = [acknowledged.get(press.id, world.now()) - press.asked_at for press in self.presses]
        return [
            f"{sum(call.code == 429 for call in world.calls())}",
            f"{len(answered)}",
            f"{max(seconds for _, seconds in answers)}",
            f"{len(noticed) - len(answered)}",
            f"{len(self.asked) - len(noticed)}",
            f"{sum(wait <= _PROMPT_S for wait in waits)} of {len(waits)}",
            f"{max(waits):.0f}",
        ]


async def _answered(evening: _Evening, folder: Path) -> None:
    url, world = f"sqlite:///{folder / 'zhaiyin.db'}", evening.world
    library, notebook = Library.at(url), Notebook.at(url, styles=STYLES)
    for article in (LIBRARY, NOTE):
        library.add(article)
    assistant = Assistant(Desk(library, MemoryEngine), notebook)
    async with BotApiServer(world) as server:
        me, waits = Me(world.bot.id, world.bot.username or ""), Waits(clock=world.now)
        async with at_work(world, build(assistant, notebook, world.token, server.url, me, 90, waits=waits)):
            await evening.happen()
    notebook.close()
    library.close()


def main() -> None:
    """Print the table."""
    configure("ERROR")
    evening = _Evening()
    with tempfile.TemporaryDirectory() as folder:
        run(_answered(evening, Path(folder)), evening.world.advance)
    columns = "refused", "answered", "last after s", "turned away", "no sign", "presses in 3 s", "longest s"
    for row in (columns, ["---:"] * len(columns), evening.row()):
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
