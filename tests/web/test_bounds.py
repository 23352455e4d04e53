"""Connections that do not end, heads without one, and visitors who take all the room."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from http.client import HTTPResponse
from itertools import repeat

import httpx
import pytest
from starlette.types import Receive, Scope, Send
from tools import HANG_S, until

from bot.chat.web.bounds import Bounds
from web.site import served

USUAL = Bounds()
HASTY = Bounds(head_s=0.2, body_s=0.2, slowest_bytes_per_s=1_000_000, idle_s=1, last_s=0.2)
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"


async def _length(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that answers how many bytes a body has, and how many lines its head."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    body = f"{size} {len(scope['headers'])}".encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _deaf(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that answers before it has read anything."""
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"no"})


def _wire(site: str) -> socket.socket:
    url = httpx.URL(site)
    return socket.create_connection((url.host, url.port or 80), timeout=HANG_S)


def _rest(wire: socket.socket) -> bytes:
    """All that still comes until the other side ends it, however it does."""
    came = b""
    try:
        while part := wire.recv(65536):
            came += part
    except ConnectionError:
        pass
    return came


def _trickle(wire: socket.socket, parts: Iterator[bytes]) -> bytes:
    """Send the parts, one after the other, until nobody takes them; return what came."""
    wire.settimeout(0.02)
    came = b""
    for part in parts:
        try:
            wire.sendall(part)
            came += (got := wire.recv(65536))
            if not got:
                return came
        except TimeoutError:
            continue
        except ConnectionError:
            return came
    raise AssertionError("parts never end")


@contextmanager
def _silent(site: str, count: int) -> Iterator[None]:
    """So many who connect and say nothing."""
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(_wire(site))
        yield


@pytest.mark.parametrize("begun", [b"", b"GET", HEAD, POST + b"Content-Length: 9\r\n\r\nab", b"\r\n"])
def test_who_says_no_more_is_let_go(begun: bytes) -> None:
    """Before, within and after a head; a head that was begun is answered with the reason."""
    with served(_length, "off", bounds=HASTY) as site, _wire(site) as wire:
        wire.sendall(begun)
        assert (b"408" in _rest(wire)[:12]) == (begun not in (b"", POST + b"Content-Length: 9\r\n\r\nab"))


