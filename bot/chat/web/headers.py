"""Security headers: pages load nothing from elsewhere and leak no address; only Telegram frames them."""

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "with_security_headers"]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: our forms would then name no origin, and over plain HTTP nothing else shows that they are ours
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_TELEGRAM_ORIGIN = "https://web.telegram.org"
_POLICY_IN_TELEGRAM = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {_TELEGRAM_ORIGIN}")
_PRIVATE_HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
"""Sent whether a key fits or not, so that nobody learns it from a header, and with all that is about adding."""


def with_security_headers(app: ASGIApp, *, mini_app: bool = False) -> ASGIApp:
    """Wrap `app` so that all its responses, errors too, have these headers.

    `mini_app` is whether pages open within Telegram.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if mini_app and _is_page(scope["path"]):
                    # browsers differ in which of the two wins, and X-Frame-Options cannot name Telegram
                    del headers["X-Frame-Options"]
                    headers["Content-Security-Policy"] = _POLICY_IN_TELEGRAM
                headers["Cache-Control"] = _cache_control(scope, message["status"])
                if _has_key(scope) or _is_adding(scope["path"]):
                    headers.update(_PRIVATE_HEADERS)
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def _is_page(path: str) -> bool:
    """Return whether the path is one of the chat page, the shelf or the reader."""
    return path == "/" or path == "/a" or path.startswith("/a/")


def _is_adding(path: str) -> bool:
    return path == "/add" or path.startswith("/add/")


def _has_key(scope: Scope) -> bool:
    query = scope.get("query_string", b"")
    # its letters may be written %6b, %65 and %79; few addresses hold any of these, and parsing a query takes time
    return any(sign in query for sign in (b"key", b"%6", b"%7")) and "key" in QueryParams(query)


def _cache_control(scope: Scope, status: int) -> str:
    """Return `Cache-Control`: files with a hash in their address are kept, all else is checked anew."""
    if scope.get("method") == "POST":
        return "private, no-store"
    stamped = scope["path"].startswith("/static/") and scope["query_string"].startswith(b"v=")
    return "public, max-age=31536000, immutable" if stamped and status == 200 else "private, no-cache"
