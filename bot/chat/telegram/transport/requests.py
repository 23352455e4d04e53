"""Requests to the Bot API server, and what is known of one that failed."""

import asyncio
import json
import math
import re
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from enum import Enum
from functools import cache, partial
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.chat.telegram.transport.in_hand import Hand, current, hold
from bot.chat.telegram.transport.responses import ConfirmedBadly, Undone, check, message_id_of
from bot.meter import Meter
from bot.notebook import Event

__all__ = ["ConfirmedBadly", "Fate", "Requests", "Undone", "fate_of", "reason_of", "wait_of"]

_CONNECT_S, _WRITE_S = 5.0, 10.0
_MOST_READS = 3
_FILE_S = 100.0
_MAX_REASON = 200
_FOR_PRESSES = 8
# the names of httpx's errors of a request that did not leave
_UNSENT = frozenset(
    {
        "ConnectError",
        "ConnectTimeout",
        "PoolTimeout",
        "ProxyError",
        "UnsupportedProtocol",
        "LocalProtocolError",
    }
)
_FILE = re.compile(r"/file/bot\d")
_PRESS = re.compile(r"/answerCallbackQuery$")
_NEW_MESSAGE = re.compile(r"/sendMessage$")


class Fate(Enum):
    """What became of a call that failed."""

    UNDONE = "undone"
    """It did not leave, or the server says that it did not do it: it may be made again."""
    UNKNOWN = "unknown"
    """It left, and there is no word of it."""
    REFUSED = "refused"
    """It would be refused again."""


class Requests(HTTPXRequest):
    """Calls that wait for a connection outside httpx, and patiently for the answer: one that comes late counts.

    httpx's pool checks every connection for every waiting call: with 60 of each, a call took 30 ms.
    """

    def __init__(
        self,
        connection_pool_size: int,
        patience_s: float,
        on_date: Callable[[float | None], None] | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._on_date, self._meter = on_date, meter or Meter()
        super().__init__(
            connection_pool_size=connection_pool_size + _FOR_PRESSES,
            read_timeout=patience_s,
            write_timeout=_WRITE_S,
            connect_timeout=_CONNECT_S,
            httpx_kwargs={
                "event_hooks": {"request": [_watch], "response": [self._note_date]},
                "verify": _trusted(),
            },
        )
        self._running: set[asyncio.Timeout] = set()
        self._until = math.inf
        self._free = asyncio.Semaphore(connection_pool_size)
        # a press is answered within seconds, also while all other calls hang
        self._free_for_presses = asyncio.Semaphore(_FOR_PRESSES)

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Return the status and the body of the response. Raises NetworkError if that cannot be read.

        What becomes of a new message is noted in the update in hand.
        """
        call = partial(self._response, url, *args, **kwargs)
        async with self._free_for_presses if _PRESS.search(url) else self._free:
            if _FILE.search(url):
                async with self._bounded(_FILE_S):
                    return await super().do_request(url, *args, **kwargs)
            return await (_noted(call) if _NEW_MESSAGE.search(url) else call())

    async def _note_date(self, response: httpx.Response) -> None:
        # what a proxy in trouble says is no word of the server's
        if self._on_date is not None and response.status_code == HTTPStatus.OK:
            self._on_date(_date_of(response))

    @asynccontextmanager
    async def _bounded(self, read_s: object) -> AsyncIterator[None]:
        """Raise TimedOut if it takes several times as long as each piece of the answer may: bytes that trickle are no answer."""
        seconds = read_s if isinstance(read_s, int | float) else self.read_timeout or 0.0
        now = asyncio.get_running_loop().time()
        running = asyncio.timeout_at(min(now + _MOST_READS * seconds, self._until))
        try:
            async with running:
                self._running.add(running)
                yield
        except TimeoutError:
            raise TimedOut("the answer takes too long") from None
        finally:
            self._running.discard(running)

    def hurry(self, seconds: float) -> None:
        """Wait no longer than that for all answers, since the bot stops: what is in doubt then is so at the next start."""
        self._until = asyncio.get_running_loop().time() + seconds
        for running in self._running:
            running.reschedule(min(running.when() or self._until, self._until))

    async def _response(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        method, began = url.rpartition("/")[2], time.perf_counter()
        async with self._bounded(kwargs.get("read_timeout")):
            status, body = await super().do_request(url, *args, **kwargs)
        self._meter.called(method, status)
        self._meter.took("call", time.perf_counter() - began)
        check(method, status, body)
        return status, body


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust: to read that takes 50 ms, which each client would do anew."""
    return httpx.create_ssl_context()


def _date_of(response: httpx.Response) -> float | None:
    try:
        return parsedate_to_datetime(response.headers["date"]).timestamp()
    except (KeyError, ValueError, OverflowError):
        return None


async def _watch(request: httpx.Request) -> None:
    """Note that a new message leaves only once there is a connection, just before the request is written."""
    if _NEW_MESSAGE.search(request.url.path):
        request.extensions["trace"] = partial(_note_step, current())


async def _note_step(hand: Hand, step: str, details: Mapping[str, Any]) -> None:
    """Note that the message leaves if this step of httpcore's is the first of writing it."""
    # a proxy is asked for the connection in the same way
    if step.endswith("send_request_headers.started") and details["request"].method == b"POST":
        await hand.note(Event.SEND)


async def _noted(call: Callable[[], Awaitable[tuple[int, bytes]]]) -> tuple[int, bytes]:
    hold(hand := current())  # the same one when the message leaves
    try:
        status, body = await call()
    except ConfirmedBadly as error:
        await hand.note(Event.CONFIRM, error.message_id)
        raise
    except TelegramError as error:
        if hand.is_sending:
            await hand.note(Event.LOSE if fate_of(error) is Fate.UNKNOWN else Event.FAIL)
        raise
    if status == HTTPStatus.OK:
        await hand.note(Event.CONFIRM, message_id_of(json.loads(body).get("result")))
    else:
        await hand.note(Event.FAIL)
    return status, body


def fate_of(error: TelegramError) -> Fate:
    """Return what became of the call that raised this."""
    if isinstance(error, BadRequest | Forbidden | ChatMigrated):
        return Fate.REFUSED
    # a token is refused for a moment while it is replaced, and so is a second process
    if isinstance(error, RetryAfter | InvalidToken | Conflict | Undone):
        return Fate.UNDONE
    unsent = type(error.__cause__).__name__ in _UNSENT
    return Fate.UNDONE if unsent else Fate.UNKNOWN


def wait_of(error: TelegramError) -> float:
    """Return how many seconds the server wants to be left alone."""
    if not isinstance(error, RetryAfter):
        return 0.0
    after = error.retry_after
    return after if isinstance(after, int | float) else after.total_seconds()


def reason_of(error: TelegramError) -> str:
    """Return what the error says as one short line for the log."""
    said = " ".join(error.message.split())[:_MAX_REASON]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
