"""Measures how many updates a second the Telegram door answers through real HTTP, against a bare echo bot.

    python -m bench.telegram [updates] [rounds]

Both bots talk to the strict Bot API server of the tests on loopback, which runs in a process of its own, and have
their flood control switched off; each round starts both anew, one after the other. The echo bot is
python-telegram-bot alone, with as many updates at once as it can do.
"""

import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.answering.citation import STYLES
from bot.chat.desk import Desk
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import built
from bot.language.vocabulary import read_vocabulary
from bot.library import Library
from bot.library.corpus import mirror
from bot.logs import configure
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine
from bot.settings import read_settings

__all__ = ["main"]

UPDATES, ROUNDS, CHATS = 600, 3, 60
_PATIENCE_S = 120
_QUESTIONS = (
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

    async def process_request(self, callback, args, kwargs, endpoint, data, rate_limit_args):  # type: ignore[no-untyped-def]  # as python-telegram-bot has it
        """The call, at once."""
        return await callback(*args, **kwargs)


def main(arguments: Sequence[str] = tuple(sys.argv[1:])) -> None:
    """Print the table, a row a round and their median."""
    updates, rounds = (int(a) for a in (*arguments, *(str(n) for n in (UPDATES, ROUNDS)[len(arguments) :])))
    rates = [(_rate(_echo, updates), _rate(_zhaiyin, updates)) for _ in range(rounds)]
    echo, zhaiyin = (statistics.median(column) for column in zip(*rates, strict=True))
    print(f"{updates} updates from {CHATS} chats; updates answered a second\n")
    print("| round | echo bot | Zhaiyin | ratio |\n|---|---:|---:|---:|")
    for number, (one, other) in enumerate(rates, start=1):
        print(f"| {number} | {one:.0f} | {other:.0f} | {other / one:.2f} |")
    print(f"| median | {echo:.0f} | {zhaiyin:.0f} | {zhaiyin / echo:.2f} |")


def _rate(bot: Callable[[str, str], None], updates: int) -> float:
    """Updates that `bot` answers a second, from when it takes the first to its last answer."""
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
    """A Telegram in which so many questions wait; sends its address, then how many seconds they took."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from botapi import BotApiServer, World

    world = World()
    people = [world.user(f"Reader {number}") for number in range(CHATS)]
    for number in range(updates):
        user = people[number % CHATS]
        world.say(user, user, _QUESTIONS[number // CHATS % len(_QUESTIONS)])
    with BotApiServer(world) as server:
        pipe.send((server.url, world.token))
        # not wait_for, which would look at every call and take the server's time
        while sum(call.method == "sendMessage" for call in tuple(world.log)) < updates:
            time.sleep(0.02)
        calls = tuple(world.log)
        began = next(call.at for call in calls if call.method == "getUpdates")
        pipe.send(max(call.at for call in calls if call.method == "sendMessage") - began)
        time.sleep(_PATIENCE_S)


def _echo(url: str, token: str) -> None:
    """The echo bot of python-telegram-bot's own examples."""

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").concurrent_updates(True)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling()


def _zhaiyin(url: str, token: str) -> None:
    """The bot as `zhaiyin run` has it, on the corpus that comes with it and an empty database."""
    configure("WARNING")
    corpus = read_settings().zhaiyin_corpus_dir
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/zhaiyin.db"
        library = Library.at(database)
        mirror(library, corpus)
        desk = Desk(library, MemoryEngine, read_vocabulary(corpus))
        desk.suggestions()
        notebook = Notebook.at(database, styles=STYLES)
        application: Application = built(  # type: ignore[type-arg]
            desk, notebook, token, url, Me(int(token.split(":")[0]), "zhaiyin_bot"), 90, _Unlimited()
        )
        application.run_polling()


if __name__ == "__main__":
    main()
