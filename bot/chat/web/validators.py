"""Validators: a page or object that a reader has already is not sent again (RFC 9110, 8.8.3 and 13.1.2)."""

from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Validated"]

_STILL_SENT = ("content-language", "vary", "link")


class Validated:
    """Middleware that gives what is read an ETag, and answers 304 to who names the same one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and hold the response back until its ETag is known."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        known = _tags(Headers(scope=scope).get("if-none-match", ""))
        start: Message = {}
        body = b""

        async def hold(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                for held in _validated(start, body, known):
                    await send(held)

        await self._app(scope, receive, hold)


def _validated(start: Message, body: bytes, known: frozenset[str]) -> tuple[Message, Message]:
    """Return the response with its ETag, or without a body if the ETag is `known`."""
    if start["status"] != 200:
        return start, {"type": "http.response.body", "body": body}
    headers = MutableHeaders(raw=list(start["headers"]))
    # weak: compressed or not, the same tag
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers["ETag"] = f"W/{tag}"
    if tag not in known and "*" not in known:
        return {**start, "headers": headers.raw}, {"type": "http.response.body", "body": body}
    kept = [(name, value) for name, value in headers.raw if name.decode() in (*_STILL_SENT, "etag")]
    return {**start, "status": 304, "headers": kept}, {"type": "http.response.body", "body": b""}


def _tags(header: str) -> frozenset[str]:
    """Return the tags of If-None-Match, which are compared as weak ones."""
    return frozenset(tag.strip().removeprefix("W/") for tag in header[:1000].split(",") if tag.strip())
