"""The address at which a platform hands over its updates."""

import json

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.assistant.hook import Hook
from bot.errors import LibraryUnavailable

__all__ = ["hook_route"]

_SECRET = "X-Telegram-Bot-Api-Secret-Token"
_MAX_BYTES = 1_000_000
"""An update is a message of at most 4,096 characters, and what it answers."""


def hook_route(hook: Hook) -> Route:
    """Return the route that takes updates: 200 once one is stored, 503 if the platform has to keep it."""

    async def take(request: Request) -> Response:
        if not hook.knows(request.headers.get(_SECRET, "")):
            return _said(403)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _said(415)
        body = await _body(request)
        if body is None:
            return _said(413)
        try:
            update: object = json.loads(body)
        except (ValueError, RecursionError):
            return _said(400)
        try:
            await hook.receive(update)
        except LibraryUnavailable:
            return _said(503)
        return _said(200)

    return Route(hook.path, take, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """Return the body; None if it is larger than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            return None
    return bytes(body)


def _said(status: int) -> Response:
    return PlainTextResponse("", status)
