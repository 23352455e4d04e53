"""A whole evening of a reading group, replayed: what was asked is answered, and nothing else is."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from articles import LIBRARY
from botapi import BotApiServer, Message, User, World
from botapi.clients import at_work
from botapi.speech import ANONYMOUS_ADMIN
from databases import sqlite

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.library import Library
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine

Line = dict[str, Any]

EVENING = Path(__file__).parents[1] / "fixtures" / "group-evening.jsonl"
"""A message a line: who says what (`kind` where it is no plain text), in which `topic`, in reply to what.

`bot` is what has to become of it: an answer (to the message `at`, where it is not this one) that holds `says`,
a pointer to an earlier answer, a shrug, an edited answer. Without `bot` nothing must become of it.
"""
_LINES = [json.loads(line) for line in EVENING.read_text("utf-8").splitlines()]


_TOLD = ("post", "automatic_forward", "join", "leave")
_EDITED = {line["at"] for line in _LINES if line.get("bot") == "edited"}


class Evening:
    """The group, and its messages by their numbers, the bot's under `answer to N`."""

    def __init__(self, world: World) -> None:
        self.world = world
        names = dict.fromkeys(line["who"] for line in _LINES if "who" in line)
        self.people = {name: _person(world, name) for name in names}
        owner = self.people["阿敏"]
        there = [user for name, user in self.people.items() if name not in ("阿敏", "小陆", "青石日报")]
        self.group = world.group("青石读书会", owner, *there, forum=True)
        self.channel = world.channel("青石日报")
        self.topics = {"随便聊": world.topic(self.group, "随便聊", owner)}
        self.said: dict[int | str, Message] = {}

    def hear(self, line: Line) -> None:
        """Let one line happen."""
        message = self._told_by_telegram(line) if line.get("kind") in _TOLD else self._told_by_people(line)
        if message is not None:
            self.said[line["n"]] = message

    def _told_by_telegram(self, line: Line) -> Message | None:
        if line["kind"] == "post":
            return self.world.post(self.channel, line["text"])
        if line["kind"] == "automatic_forward":
            return self.world.automatic_forward(self.said[line["forward"]], self.group)
        happen = self.world.join if line["kind"] == "join" else self.world.leave
        happen(self.people[line["who"]], self.group)
        return None

    def _told_by_people(self, line: Line) -> Message:
        user = self.people[line["who"]]
        if line.get("kind") == "photo":
            return self.world.document(user, self.group, "a.jpg", b"jpg", caption=line["text"])
        if "forward" in line:
            return self.world.forward(user, self.said[line["forward"]], self.group)
        if "edit" in line:
            self.said[line["edit"]] = self.world.edit(self.said[line["edit"]], line["text"])
            return self.said[line["edit"]]
        as_group = line.get("kind") == "as_group"
        return self.world.say(
            ANONYMOUS_ADMIN if as_group else user,
            self.group,
            line.get("text"),
            entities=line.get("entities"),
            reply_to=self.said.get(line.get("reply", 0)),
            quote=line.get("quote"),
            thread_id=self.topics.get(line.get("topic", "")),
            sender_chat=self.group if as_group else None,
            via_bot=self.world.bot if line.get("kind") == "via_bot" else None,
            extra={"sticker": _STICKER} if line.get("kind") == "sticker" else None,
            deliver=self._reaches(line),
        )

    def _reaches(self, line: Line) -> bool | None:
        """Whether the bot gets the message; None where the small Telegram knows.

        It keeps other bots' words from the bot; if ever Telegram does not, they are no questions all the same.
        Whoever writes as the group is a bot to it too.
        """
        if line.get("kind") == "as_group":
            return not self.world.privacy_mode or str(line["text"]).startswith("/")
        return True if line.get("kind") == "bot" else None

    def at(self, line: Line) -> Message:
        """The message that the line's answer belongs to."""
        return self.said[{"at": line["n"], **line}["at"]]


_STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 9,
    "height": 9,
    "is_animated": False,
    "is_video": False,
}


def _person(world: World, name: str) -> User:
    if name == "天气机器人":
        return world.user(name, username="tianqi_bot", is_bot=True)
    return world.user(name, language_code="en" if name == "Tom" else "zh-hans")


