"""A connection that is held to its bounds: heads, bodies and readers have to end, and to be of some size."""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
from uvicorn.server import ServerState

from bot.chat.web.bounds import Bounds
from bot.chat.web.connections import Connections
from bot.chat.web.networks import plain
from bot.chat.web.protocol import PlainAddresses
from bot.chat.web.stages import Progress, Stage
from bot.chat.web.timers import Timers

__all__ = ["BoundedConnection"]


class BoundedConnection(PlainAddresses):
    """Uvicorn's protocol within `bounds`, as one of `connections`.

    What takes too long is answered with 408 if nothing else is on its way, what has too large a head with 431, and is
    closed. A body or a reader may take as long as it keeps up with the slowest pace.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],  # as uvicorn's
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        bounds: Bounds,
        connections: Connections,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._bounds, self._connections = bounds, connections
        self._progress, self._timers = Progress(), Timers(self.loop)
        self._is_too_large = False

    @property
    def waiting(self) -> tuple[int, float] | None:
        """The stage, if it waits for somebody else than us, and since when."""
        is_ours = self._stage is Stage.WORK and not self.flow.write_paused
        return None if is_ours else (self._stage, self._progress.since)

    def drop(self) -> None:
        """End it at once."""
        self.transport.abort()
        self._forget()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take the connection in, or say that there is no room for it."""
        super().connection_made(transport)
        if self.client is not None:
            self.client = (plain(self.client[0]), self.client[1])
        if not self._connections.admit(self, self._host):
            self._say(503, "Too many connections. Come again in a moment.")
            self._end()
            return
        self._enter(Stage.HEAD)
        self._expire_after(self._bounds.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Make room."""
        self._forget()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass the bytes on, unless nobody waits for them any more, and as long as a head has an end."""
        if self._stage is Stage.ENDING or self.transport.is_closing():
            return
        if self._stage is Stage.REST:
            self._enter(Stage.HEAD)
            self._expire_after(self._bounds.head_s)
        self._progress.count(data)
        super().data_received(data)
        if self._progress.is_too_large(self._bounds):
            self._is_too_large = True
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        """Begin to wait for the body. Raises ValueError, which the parser reports, if the head is too large."""
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self._bounds.head_bytes or len(self.headers) > self._bounds.head_lines:
            self._is_too_large = True
            raise ValueError("head too large")
        self._enter(Stage.BODY)
        self._expire_after(self._bounds.body_s)
        super().on_headers_complete()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a line of the head; what comes after a body belongs to none."""
        if self._stage is not Stage.BODY:
            super().on_header(name, value)

    def on_body(self, body: bytes) -> None:
        """Count what came."""
        self._progress.count_body(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait no longer: from here on it is for us to answer."""
        self._enter(Stage.WORK)
        self._timers.cancel("expiry")
        super().on_message_complete()

    def on_message_begin(self) -> None:
        """Wait for the head of a request that follows the one before at once."""
        if self._stage is Stage.WORK:
            self._enter(Stage.HEAD)
            self._expire_after(self._bounds.head_s)
        super().on_message_begin()

    def on_response_complete(self) -> None:
        """Rest, or end if the request goes on although it is answered."""
        super().on_response_complete()
        if self.transport.is_closing() or (self._stage is Stage.BODY and self.cycle.response_complete):
            self._end_later()
        elif self._stage is Stage.WORK and not self.pipeline and self.cycle.response_complete:
            self._enter(Stage.REST)

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a request, once."""
        if self.transport.is_closing():
            return
        if self._is_too_large:
            self._say(431, "The head of this request is too large.")
        else:
            super().send_400_response(msg)
        self._end()

    def pause_writing(self) -> None:
        """Give the reader time for what is on its way."""
        super().pause_writing()
        size = self.transport.get_write_buffer_size()
        self._timers.set("reader", self._bounds.body_s + size / self._bounds.slowest_bytes_per_s, self.drop)

    def resume_writing(self) -> None:
        """Wait for the reader no longer."""
        self._timers.cancel("reader")
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """End a rest."""
        self._end()

    @property
    def _host(self) -> str:
        return self.client[0] if self.client is not None else ""

    @property
    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    @property
    def _stage(self) -> Stage:
        return self._progress.stage

    def _enter(self, stage: Stage) -> None:
        self._progress.enter(stage, self.loop.time())

    def _expire_after(self, seconds: float) -> None:
        self._timers.set("expiry", seconds, self._expire)

    def _expire(self) -> None:
        """End what takes too long, unless it is we who do not read on, or its size has earned it more time."""
        left_s = self._progress.left_s(self._bounds, self.loop.time())
        if self.flow.read_paused:
            left_s = self._bounds.head_s
        if left_s > 0 and self._stage is not Stage.ENDING:
            self._expire_after(left_s)
            return
        if self._stage is Stage.HEAD and self._progress.sent_bytes and not self._is_answering:
            self._say(408, "This request took too long.")
        self._end()

    def _end_later(self) -> None:
        """Swallow what still comes for a moment: to close while it does would take the answer back."""
        self._enter(Stage.ENDING)
        self._timers.cancel("expiry")
        self._timers.set("ending", self._bounds.last_s, self._end)

    def _end(self) -> None:
        """Close the connection once what is left of an answer is sent, but wait for that a moment only."""
        self._enter(Stage.ENDING)
        self._timers.cancel("expiry")
        self.transport.close()
        self._timers.set("ending", self._bounds.last_s, self.transport.abort)

    def _say(self, status: int, line: str) -> None:
        head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: text/plain\r\ncontent-length: {len(line) + 1}\r\n"
        self.transport.write(f"{head}connection: close\r\n\r\n{line}\n".encode("ascii"))

    def _forget(self) -> None:
        self._connections.leave(self, self._host)
        self._timers.clear()
