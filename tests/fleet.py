"""Several `zhaiyin run` on one PostgreSQL, and what passes requests on to those that live."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

import aiohttp
import httpx
from aiohttp import web
from processes import start
from serving import free_port
from tools import HANG_S, until

from bot.replicas.slots import SLOTS, fair_share

__all__ = ["Fleet", "Front", "front"]


class Running(Protocol):
    """A process, in the words of `subprocess.Popen`."""

    def poll(self) -> int | None:
        """Return its status if it has ended."""

    def wait(self) -> int:
        """Return its status once it ends."""

    def kill(self) -> None:
        """End it at once."""

    def terminate(self) -> None:
        """Ask it to end."""


Start = Callable[[Sequence[str], Mapping[str, str], Path, IO[bytes]], Running]
"""Runs `zhaiyin` with arguments and an environment in a folder, all that it says going to a file."""


def _forked(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: IO[bytes]
) -> Running:
    """It with its libraries loaded already."""
    return start(*arguments, environment=environment, folder=folder, stdout=log, stderr=log)


class Fleet:
    """So many bots, each with a folder, a port and a log of its own, on the library at `url`."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        url: str,
        size: int,
        *arguments: str,
        start: Start = _forked,
    ) -> None:
        self._folder, self._arguments, self._start = folder, arguments, start
        self._environment = {**environment, "DATABASE_URL": url}
        self.ports = [free_port() for _ in range(size)]
        self._processes: dict[int, Running] = {}

    def start(self, number: int, **more: str) -> None:
        """Run one of them, with these settings besides."""
        folder = self._folder / f"replica{number}"
        folder.mkdir(exist_ok=True)
        own = {"WEB_PORT": str(self.ports[number]), "ZHAIYIN_DATA_DIR": str(folder / "data")}
        with (folder / "log").open("ab") as log:
            environment = {**self._environment, **own, **more}
            self._processes[number] = self._start(("run", *self._arguments), environment, folder, log)

    def kill(self, number: int) -> None:
        """End one of them at once."""
        self._processes[number].kill()
        self._processes[number].wait()

    def stop(self, number: int) -> int:
        """Ask one of them to end, and return its status."""
        self._processes[number].terminate()
        return self._processes[number].wait()

    def status(self, number: int) -> int | None:
        """How one of them ended; None while it runs."""
        return self._processes[number].poll()

    def log(self, number: int) -> str:
        """What one of them wrote."""
        return (self._folder / f"replica{number}" / "log").read_text(encoding="utf-8", errors="replace")

    def readiness(self, number: int) -> dict[str, object]:
        """What one of them says of itself; nothing while it does not answer."""
        with suppress(httpx.HTTPError, json.JSONDecodeError):
            told: dict[str, object] = httpx.get(
                f"http://127.0.0.1:{self.ports[number]}/readyz", timeout=HANG_S
            ).json()
            return told
        return {}

    def slots(self) -> list[int]:
        """How many slots each that runs has."""
        return [
            int(str(self.readiness(number).get("slots", 0)))
            for number, process in self._processes.items()
            if process.poll() is None
        ]

    def until_shared(self) -> None:
        """Return once those that run have all slots, as evenly as can be."""
        until(self._is_shared)

    def until_ready(self) -> None:
        """Return once all are ready to answer."""
        until(lambda: all(self.readiness(number).get("ready") for number in self._processes))

    def _is_shared(self) -> bool:
        slots = self.slots()
        if not slots:
            raise ChildProcessError(self.log(0))
        return sum(slots) == SLOTS and max(slots) <= fair_share(len(slots))

    def close(self) -> None:
        """End all of them."""
        for process in self._processes.values():
            process.kill()
            process.wait()


class Front:
    """Passes each request on to the next port that answers, as nginx does; for one event loop."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports, self._turn = ports, 0

    async def serve(self, port: int) -> web.AppRunner:
        """Listen at the port."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HANG_S))
        return runner

    async def close(self) -> None:
        """Ask nobody any more."""
        await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        body, status = await request.read(), 502
        for _ in self._ports:
            self._turn += 1
            url = f"http://127.0.0.1:{self._ports[self._turn % len(self._ports)]}{request.path_qs}"
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._session.request(
                    request.method, url, data=body, headers=request.headers
                ) as answer:
                    status = answer.status
                    if status < 500:
                        return web.Response(body=await answer.read(), status=status)
        return web.Response(status=status)


@contextmanager
def front(ports: Sequence[int], port: int) -> Iterator[None]:
    """Run a front in a thread of its own."""
    loop, passing = asyncio.new_event_loop(), Front(ports)
    thread = threading.Thread(target=loop.run_forever, name="front", daemon=True)
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(passing.serve(port), loop).result(HANG_S)
    try:
        yield
    finally:
        for work in (passing.close(), runner.cleanup()):
            asyncio.run_coroutine_threadsafe(work, loop).result(HANG_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
