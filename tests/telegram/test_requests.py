"""Calls to the Bot API server that end in a bounded time, whatever it answers."""

import asyncio
from contextlib import suppress

import pytest
from telegram.error import TimedOut

from bot.chat.telegram.transport.requests import Fate, Requests, fate_of

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"


async def _trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer byte by byte, each sooner than anybody's patience ends, until the client goes away."""
    writer.write(_HEAD)
    with suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage", "getMe"])
async def test_an_answer_that_trickles_is_none(method: str) -> None:
    """Though each byte comes in time, the whole must come, too; the call left, so it is in doubt."""
    answered = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _trickle(reader, writer)
        answered.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        requests = Requests(1, 0.2)
        await requests.initialize()
        with pytest.raises(TimedOut) as raised:
            await requests.post(f"http://127.0.0.1:{port}/bot1:a/{method}")
        await requests.shutdown()
        await answered.wait()
    assert Fate.UNKNOWN is fate_of(raised.value)


async def test_whoever_stops_waits_for_no_answer() -> None:
    """Neither for one that it waits for already nor for another one."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await over.wait()
        writer.close()
        await writer.wait_closed()
        left.set()

    arrived, over, left = asyncio.Event(), asyncio.Event(), asyncio.Event()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot1:a/sendMessage"
    async with server:
        requests = Requests(2, 3600)
        await requests.initialize()
        call = asyncio.create_task(requests.post(url))
        await arrived.wait()
        requests.hurry(0)
        with pytest.raises(TimedOut):
            await call
        with pytest.raises(TimedOut):
            await requests.post(url)
        await requests.shutdown()
        over.set()
        await left.wait()
