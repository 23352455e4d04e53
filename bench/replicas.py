"""Updates a second that one, two and four processes of a bot answer on one PostgreSQL, beside an echo bot.

    PYTHONPATH=tests python -m bench.replicas [--updates 600] [--rounds 3] [--replicas 1,2,4] [--ways polling,webhook]

All talk to the strict Bot API server of the tests on loopback, which runs in a process of its own and counts no flood.
By polling, and at a webhook, to which that server posts as Telegram does: one update of a chat at a time, to as many
chats at once as may be. All bots of a run share the same cores. Beside the rate stands the processor time that bots and
database took for an update, which says more on a machine with other work on it; it needs /proc.
"""

import argparse
import asyncio
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import product
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO
from uuid import uuid4

import aiohttp
import httpx
from botapi import BotApiServer, Update, World
from databases import Postgres, database, postgres
from fleet import Fleet
from serving import free_port, listens
from telegram.ext import MessageHandler, filters
from tools import until

from bench.chaos.__main__ import environment_alone
from bench.telegram import CHATS, QUESTIONS, echo, patient_builder
from bot.assistant.hook import Hook

__all__ = ["main"]

_SECRET = "a-secret-of-the-bench"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SITE = "https://127.0.0.1:9"
"""Where nobody listens: the server of the tests posts one update after the other, which is not what Telegram does."""
_KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "guest_message"]
_PATIENCE_S = 600.0
_RETRY_S = 0.2
_REPLICAS = (1, 2, 4)
_ECHOING = f"echo{uuid4().hex}"
"""A name in the environment of the echo bot, by which it is found."""
_spawn = multiprocessing.get_context("spawn")


def main() -> None:
    """Print the table: for each way the medians of the rounds."""
    parser = argparse.ArgumentParser(prog="bench.replicas")
    parser.add_argument("--updates", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--replicas", type=lambda text: tuple(map(int, text.split(","))), default=_REPLICAS)
    parser.add_argument("--ways", default="polling,webhook")
    arguments = parser.parse_args()
    print(
        f"{arguments.updates} updates from {CHATS} chats; answered a second, and ms of processor time for each\n"
    )
    print(f"| way | echo | {' | '.join(f'{n} of them' for n in arguments.replicas)} |")
    print(f"|---|{'---:|' * (1 + len(arguments.replicas))}")
    with postgres() as server:
        for webhook in [way == "webhook" for way in arguments.ways.split(",")]:
            rows = [
                [
                    _measured(server, replicas, arguments.updates, webhook)
                    for replicas in (0, *arguments.replicas)
                ]
                for _ in range(arguments.rounds)
            ]
            medians = [
                [statistics.median(of) for of in zip(*column, strict=True)]
                for column in zip(*rows, strict=True)
            ]
            cells = " | ".join(f"{rate:.0f} ({spent_ms:.0f})" for rate, spent_ms in medians)
            print(f"| {'webhook' if webhook else 'polling'} | {cells} |", flush=True)


def _measured(server: Postgres, replicas: int, updates: int, webhook: bool) -> tuple[float, float]:
    """Return what `_rate` does, and tell it at once: a table takes a while."""
    rate, spent_ms = _rate(server, replicas, updates, webhook)
    way = "webhook" if webhook else "polling"
    print(
        f"{way}, {replicas or 'echo'}: {rate:.1f} a second, {spent_ms:.1f} ms each",
        file=sys.stderr,
        flush=True,
    )
    return rate, spent_ms


def _rate(server: Postgres, replicas: int, updates: int, webhook: bool) -> tuple[float, float]:
    """Return how many updates so many bots answer a second, and in how many ms of processor time; none is the echo bot."""
    here, there = _spawn.Pipe()
    with tempfile.TemporaryDirectory() as name, _process(_serve, there, updates):
        settings = {**environment_alone(), **here.recv()}
        ports = [free_port()] if not replicas else []
        bots = (
            _fleet(server, Path(name), settings, replicas, webhook)
            if replicas
            else _echo(settings, ports[0], webhook)
        )
        with bots as (own, mark):
            before = _spent_s(mark)
            here.send((own or ports) if webhook else [])
            if not here.poll(_PATIENCE_S):
                raise TimeoutError(f"{replicas} bots did not answer {updates} updates in {_PATIENCE_S} s")
            return updates / float(here.recv()), 1000 * (_spent_s(mark) - before) / updates


def _spent_s(mark: str) -> float:
    """Return the processor time of all processes that have the mark in their environment or their title."""
    spent = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if mark.encode() in told:
                spent += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return spent / os.sysconf("SC_CLK_TCK")


@contextmanager
def _fleet(
    server: Postgres, folder: Path, settings: Mapping[str, str], replicas: int, webhook: bool
) -> Iterator[tuple[list[int], str]]:
    settings = {**settings, "WEBHOOK_SECRET": _SECRET, "PUBLIC_URL": _SITE, "LOG_LEVEL": "WARNING"}
    name = f"bench_{uuid4().hex}"
    with database(server.engine, name) as url:
        fleet = Fleet(
            folder, settings, url, replicas, "--webhook" if webhook else "--polling", start=_unlimited
        )
        try:
            for number in range(replicas):
                fleet.start(number)
            fleet.until_shared()
            fleet.until_ready()
            # what is loaded with the first questions is no part of any
            for port, question in product(fleet.ports, QUESTIONS):
                httpx.get(f"http://127.0.0.1:{port}/api/ask", params={"q": question}, timeout=_PATIENCE_S)
            yield fleet.ports, name
        finally:
            fleet.close()


@contextmanager
def _echo(settings: Mapping[str, str], port: int, webhook: bool) -> Iterator[tuple[list[int], str]]:
    arguments = (settings["TELEGRAM_API_BASE_URL"], settings["TELEGRAM_BOT_TOKEN"])
    with _process(_echo_told, *arguments, port) if webhook else _process(echo, *arguments, True):
        until(lambda: not webhook or listens(port))
        yield [], _ECHOING


def _unlimited(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: IO[bytes]
) -> "subprocess.Popen[bytes]":
    """Run `zhaiyin` without flood control."""
    command = [sys.executable, "-m", "bench.unlimited", *arguments]
    return subprocess.Popen(
        command,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[1])},
        cwd=folder,
        stdout=log,
        stderr=log,
    )


