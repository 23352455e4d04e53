"""Handing the doors whatever a stranger can send, and counting what is not handled.

    python -m bench.fuzz [--cases 100000] [--seed S]

Nothing leaves the process: Telegram is played by a request that answers everything. Exit status 1 if anything was
raised that nobody expects; the first of each kind is printed with its number, which with the seed makes it again.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import httpx
from telegram import Bot, TelegramObject
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bench.any_update import any_text, any_update
from bench.mutated import mutated_file, samples
from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.chat.telegram.callbacks import parse_wish
from bot.chat.telegram.deep_links import parse_link
from bot.chat.web import build as build_site
from bot.errors import UnreadableArticle, ZhaiyinError
from bot.library import Library
from bot.logs import configure
from bot.model import Article, Question, Source
from bot.notebook import Notebook
from bot.readers import File, read, suffixes
from bot.retrieval.memory import MemoryEngine

__all__ = ["Fuzz", "main"]

_CASES = 100_000
_TOKEN = "1:fuzz"
_TEXT = (
    "渡口的老船工姓贺，撑船四十一年。\n三件事：一是修桥，二是护堤，三是种树。\n对岸新修了一座桥，长六百米。"
)
_PATHS = ("/", "/health", "/healthz", "/readyz", "/api/ask", "/api/verify", "/verify", "/shelf", "/vote", "/article/1", "/chat", "/mini-app", "/api/openapi.json")  # fmt: skip
_NAMES = ("q", "key", "after", "of", "page", "at", "lang", "shelf", "init", "value")


class _Telegram(BaseRequest):
    """Answers every call as if it had succeeded."""

    read_timeout = 1.0

    async def initialize(self) -> None:
        """Nothing to begin."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def do_request(self, url: str, *_: object, **__: object) -> tuple[int, bytes]:
        """Return a message to whatever makes one, a file to who asks for one, otherwise True."""
        name = url.rsplit("/", 1)[-1]
        message = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}, "text": "x"}
        result: object = message if name.startswith(("send", "edit")) else True
        if name == "getChatAdministrators":
            result = []
        elif name == "answerGuestQuery":
            result = {"inline_message_id": "i"}
        elif name == "getFile":
            result = {"file_id": "f", "file_unique_id": "u", "file_size": 9, "file_path": "f.txt"}
        elif name == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "z", "username": "zhaiyin_bot"}
        return 200, json.dumps({"ok": True, "result": result}).encode()


