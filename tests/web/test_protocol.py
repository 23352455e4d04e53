"""Requests as they come over the wire."""

import json
import socket
from http.client import HTTPResponse

import httpx
from starlette.types import Receive, Scope, Send

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import build
from web.site import served


def _wire(site: str) -> socket.socket:
    url = httpx.URL(site)
    return socket.create_connection((url.host, url.port or 80), timeout=30)


def _read(wire: socket.socket) -> tuple[int, bytes]:
    response = HTTPResponse(wire)
    response.begin()
    return response.status, response.read()


def test_a_question_is_asked_with_its_characters_as_they_are(desk: Desk) -> None:
    """As plain curl sends it, one request after another; what nobody can read is answered with what to do."""
    with served(build(Assistant(desk))) as site, _wire(site) as wire:
        for question in ("三件事是什么", "识字班"):
            wire.sendall(f"GET /api/ask?q={question} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            status, body = _read(wire)
            assert (200, question) == (status, json.loads(body)["question"])
        wire.sendall("书 /api/ask HTTP/1.1\r\n\r\n".encode())
        status, body = _read(wire)
        assert (400, True) == (status, b"--data-urlencode" in body)


async def _echo(_: Scope, receive: Receive, send: Send) -> None:
    body = b""
    while True:
        message = await receive()
        body += message["body"]
        if not message["more_body"]:
            break
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def test_what_looks_like_a_request_within_another_is_left_as_it_is() -> None:
    """Made longer, its end would be taken for a request of its own."""
    body = "GET /书 HTTP/1.1\r\n\r\n".encode()
    head = f"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
    with served(_echo, lifespan="off") as site, _wire(site) as wire:
        wire.sendall(head.encode())
        assert b"100 Continue" in wire.recv(100)
        wire.sendall(body)
        assert (200, body) == _read(wire)
