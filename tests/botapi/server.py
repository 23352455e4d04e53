"""The HTTP server: on loopback, on a free port, in the running loop or in a thread of its own."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Coroutine
from contextlib import suppress
from email.utils import formatdate
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .delivery import Poller, deliver_to_webhook
from .errors import ApiError, refusal
from .methods import carry_out
from .model import Call, Json, Upload
from .params import Params
from .world import World

_TOKEN = re.compile(r"\d+:[\w-]+")
_BODY_BYTES = 64 * 1024 * 1024


class BotApiServer:
    """Serves a world. `async with` runs it in the running loop, `with` in a thread."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._port = 0
        self._poller = Poller(world)
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    # addresses

    @property
    def url(self) -> str:
        """The server's root, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot calls base_file_url."""
        return f"{self.url}/file/bot"

    def environment(self) -> dict[str, str]:
        """The environment variables that point a bot in a process of its own at this server."""
        return {"TELEGRAM_BOT_TOKEN": self.world.token, "TELEGRAM_API_BASE_URL": self.url}

    # lifetime

    async def start(self) -> None:
        """Begin to serve in the running loop."""
        app = web.Application(client_max_size=_BODY_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        self._delivery = asyncio.create_task(deliver_to_webhook(self.world))

    async def stop(self) -> None:
        """End waiting polls and stop serving."""
        self._poller.interrupt()
        if self._delivery is not None:
            self._delivery.cancel()
            with suppress(asyncio.CancelledError):
                await self._delivery
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="botapi", daemon=True)
        self._thread.start()
        self._run(self.start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is None or self._thread is None:
            return
        self._run(self.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        if self._loop is None:
            raise RuntimeError("the server has no thread")
        asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    # requests

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        params = Params({})
        scripted = self.world.scripted_body(name)
        if scripted is not None:
            self.world.record(Call(name, {}, self.world.now(), scripted[0], "scripted"))
            return web.Response(text=scripted[1], status=scripted[0])
        try:
            self._authorize(request.match_info["token"])
            params = await read_params(request)
            result = await self._result(name, params)
            call = Call(name, params.plain(), self.world.now(), 200, result=result)
            body: Json = {"ok": True, "result": result}
        except ApiError as error:
            call = Call(name, params.plain(), self.world.now(), error.code, error.description)
            body = error.json()
        self.world.record(call)
        if self.world.scripted_loss(name) and request.transport is not None:
            request.transport.abort()
        kept = self.world.scripted_cut(name)
        if kept is not None:
            return web.Response(text=json.dumps(body)[:kept], status=call.code)
        dated = {"Date": formatdate(self.world.now(), usegmt=True)}
        return web.json_response(body, status=call.code, headers=dated)

    async def _result(self, name: str, params: Params) -> Any:
        if self.world.scripted_hang(name):
            await asyncio.Event().wait()  # cancelled when the client gives up
        failure = self.world.scripted_failure(name)
        if failure is not None:
            raise failure
        if name.lower() == "getupdates":
            return await self._poller.get_updates(params)
        return carry_out(self.world, name, params)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._authorize(request.match_info["token"])
        except ApiError as error:
            return web.json_response(error.json(), status=error.code)
        stored = self.world.files.get(request.match_info["path"].removeprefix("documents/"))
        if stored is None:
            return web.json_response(refusal(404, "file not found").json(), status=404)
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def _authorize(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.world.token:
            raise ApiError(401, "Unauthorized")


async def read_params(request: web.Request) -> Params:
    """The parameters of a request, from its query string and its body."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        return Params(values | (body if isinstance(body, dict) else {}))
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read())
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params(values, files)