class Fuzz:
    """Doors over one library in `folder`, handed cases made of `seed`."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._seed = seed
        url = f"sqlite:///{folder / 'fuzz.db'}"
        self._library, self._notebook = Library.at(url), Notebook.at(url, styles=STYLES)
        self._library.add(Article(Source(title="渡口", author="贺长河"), _TEXT))
        self._desk = Desk(self._library, MemoryEngine)
        assistant = Assistant(self._desk, self._notebook, Links("https://zhaiyin.example"))
        self._telegram = build(
            assistant, self._notebook, _TOKEN, "http://127.0.0.1:9", Me(1, "zhaiyin_bot"), 90
        )
        self._telegram.bot._request = (_Telegram(), _Telegram())
        self._telegram.add_error_handler(self._on_error)
        site = build_site(assistant, self._notebook, per_minute=10**9, token=_TOKEN)
        self._site = httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://zhaiyin.test")
        self.kinds: dict[str, Callable[[Random, int], Awaitable[object]]] = {
            "update": self._update, "callback data": self._wish, "deep link": self._link, "init data": self._init,
            "API parameters": self._api, "question": self._question, "file": self._file,
            "damaged file": self._damaged_file,
        }  # fmt: skip
        self.done: Counter[str] = Counter()
        self.raised: Counter[str] = Counter()
        self.told: dict[str, str] = {}
        self._samples = samples()
        self._case = ""

    async def run(self, cases: int) -> int:
        """Hand over so many cases, in turn of every kind; return how many raised what nobody expects."""
        async with self._telegram, self._site:
            # what is handled beside what comes next, as a file is, is awaited at the stop
            await self._telegram.start()
            for number in range(cases):
                kind = list(self.kinds)[number % len(self.kinds)]
                self._case = f"{kind} {number}"
                try:
                    await self.kinds[kind](Random(f"{self._seed} {number}"), number)
                except Exception as error:  # noqa: BLE001  # to count them is what this is for
                    self._note(error)
                self.done[kind] += 1
            await self._telegram.stop()
        self._notebook.close()
        self._library.close()
        return self.raised.total()

    def _note(self, error: BaseException | None) -> None:
        kind = self._case.rsplit(" ", 1)[0]
        self.raised[kind] += 1
        self.told.setdefault(f"{kind}: {type(error).__name__}", f"{self._case}: {error!r}"[:300])

    async def _on_error(self, _: object, context: Any) -> None:  # the library's own types
        if not isinstance(context.error, TelegramError):
            self._note(context.error)

    async def _update(self, rng: Random, number: int) -> None:
        update = any_update(rng, number + 1)
        _bind(update, self._telegram.bot)
        await self._telegram.process_update(update)

    async def _wish(self, rng: Random, _: int) -> None:
        parse_wish(
            rng.choice((any_text(rng), f"{any_text(rng, 2)}:{rng.randrange(1 << 40)}:{any_text(rng, 3)}"))
        )

    async def _link(self, rng: Random, _: int) -> None:
        parse_link(any_text(rng))

    async def _init(self, rng: Random, _: int) -> None:
        await self._get(
            "/mini-app", {"init": f"user={any_text(rng)}&hash={any_text(rng)}&auth_date={any_text(rng)}"}
        )

    async def _api(self, rng: Random, _: int) -> None:
        names = rng.choices(_NAMES, k=rng.randrange(5))
        await self._get(rng.choice(_PATHS), {name: any_text(rng) for name in names})

    async def _get(self, path: str, parameters: dict[str, str]) -> None:
        clean = {name: value.encode("utf-8", "replace").decode() for name, value in parameters.items()}
        answer = await self._site.request("GET", path, params=clean)
        # not being ready is an answer, if it says why
        if answer.status_code >= 500 and not (path == "/readyz" and answer.json()["why"]):
            raise RuntimeError(f"{path}: status {answer.status_code}")

    async def _question(self, rng: Random, _: int) -> None:
        self._desk.ask(Question(any_text(rng, 30)))

    async def _file(self, rng: Random, _: int) -> None:
        data = rng.choice((any_text(rng, 40).encode("utf-8", "replace"), rng.randbytes(rng.randrange(400))))
        begun = rng.choice(
            (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><body>", b"---\ntitle: x\n---\n", b"\xff\xfe")
        )
        try:
            read(File(any_text(rng, 2) + rng.choice(suffixes()), begun + data))
        except ZhaiyinError:
            return

    async def _damaged_file(self, rng: Random, _: int) -> None:
        with suppress(UnreadableArticle):
            read(mutated_file(rng.choice(self._samples), rng))


def _bind(value: object, bot: Bot) -> None:
    """Give the bot to all that the value is made of, as an update that was received has it."""
    if isinstance(value, TelegramObject):
        value.set_bot(bot)
        names = (name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ()))
        for name in names:
            if not name.startswith("_"):
                _bind(getattr(value, name, None), bot)
    elif isinstance(value, list | tuple):
        for one in value:
            _bind(one, bot)


def main() -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=_CASES)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    asked = parser.parse_args()
    configure("ERROR")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Fuzz(Path(folder), asked.seed)
        raised = asyncio.run(fuzz.run(asked.cases))
    print(f"seed {asked.seed}, {asked.cases:,} cases, {time.monotonic() - began:.0f} s\n")
    print("| what | cases | unhandled |\n| --- | --: | --: |")
    for kind, cases in fuzz.done.items():
        print(f"| {kind} | {cases:,} | {fuzz.raised[kind]} |")
    for told in fuzz.told.values():
        print(f"\n{told}", file=sys.stderr)
    return 1 if raised else 0


if __name__ == "__main__":
    sys.exit(main())