@pytest.mark.parametrize(
    ("begun", "drop"),
    [
        (b"GET /", b"a"),
        (HEAD, b"A: b\r\n"),
        (HEAD + b"A: ", b"b"),
        (b"", b"\r\n"),
        (HEAD + b"\r\n", b"\r\n"),
        (POST + b"Content-Length: 99999\r\n\r\n", b"a"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"A: b\r\n"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"),
    ],
)
def test_what_comes_drop_by_drop_ends(begun: bytes, drop: bytes) -> None:
    """A head, a body, what follows a body, and empty lines in place of the next request."""
    with served(_length, "off", bounds=HASTY) as site, _wire(site) as wire:
        wire.sendall(begun)
        _trickle(wire, repeat(drop))


@pytest.mark.parametrize(
    "flood",
    [
        (b"GET /", b"a" * 5_000),
        (HEAD, b"A: b\r\n" * 800),
        (HEAD + b"A: ", b"b" * 5_000),
        (HEAD, b"a" * 5_000),
        (b"", b"\r\n" * 2_500),
    ],
)
def test_a_head_without_end_is_refused(flood: tuple[bytes, bytes]) -> None:
    """Long before it fills the memory: an address, lines, one line, the name of one, or nothing at all."""
    begun, part = flood
    with served(_length, "off") as site, _wire(site) as wire:
        wire.sendall(begun)
        came = _trickle(wire, repeat(part))
    assert came[:12] in (b"HTTP/1.1 431", b"")


@pytest.mark.parametrize("lines", [b"A: " + b"b" * 70_000 + b"\r\n", b"A: b\r\n" * 101])
def test_a_head_that_comes_at_once_is_held_to_the_same(lines: bytes) -> None:
    """It is answered with the reason, once."""
    with served(_length, "off") as site, _wire(site) as wire:
        wire.sendall(HEAD + lines + b"\r\n")
        came = _rest(wire)
    assert (b"HTTP/1.1 431", 1) == (came[:12], came.count(b"HTTP/1.1"))


@pytest.mark.parametrize("endless", [b"A: " + b"b" * 5_000, b"A: b\r\n" * 800])
def test_lines_after_a_body_are_bounded_and_no_part_of_the_head(endless: bytes) -> None:
    """The parser would keep them all."""
    chunked = POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
    with served(_length, "off") as site:
        with _wire(site) as wire:
            wire.sendall(chunked + b"Later: 1\r\n\r\n")
            response = HTTPResponse(wire)
            response.begin()
            assert b"3 2" == response.read()
        with _wire(site) as wire:
            wire.sendall(chunked)
            assert b"200" not in _trickle(wire, repeat(endless))


def test_a_large_body_at_a_good_pace_is_taken_whole() -> None:
    """Also one whose chunks are of one byte each."""
    with served(_length, "off") as site:
        assert "3000000 " == httpx.post(site, content=b"a" * 3_000_000).text[:8]
        tiny = (b"a" for _ in range(20_000))
        assert "20000 " == httpx.post(site, content=tiny).text[:6]


def test_a_body_that_nobody_wants_is_not_swallowed_for_ever() -> None:
    """The answer arrives, and the connection ends."""
    with served(_deaf, "off", bounds=HASTY) as site, _wire(site) as wire:
        wire.sendall(POST + b"Content-Length: 999999999\r\n\r\n")
        assert b"200" in _trickle(wire, repeat(b"a" * 1000))


def test_a_reader_who_takes_nothing_is_let_go() -> None:
    """The answer is larger than what the system keeps for a reader."""
    ended = []

    async def large(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(400):
            await send({"type": "http.response.body", "body": b"a" * 65_536, "more_body": True})
        await receive()
        ended.append(True)

    with served(large, "off", bounds=HASTY) as site, _wire(site) as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.sendall(HEAD + b"\r\n")
        # it does not read, and the server may end only because it lets it go
    assert [True] == ended


def test_requests_one_after_the_other_and_at_once_are_answered() -> None:
    """The bounds are those of each request."""
    with served(_length, "off", bounds=replace(HASTY, head_s=5, body_s=5)) as site:
        with httpx.Client() as client:
            assert {200} == {client.get(site).status_code for _ in range(20)}
        with _wire(site) as wire:
            wire.sendall((HEAD + b"\r\n") * 20)
            assert 20 == _rest(wire).count(b"HTTP/1.1 200")


def test_three_hundred_who_say_nothing_keep_nobody_out() -> None:
    """The one that keeps the server waiting longest makes room."""
    with served(_length, "off") as site, _silent(site, 300):
        assert {200} == {httpx.get(site, timeout=HANG_S).status_code for _ in range(5)}


def test_a_connection_that_is_answered_is_not_the_one_to_go() -> None:
    """Silent ones go first, though it has been there longer."""
    bounds = replace(USUAL, connections=8)
    with served(_length, "off", bounds=bounds) as site, _wire(site) as wire:
        wire.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n")
        assert b"100 Continue" in wire.recv(100)
        wire.sendall(b"ab")
        with _silent(site, 40):
            wire.sendall(b"cd")
            response = HTTPResponse(wire)
            response.begin()
            assert b"4 3" == response.read()


def test_one_address_has_its_share_and_a_proxy_all() -> None:
    """Whom a proxy asks for has bounds there."""
    bounds = replace(USUAL, per_network=3, head_s=HANG_S)
    for proxies, kept in (("192.0.2.1", 3), ("127.0.0.1", 20)):
        with served(_length, "off", bounds=bounds, proxies=proxies) as site, ExitStack() as stack:
            wires = [stack.enter_context(_wire(site)) for _ in range(20)]
            until(partial(_are_open, wires, kept))
            wires[-1].sendall(HEAD + b"\r\n")
            assert b"HTTP/1.1 200" == wires[-1].recv(12)


def _are_open(wires: list[socket.socket], count: int) -> bool:
    return count == sum(map(_is_open, wires))


def _is_open(wire: socket.socket) -> bool:
    wire.setblocking(False)
    try:
        return wire.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    finally:
        wire.settimeout(HANG_S)