@contextmanager
def _process(target: Callable[..., None], *arguments: object) -> Iterator[None]:
    process = _spawn.Process(target=target, args=arguments, daemon=True)
    os.environ["ZHAIYIN_BENCH"] = _ECHOING if target is not _serve else ""
    process.start()
    del os.environ["ZHAIYIN_BENCH"]
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _echo_told(url: str, token: str, port: int) -> None:
    """Run the echo bot at a webhook, by a server as small as can be."""
    from aiohttp import web
    from telegram import Update as Told

    async def answer(update: Told, _: object) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    async def run() -> None:
        application = patient_builder(url, token).updater(None).concurrent_updates(True).build()
        application.add_handler(MessageHandler(filters.TEXT, answer))

        async def take(request: web.Request) -> web.Response:
            await application.update_queue.put(Told.de_json(await request.json(), application.bot))
            return web.Response()

        served = web.Application()
        served.router.add_post("/{path:.*}", take)
        runner = web.AppRunner(served, access_log=None)
        async with application:
            await application.start()
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            await asyncio.Event().wait()

    asyncio.run(run())


def _serve(pipe: Connection, updates: int) -> None:
    """Serve a Telegram; sends its address, takes the ports to post to, and sends the seconds that the answers took."""

    class Running(World):
        """A world whose clock runs, as the tests' own does not."""

        def now(self) -> float:
            """Unix time in seconds."""
            return time.time()

    world = Running()
    world.queue.allow(_KINDS)
    people = [world.user(f"Reader {number}") for number in range(CHATS)]
    with BotApiServer(world) as server:
        world.webhook = {"url": Hook(_SITE, _SECRET).url}
        pipe.send(server.environment())
        ports = pipe.recv()
        world.webhook = {}
        while not (ports or world.waiting_polls):
            time.sleep(0.02)
        began = time.time()
        for number in range(updates):
            user = people[number % CHATS]
            world.say(user, user, QUESTIONS[number // CHATS % len(QUESTIONS)])
        if ports:
            asyncio.run(_post(world, ports))
        while sum(call.method == "sendMessage" for call in tuple(world.log)) < updates:
            time.sleep(0.02)
        pipe.send(max(call.at for call in tuple(world.log) if call.method == "sendMessage") - began)
        time.sleep(_PATIENCE_S)


async def _post(world: World, ports: list[int]) -> None:
    """Post all that waits, each chat's in order, to the ports in turn."""
    chats = defaultdict[int, list[Update]](list)
    for update in world.pending():
        chats[update.payload["chat"]["id"]].append(update)
    path = Hook(_SITE, _SECRET).path

    async def chat(number: int, waiting: list[Update]) -> None:
        for turn, update in enumerate(waiting, number):
            url = f"http://127.0.0.1:{ports[turn % len(ports)]}{path}"
            while not await _is_taken(session, url, update):
                await asyncio.sleep(_RETRY_S)

    connector = aiohttp.TCPConnector(limit=40)  # as many as Telegram opens unless told otherwise
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(chat(number, waiting) for number, waiting in enumerate(chats.values())))


async def _is_taken(session: aiohttp.ClientSession, url: str, update: Update) -> bool:
    """Post the update; return whether it was taken."""
    try:
        async with session.post(url, json=update.json(), headers={_HEADER: _SECRET}) as answer:
            return answer.ok
    except aiohttp.ClientError:
        return False


if __name__ == "__main__":
    main()
