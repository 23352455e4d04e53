"""The course of a run: a crowd asks, the bot is struck and killed, and answers in the end."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from botapi import BotApiServer

from bench.chaos.crowd import Crowd, facts, write_corpus
from bench.chaos.faults import AT_REST, RUNNING, STARTING, Fault, Scene, Undo
from bench.chaos.process import BotProcess, Start, start_anew
from bench.chaos.tally import Place, Tally, on_their_way, tally
from bench.chaos.telegram import BadWorld

__all__ = ["Course", "Size"]

_STEP_S = 0.05
_SHORT_S, _CALM_S = 10.0, 35.0
"""How long a part of the run waits for answers before it goes on; a calm one longer than the bot waits in silence."""
_END_S = 240.0
"""How long the last answers are waited for."""
_PAUSES, _PAUSE_S = 0.2, 0.3
"""After which share of what people do there is a pause, and how long."""
_MENDED = 0.5
"""The share of parts whose faults are over before their end."""
_STOPPED = 0.2
"""The share of ends that are a SIGTERM."""
_AT_START = 0.1
"""The share of ends that come before the bot asks for updates."""
_CALM = 10
"""Each so many parts the bot has time until nothing waits any more."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens in a run."""

    kills: int = 50
    questions: int = 1000
    additions: int = 100
    chats: int = 30


class Course:
    """One run in `folder`, all of whose chance comes from `seed`; `struck` counts the faults, `start` runs the bot."""

    def __init__(
        self, folder: Path, seed: int, size: Size, environment: dict[str, str], start: Start = start_anew
    ) -> None:
        self._run_bot = start
        self._chance, self._size = Random(seed), size
        self._folder, self._environment = folder, environment
        self._world = BadWorld()
        self.struck: Counter[str] = Counter()
        self._ended: Counter[str] = Counter()
        self._in_flight: set[Place] = set()
        self._undo: list[Undo] = []

    def run(self) -> Tally:
        """Let it all happen; return what came of it."""
        known = facts(self._size.questions, self._chance)
        write_corpus(self._folder / "corpus", known)
        crowd = Crowd(self._world, self._size.chats, known, self._chance)
        with BotApiServer(self._world) as server:
            bot = BotProcess(self._variables(server), self._folder, self._run_bot)
            self.scene = Scene(self._world, crowd, bot, self._folder / "data", self._chance)
            try:
                for number, names in zip(range(self._size.kills), self._dealt(), strict=False):
                    self._part(number, names)
                self._start([])
                self._last()
            finally:
                bot.kill()
        return tally(self.scene, self._in_flight, self._ended)

    def _variables(self, server: BotApiServer) -> dict[str, str]:
        return {
            **self._environment,
            **server.environment(),
            "ZHAIYIN_DATA_DIR": str(self._folder / "data"),
            "ZHAIYIN_CORPUS_DIR": str(self._folder / "corpus"),
            "WEB_PORT": "0",
        }

    def _dealt(self) -> Iterator[list[str]]:
        """Yield the faults of each part, so that all of them come up alike."""
        every = [*RUNNING, *STARTING, *AT_REST]
        cards = (name for _ in iter(int, 1) for name in self._chance.sample(every, len(every)))
        while True:
            yield list(islice(cards, max(2, -(-len(every) // self._size.kills))))

    def _part(self, number: int, names: list[str]) -> None:
        """Start the bot, ask, strike, and end it."""
        self._start(names)
        before, steps = self._world.sent_so_far, self._steps(names)
        for step in steps:
            step()
            if self._chance.random() < _PAUSES:
                self._wait(_PAUSE_S, lambda: False)
        calm = number % _CALM == _CALM - 1
        if calm or self._chance.random() < _MENDED:
            self._mend()
        if calm:
            self._wait(_CALM_S, self._is_answered)
        else:
            enough = before + self._chance.randrange(2 * len(steps))
            self._wait(_SHORT_S, lambda: self._world.sent_so_far >= enough)
        time.sleep(self._chance.random() / 20)
        self._end()

    def _steps(self, names: list[str]) -> list[Callable[[], None]]:
        """Return what people do in a part and what goes wrong meanwhile, in the order of its happening."""
        size = self._size
        steps = [self.scene.crowd.ask] * (size.questions // size.kills)
        steps += [self.scene.crowd.add] * (size.additions // size.kills)
        steps += [partial(self._strike, RUNNING, name) for name in names if name in RUNNING]
        self._chance.shuffle(steps)
        return steps

    def _start(self, names: list[str]) -> None:
        for name in names:
            self._strike(AT_REST, name)
            self._strike(STARTING, name)
        polls = self._world.polls_so_far
        self.scene.bot.start()
        if self._chance.random() >= _AT_START:
            self._wait(_CALM_S, lambda: self._world.polls_so_far > polls)

    def _strike(self, faults: Mapping[str, Fault], name: str) -> None:
        if name in faults:
            self.struck[name] += 1
            undo = faults[name](self.scene)
            if undo is not None:
                self._undo.append(undo)

    def _end(self) -> None:
        """Kill the bot or stop it, and let all be well again."""
        if self._chance.random() < _STOPPED:
            self._ended["did not stop"] += not self.scene.bot.stop()
        else:
            self.scene.bot.kill()
        self._in_flight |= on_their_way(self.scene)
        self._mend()

    def _mend(self) -> None:
        while self._undo:
            self._undo.pop()()

    def _last(self) -> None:
        self._wait(_END_S, self._is_answered)
        # what is sent twice comes a moment later
        self._wait(_STEP_S * 20, lambda: False)

    def _is_answered(self) -> bool:
        """Whether everything that may be answered has an answer."""
        answered = {(message.chat.id, message.reply_to) for message in self._world.from_bot()}
        wanted = {(message.chat.id, message.message_id) for message in self.scene.crowd.said}
        return wanted - self.scene.excused <= answered

    def _wait(self, seconds: float, until: Callable[[], object]) -> None:
        """Wait so long at most, and run the bot again if it ended by itself."""
        ends = time.monotonic() + seconds
        while not until() and time.monotonic() < ends:
            status = self.scene.bot.status
            if status is not None:
                self._ended["refused" if status == 3 else "otherwise"] += 1
                self._in_flight |= on_their_way(self.scene)
                self.scene.bot.start()
            time.sleep(_STEP_S)
