"""Counting what became of everything that was asked and handed over."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from botapi import Message

from bench.chaos.crowd import Addition
from bench.chaos.faults import Scene
from bot.chat.telegram.transport.in_hand import IN_DOUBT_TWICE
from bot.library import Library
from bot.notebook import belongs_to_a_chat
from bot.readers import File, read

__all__ = ["Place", "Tally", "on_their_way", "tally"]

Place: TypeAlias = tuple[int, int]
"""A message by its chat and its number there."""

LATE_S = 600
"""After what time an answer in a group is of no use any more."""
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """What is promised to be 0, and what is only told."""

    promised: Mapping[str, int]
    told: Mapping[str, int | str]
    examples: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as promised."""
        return not any(self.promised.values())


def on_their_way(scene: Scene) -> set[Place]:
    """Return whose messages were on their way when the bot ended."""
    return _asked_by(scene, "state LIKE 'sending%'")


def _asked_by(scene: Scene, condition: str) -> set[Place]:
    """Return the messages of the updates of which that is true."""
    with closing(sqlite3.connect(scene.data / "zhaiyin.db")) as database:
        rows = database.execute(f"SELECT update_id FROM updates WHERE {condition}").fetchall()
    numbers = {number for (number,) in rows}
    payloads = [update.payload for update in scene.world.made("message") if update.update_id in numbers]
    return {(payload["chat"]["id"], payload["message_id"]) for payload in payloads}


def tally(scene: Scene, in_flight: set[Place], ended: Counter[str]) -> Tally:
    """Return the counts; `in_flight` were on their way at a kill, `ended` tells how the bot ended by itself."""
    outcome = _Outcome(scene, in_flight)
    log = scene.bot.log.read_text(encoding="utf-8", errors="replace")
    given_up = Counter(re.findall(r"given up +.*?why=(.+?)\s*(?:\x1b|$)", log, re.MULTILINE))
    found: dict[str, Sequence[object]] = {
        "lost": outcome.lost,
        "sent twice": outcome.twice,
        "wrong answer": outcome.wrong,
        "out of order": outcome.out_of_order,
        "wrong place": outcome.misplaced,
        "later than ten minutes": [place for place, wait in outcome.waits.items() if wait > LATE_S],
        "additions lost": outcome.additions_lost,
        "half additions": outcome.half_additions,
    }
    promised = {name: len(places) for name, places in found.items()} | {
        "tracebacks": log.count("Traceback"),
        "ended otherwise than asked": ended["otherwise"],
        "did not stop": ended["did not stop"],
    }
    told: dict[str, int | str] = {
        "questions": len(scene.crowd.asked),
        "additions": len(scene.crowd.added),
        "… on their shelves": len(outcome.kept),
        "unanswered where it might not speak": len(scene.excused - set(outcome.answered)),
        "on their way at a kill": len(in_flight),
        "unanswered after two sends in doubt": len(outcome.given_up - set(outcome.answered)),
        "answers that Telegram cut off": len(scene.world.in_doubt),
        "twice of these two": len(outcome.several - set(outcome.twice)),
        "longest wait for an answer, s": max(outcome.waits.values(), default=0),
        "ended with status 3, the token refused twice": ended["refused"],
        "given up": ", ".join(f"{why} {times}" for why, times in sorted(given_up.items())) or 0,
        "lines in the log": log.count("\n"),
    }
    examples = (f"{name}: {place}" for name, places in found.items() for place in places[:_EXAMPLES])
    return Tally(promised, told, tuple(examples))


class _Outcome:
    """What came of a run: each question and addition by its chat and number."""

    def __init__(self, scene: Scene, in_flight: set[Place]) -> None:
        self._scene = scene
        self._asked = {_place(one.message): one for one in scene.crowd.asked}
        self._added = {_place(one.message): one for one in scene.crowd.added}
        said = {_place(message): message for message in scene.crowd.said}
        self.answered: dict[Place, list[Message]] = {}
        self.misplaced: list[Place] = []
        for message in scene.world.from_bot():
            of = (message.chat.id, message.reply_to or 0)
            if of in said:
                self.answered.setdefault(of, []).append(message)
            # where it may not speak in a group, it may answer the person in private
            if message.chat.is_group and (of not in said or said[of].thread_id != message.thread_id):
                self.misplaced.append(_place(message))
        self.waits = {of: messages[0].date - said[of].date for of, messages in self.answered.items()}
        self.several = {of for of, messages in self.answered.items() if len(messages) > 1}
        self.twice = sorted(self.several - in_flight - scene.world.in_doubt)
        self.given_up = _asked_by(scene, f"reason = '{IN_DOUBT_TWICE}'")
        unanswered = scene.excused | self.given_up
        self.lost = [of for of in self._asked if of not in self.answered and of not in unanswered]
        self._look_at_shelves()

    @property
    def wrong(self) -> list[Place]:
        """The questions whose answer is not the sentence that answers them, nor that too many ask a slow group."""
        return [
            of
            for of, one in self._asked.items()
            if of in self.answered
            and of not in self._scene.excused
            and one.fact.sentence not in self.answered[of][0].content
        ]

    @property
    def out_of_order(self) -> list[Place]:
        """The questions answered before an earlier one of the same person in the same chat."""
        lines = defaultdict[tuple[int, int], list[tuple[int, Place]]](list)
        for of in sorted(set(self._asked) & set(self.answered)):
            lines[of[0], self._asked[of].person.id].append((self.answered[of][0].message_id, of))
        pairs = (pair for line in lines.values() for pair in pairwise(line))
        return [of for (before, _), (after, of) in pairs if after < before]

    @property
    def additions_lost(self) -> list[Place]:
        """The additions of which nothing was said, and those that were called shelved and are not."""
        return [
            of
            for of in self._added
            if (of not in self.answered and of not in self._scene.excused | self.given_up)
            or (of in self.answered and self.answered[of][0].buttons and of not in self.kept)
        ]

    def _look_at_shelves(self) -> None:
        library = Library.at(f"sqlite:///{self._scene.data / 'zhaiyin.db'}")
        names = [name for name in library.shelves() if belongs_to_a_chat(name)]
        there = {article.text for name in names for article in library.articles(name)}
        library.close()
        texts = {_text(one): of for of, one in self._added.items()}
        self.kept = {of for text, of in texts.items() if text in there}
        self.half_additions = [text[:40] for text in there - set(texts)]


def _place(message: Message) -> Place:
    return message.chat.id, message.message_id


def _text(addition: Addition) -> str:
    """Return its text as it must stand on the shelf."""
    [article] = read(File("notes.txt", addition.text.encode())).articles
    return article.text
