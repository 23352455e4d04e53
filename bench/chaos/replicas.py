"""Killing one replica after the other while a crowd asks, and counting what becomes of each question."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from botapi import BotApiServer, Message
from fleet import Fleet, front
from serving import free_port
from sqlalchemy import create_engine, select

from bench.chaos.crowd import Asked, Crowd, facts, write_corpus
from bench.chaos.tally import Place, Tally
from bench.chaos.telegram import BadWorld
from bot.storage.schema import updates

__all__ = ["Killing", "ReplicaCourse"]

_SECRET = "a-secret-of-the-bench"
_PAUSE_S, _STEP_S = 0.1, 0.05
"""The longest pause after a question, and how often it is looked whether all have an answer."""
_END_S = 240.0


@dataclass(frozen=True, slots=True)
class Killing:
    """How much happens in a run, and whether Telegram is polled or posts its updates."""

    replicas: int = 3
    kills: int = 20
    questions: int = 1000
    chats: int = 50
    webhook: bool = False


class ReplicaCourse:
    """One run in `folder` on the database at `url`, all of whose chance comes from `seed`."""

    def __init__(
        self, folder: Path, url: str, seed: int, size: Killing, environment: Mapping[str, str]
    ) -> None:
        self._folder, self._url, self._size = folder, url, size
        self._environment, self._chance = environment, Random(seed)
        self._world = BadWorld()

    def run(self) -> Tally:
        """Let it all happen; return what came of it."""
        known = facts(self._size.questions, self._chance)
        write_corpus(self._folder / "corpus", known)
        self._crowd = Crowd(self._world, self._size.chats, known, self._chance)
        with BotApiServer(self._world) as server, self._fleet(server) as fleet:
            left = self._size.questions
            for number in range(self._size.kills):
                questions = left // (self._size.kills - number)
                self._part(fleet, number % self._size.replicas, questions)
                left -= questions
            self._wait()
            logs = [fleet.log(number) for number in range(self._size.replicas)]
        return self._tally(logs)

    @contextmanager
    def _fleet(self, server: BotApiServer) -> Iterator[Fleet]:
        port, size = free_port(), self._size
        settings = {
            **self._environment,
            **server.environment(),
            "ZHAIYIN_CORPUS_DIR": str(self._folder / "corpus"),
            "WEBHOOK_SECRET": _SECRET,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        fleet = Fleet(
            self._folder, settings, self._url, size.replicas, *(["--webhook"] if size.webhook else [])
        )
        try:
            with front(fleet.ports, port):
                for number in range(size.replicas):
                    fleet.start(number)
                fleet.until_shared()
                yield fleet
        finally:
            fleet.close()

    def _part(self, fleet: Fleet, number: int, questions: int) -> None:
        """Let so many be asked, while one replica is killed and comes back."""
        before = self._chance.randrange(questions + 1)
        self._ask(before)
        fleet.kill(number)
        self._ask((questions - before) // 2)
        fleet.start(number)
        self._ask(questions - before - (questions - before) // 2)
        fleet.until_shared()

    def _ask(self, questions: int) -> None:
        for _ in range(questions):
            self._crowd.ask()
            time.sleep(self._chance.random() * _PAUSE_S)

    def _wait(self) -> None:
        ends = time.monotonic() + _END_S
        asked = {_place(one.message) for one in self._crowd.asked}
        while asked - self._answered().keys() and time.monotonic() < ends:
            time.sleep(_STEP_S)
        # what is sent twice comes a moment later
        time.sleep(20 * _STEP_S)

    def _answered(self) -> dict[Place, list[Message]]:
        answered: dict[Place, list[Message]] = {}
        for message in self._world.from_bot():
            answered.setdefault((message.chat.id, message.reply_to or 0), []).append(message)
        return answered

    def _in_flight(self) -> set[Place]:
        """Return whose messages were on their way at a kill, by what the inbox counted."""
        engine = create_engine(self._url)
        with engine.connect() as connection:
            numbers = set(connection.scalars(select(updates.c.update_id).where(updates.c.kills > 0)))
        engine.dispose()
        made = [one.payload for one in self._world.made("message") if one.update_id in numbers]
        return {(payload["chat"]["id"], payload["message_id"]) for payload in made}

    def _tally(self, logs: list[str]) -> Tally:
        asked = {_place(one.message): one for one in self._crowd.asked}
        answered, in_flight = self._answered(), self._in_flight()
        several = {of for of in asked if len(answered.get(of, ())) > 1}
        found = {
            "lost": [of for of in asked if of not in answered],
            "sent twice": sorted(several - in_flight),
            "wrong answer": [
                of
                for of, one in asked.items()
                if of in answered and one.fact.sentence not in answered[of][0].content
            ],
            "out of order": _out_of_order(asked, answered),
        }
        waits = [answered[of][0].date - one.message.date for of, one in asked.items() if of in answered]
        promised = {name: len(places) for name, places in found.items()}
        told: dict[str, int | str] = {
            "questions": len(asked),
            "kills": self._size.kills,
            "on their way at a kill": len(in_flight),
            "sent twice of these": len(several & in_flight),
            "longest wait for an answer, s": max(waits, default=0),
            "answered by each": ", ".join(str(log.count(" answered ")) for log in logs),
        }
        examples = (f"{name}: {place}" for name, places in found.items() for place in places[:5])
        return Tally(promised | {"tracebacks": "".join(logs).count("Traceback")}, told, tuple(examples))


def _out_of_order(asked: Mapping[Place, Asked], answered: Mapping[Place, list[Message]]) -> list[Place]:
    """Return the questions answered before an earlier one of the same person in the same chat."""
    lines = defaultdict[tuple[int, int], list[tuple[int, Place]]](list)
    for of in sorted(asked.keys() & answered.keys()):
        lines[of[0], asked[of].person.id].append((answered[of][0].message_id, of))
    pairs = (pair for line in lines.values() for pair in pairwise(line))
    return [of for (before, _), (after, of) in pairs if after < before]


def _place(message: Message) -> Place:
    return message.chat.id, message.message_id
