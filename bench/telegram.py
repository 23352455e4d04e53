"""Measuring the Telegram door in updates a second through HTTP, against bare echo bots.

    python -m bench.telegram [updates] [rounds]

All talk to the strict Bot API server of the tests on loopback, which runs in a process of its own, and have no flood
control; each round starts all of them anew, one after another. The echo bots are python-telegram-bot alone: one
takes one update at a time, as it does unless told otherwise, the other as many at once as come, as Zhaiyin does.
"""

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.language.vocabulary import read_vocabulary
from bot.library import Library
from bot.library.corpus import mirror
from bot.logs import configure
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine
from bot.settings import read_settings

__all__ = ["CHATS", "QUESTIONS", "echo", "main"]

UPDATES, ROUNDS, CHATS = 600, 3, 60
_PATIENCE_S = 120
QUESTIONS = (
    "三个率先是什么", "四个高效是什么", "环保码是做什么用的", "视频办是什么", "区域数据仓怎么建",
    "基层智治体系", "作者是谁", "刊登在哪一版", "数字驾驶舱", "今天天气怎么样",
)  # fmt: skip
_spawn = multiprocessing.get_context("spawn")


class _Unlimited(BaseRateLimiter[int]):
    """No flood control, so that the work is measured and not the waiting."""

    async def initialize(self) -> None:
        """Nothing to begin."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        *_: object,
        **__: object,
    ) -> Any:
        """Return what the call returns, at once."""
        return await callback(*args, **kwargs)


def main(arguments: Sequence[str] = tuple(sys.argv[1:])) -> None:
    """Print the table: one row per round, then the medians."""
    updates, rounds = (int(a) for a in (*arguments, *(str(n) for n in (UPDATES, ROUNDS)[len(arguments) :])))
    bots = echo, _concurrent_echo, _zhaiyin
    rates = [[_rate(bot, updates) for bot in bots] for _ in range(rounds)]
    rates.append([statistics.median(column) for column in zip(*rates, strict=True)])
    print(f"{updates} updates from {CHATS} chats; updates answered a second\n")
    print("| round | echo, one at a time | echo, concurrent | Zhaiyin | to the first | to the second |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, (one, other, own) in zip([*range(1, rounds + 1), "median"], rates, strict=True):
        print(f"| {name} | {one:.0f} | {other:.0f} | {own:.0f} | {own / one:.2f} | {own / other:.2f} |")


def _rate(bot: Callable[[str, str], None], updates: int) -> float:
    """Return the updates that `bot` answers a second, from the first to the last."""
    here, there = _spawn.Pipe()
    with _process(_serve, there, updates):
        url, token = here.recv()
        with _process(bot, url, token):
            if not here.poll(_PATIENCE_S):
                raise TimeoutError(f"{bot.__name__} did not answer {updates} updates in {_PATIENCE_S} s")
            return updates / float(here.recv())


@contextmanager
def _process(target: Callable[..., None], *arguments: object) -> Iterator[None]:
    process = _spawn.Process(target=target, args=arguments, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, updates: int) -> None:
    """Serve a Telegram with so many questions; sends its address, then the seconds they took."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from botapi import BotApiServer, World

    class Running(World):
        """A world whose clock runs, as the tests' own does not."""

        def now(self) -> float:
            """Unix time in seconds."""
            return time.time()

    world = Running()
    people = [world.user(f"Reader {number}") for number in range(CHATS)]
    for number in range(updates):
        user = people[number % CHATS]
        world.say(user, user, QUESTIONS[number // CHATS % len(QUESTIONS)])
    with BotApiServer(world) as server:
        pipe.send((server.url, world.token))
        # not wait_for, which would look at every call and take the server's time
        while sum(call.method == "sendMessage" for call in tuple(world.log)) < updates:
            time.sleep(0.02)
        calls = tuple(world.log)
        began = next(call.at for call in calls if call.method == "getUpdates")
        pipe.send(max(call.at for call in calls if call.method == "sendMessage") - began)
        time.sleep(_PATIENCE_S)


def patient_builder(url: str, token: str) -> ApplicationBuilder:  # type: ignore[type-arg]  # six of them say nothing here
    """Return a builder whose bot waits long: one call that is given up would be one update without an answer."""
    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot")
    for patience in (
        builder.read_timeout,
        builder.connect_timeout,
        builder.write_timeout,
        builder.pool_timeout,
    ):
        patience(_PATIENCE_S)
    return builder


def echo(url: str, token: str, at_once: bool = False) -> None:
    """Run the echo bot of python-telegram-bot's own examples."""

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    application = patient_builder(url, token).concurrent_updates(at_once).build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling()


def _concurrent_echo(url: str, token: str) -> None:
    """Run the echo bot with every update in a task of its own."""
    echo(url, token, at_once=True)


def _zhaiyin(url: str, token: str) -> None:
    """The bot as `zhaiyin run` has it, on the corpus that comes with it and an empty database."""
    configure("WARNING")
    corpus = read_settings().zhaiyin_corpus_dir
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/zhaiyin.db"
        library = Library.at(database)
        mirror(library, corpus)
        desk = Desk(library, MemoryEngine, read_vocabulary(corpus))
        desk.warm_up()
        notebook = Notebook.at(database, styles=STYLES)
        application: Application = build(  # type: ignore[type-arg]
            Assistant(desk, notebook),
            notebook,
            token,
            url,
            Me(int(token.split(":")[0]), "zhaiyin_bot"),
            90,
            _Unlimited(),
        )
        application.run_polling()


if __name__ == "__main__":
    main()
