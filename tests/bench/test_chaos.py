"""What `make chaos` does, for a while: a bot that is killed, cut off and lied to loses nothing."""

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random, SystemRandom
from typing import IO

import pytest
from botapi import Message
from databases import sqlite
from processes import start

if sys.platform == "win32":
    pytest.skip("Windows has neither these signals nor such limits", allow_module_level=True)

from bench.chaos.course import Course, Size
from bench.chaos.crowd import Asked, Crowd, facts
from bench.chaos.faults import AT_REST, RUNNING, STARTING, Scene
from bench.chaos.process import BotProcess, Running
from bench.chaos.tally import tally
from bench.chaos.telegram import BadWorld
from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.transport.in_hand import IN_DOUBT_TWICE
from bot.library import Library
from bot.model import Article, Source
from bot.notebook import Notebook, Post, State


def _forked(environment: Mapping[str, str], folder: Path, stderr: IO[bytes]) -> Running:
    """The bot with its libraries loaded already: each start takes a second less."""
    with (folder / "stdout").open("ab") as nothing:
        return start(
            "run", "--polling", environment=environment, folder=folder, stdout=nothing, stderr=stderr
        )


def test_nothing_asked_is_lost(tmp_path: Path, environment: dict[str, str]) -> None:
    """Nor sent twice, nor out of order or place, whatever fault strikes; from a seed that is printed."""
    seed = SystemRandom().randrange(10**6)
    print("seed", seed)
    course = Course(tmp_path, seed, Size(kills=3, questions=60, additions=9, chats=10), environment, _forked)
    tally = course.run()
    print(*tally.told.items(), *tally.examples, sep="\n")
    assert dict.fromkeys(tally.promised, 0) == tally.promised
    assert {*RUNNING, *STARTING, *AT_REST} == set(course.struck)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """One in which five asked and one handed over an article, and no bot runs."""
    world, chance = BadWorld(), Random(1)
    crowd = Crowd(world, 5, facts(5, chance), chance)
    for _ in range(5):
        crowd.ask()
    crowd.add()
    bot = BotProcess({}, tmp_path)
    bot.log.write_text("Traceback\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    sqlite(tmp_path / "data" / "zhaiyin.db")
    return Scene(world, crowd, bot, tmp_path / "data", chance)


def _reply(scene: Scene, asked: Message, text: str, number: int, thread: int | None = None) -> None:
    message = Message(asked.chat, number, asked.date, scene.world.bot, text=text, reply_to=asked.message_id)
    scene.world.store(replace(message, thread_id=asked.thread_id if thread is None else thread))


def test_what_is_not_as_promised_is_counted(scene: Scene) -> None:
    """Each kind by itself; what is excused, on its way at a kill or in doubt is not."""
    numbers = count(9000)
    right, twice, wrong, lost, excused = scene.crowd.asked
    for asked in (right, twice, twice):
        _reply(scene, asked.message, asked.fact.sentence, next(numbers))
    _reply(scene, wrong.message, "别的", next(numbers))
    scene.excused.add((excused.message.chat.id, excused.message.message_id))
    library = Library.at(f"sqlite:///{scene.data / 'zhaiyin.db'}")
    library.add(Article(Source(title="半"), "半篇"), "telegram:chat7")
    library.close()
    expected = {
        "lost": 1,
        "sent twice": 1,
        "wrong answer": 1,
        "additions lost": 1,
        "half additions": 1,
        "tracebacks": 1,
    }
    found = tally(scene, set(), Counter())
    assert expected == {name: times for name, times in found.promised.items() if times}
    place = (twice.message.chat.id, twice.message.message_id)
    assert 0 == tally(scene, {place}, Counter()).promised["sent twice"]
    assert lost.message.message_id not in {message.reply_to for message in scene.world.from_bot()}


def test_what_was_in_doubt_twice_is_not_lost_but_told(scene: Scene) -> None:
    """The bot may not send it a third time; nobody knows that it did not arrive."""
    number = scene.crowd.asked[0].message.message_id
    [doubted] = [one.update_id for one in scene.world.made("message") if one.payload["message_id"] == number]
    notebook = Notebook.at(f"sqlite:///{scene.data / 'zhaiyin.db'}", styles=STYLES)
    inbox = notebook.inbox("telegram", scene.world.bot.id)
    inbox.receive([Post(doubted, "{}")])
    inbox.write(Post(doubted, "", state=State.GIVEN_UP), IN_DOUBT_TWICE)
    notebook.close()
    found = tally(scene, set(), Counter())
    assert (4, 1) == (found.promised["lost"], found.told["unanswered after two sends in doubt"])


def test_an_answer_in_another_topic_or_before_an_earlier_one_is_counted(scene: Scene) -> None:
    """The order is that of one person's questions in one chat."""
    group, *_ = scene.crowd.groups
    person = scene.world.user("Somebody")
    asked = [scene.world.say(person, group, "问") for _ in range(2)]
    facts_ = [one.fact for one in scene.crowd.asked]
    scene.crowd.asked[:] = [
        Asked(message, person, fact) for message, fact in zip(asked, facts_, strict=False)
    ]
    _reply(scene, asked[1], facts_[1].sentence, 9001)
    _reply(scene, asked[0], facts_[0].sentence, 9002, thread=77)
    promised = tally(scene, set(), Counter()).promised
    assert (1, 1) == (promised["out of order"], promised["wrong place"])