@asynccontextmanager
async def _answering(world: World, folder: Path) -> AsyncIterator[None]:
    url = sqlite(folder / "zhaiyin.db")
    library, notebook = Library.at(url), Notebook.at(url, styles=STYLES)
    library.add(LIBRARY)
    limiter = ChatRateLimiter(per_second=1000, per_group_minute=1000, spacing_s=0)
    async with BotApiServer(world) as server:
        me = Me(world.bot.id, world.bot.username or "")
        desk = Desk(library, MemoryEngine)
        application = build(Assistant(desk, notebook), notebook, world.token, server.url, me, 90, limiter)
        async with at_work(world, application):
            yield
    library.close()
    notebook.close()


def _expected(line: Line, privacy_mode: bool) -> str:
    """What has to become of the line: Chinese commands are none to Telegram, which keeps them from the bot."""
    wanted, _, condition = line.get("bot", "").partition(" if ")
    return "" if condition and privacy_mode else wanted


async def _replayed(evening: Evening) -> None:
    """Let the evening happen, waiting after each line for what has to become of it."""
    for line in _LINES:
        before = len(evening.world.sent(evening.group))
        evening.hear(line)
        try:
            await _become(evening, line, before)
        except TimeoutError as error:
            raise AssertionError(f"line {line['n']} got no {line['bot']}: {error}") from None
    await evening.world.settled()


async def _become(evening: Evening, line: Line, before: int) -> None:
    world, group = evening.world, evening.group
    wanted = _expected(line, world.privacy_mode)
    if wanted in ("answer", "pointer"):
        await world.eventually(lambda: len(world.sent(group)) > before)
        evening.said[f"answer to {line['n']}"] = world.sent(group)[-1]
    elif wanted == "shrug":
        await world.eventually(lambda: world.now_of(evening.at(line)).reactions)
    elif wanted == "edited":
        answer = evening.said[f"answer to {line['at']}"]
        await world.eventually(lambda: world.now_of(answer).previous)


def _numbers(privacy_mode: bool, *kinds: str) -> list[int]:
    return [line["n"] for line in _LINES if _expected(line, privacy_mode) in kinds]


@pytest.mark.parametrize("privacy_mode", [True, False])
async def test_a_group_evening_has_not_one_unasked_message(tmp_path: Path, privacy_mode: bool) -> None:
    """Whether the bot hears everything or only what is meant for it, it says the same, to whom it was asked."""
    world = World()
    world.privacy_mode = privacy_mode
    evening = Evening(world)
    async with _answering(world, tmp_path):
        await _replayed(evening)
    lines = {line["n"]: line for line in _LINES}
    answered = _numbers(privacy_mode, "answer", "pointer")
    places = [evening.at(lines[number]) for number in answered]
    sent = world.sent(evening.group)
    threads = [at.thread_id if at.is_topic_message else None for at in places]
    assert list(zip([at.message_id for at in places], threads, strict=True)) == [
        (message.reply_to, message.thread_id) for message in sent
    ]
    shrugged = [n for n, m in evening.said.items() if isinstance(n, int) and world.now_of(m).reactions]
    assert _numbers(privacy_mode, "shrug") == shrugged
    assert {evening.group.id} == {int(call.parameters["chat_id"]) for call in world.calls("sendMessage")}
    for number, line in lines.items():
        if number in answered and number not in _EDITED:
            assert line.get("says", "") in world.now_of(evening.said[f"answer to {number}"]).content
        if number in _numbers(privacy_mode, "edited"):
            assert line["says"] in world.now_of(evening.said[f"answer to {line['at']}"]).content


def test_the_evening_is_a_whole_one() -> None:
    """It has what the evenings of groups have."""
    kinds = {line.get("kind") for line in _LINES}
    people = {line["who"] for line in _LINES if "who" in line and line.get("kind") not in ("bot", "post")}
    assert len(_LINES) >= 80
    assert len(people) >= 6
    assert {"post", "automatic_forward", "bot", "via_bot", "as_group", "photo", "sticker", "join"} <= kinds
    assert sum("bot" not in line for line in _LINES) > 60
