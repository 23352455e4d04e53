"""Headers of every response: nothing from elsewhere is loaded, no address leaks, nobody but Telegram frames a page."""

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "secured"]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: then a form of ours names no origin, and over plain HTTP nothing else tells that it is ours
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_TELEGRAM = "https://web.telegram.org"
_IN_TELEGRAM = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {_TELEGRAM}")
_WITH_A_KEY = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
"""Whether the key fits or not: nobody is to learn that from a header."""


def secured(app: ASGIApp, *, mini_app: bool = False) -> ASGIApp:
    """`app` with these headers on all it sends, errors included; `mini_app` is whether its pages open within Telegram."""

    async def with_headers(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                if mini_app and _is_page(scope["path"]):
                    # which of the two wins differs between browsers, and X-Frame-Options cannot name Telegram
                    del headers["X-Frame-Options"]
                    headers["Content-Security-Policy"] = _IN_TELEGRAM
                headers["Cache-Control"] = _freshness(scope, message["status"])
                if _has_key(scope):
                    headers.update(_WITH_A_KEY)
            await send(message)

        await app(scope, receive, sending)

    return with_headers


def _is_page(path: str) -> bool:
    """Whether it is where one asks, or the reader."""
    return path == "/" or path == "/a" or path.startswith("/a/")


def _has_key(scope: Scope) -> bool:
    query = scope.get("query_string", b"")
    # its letters may be written %6b, %65 and %79; few addresses hold any of these, and taking one apart takes time
    return any(part in query for part in (b"key", b"%6", b"%7")) and "key" in QueryParams(query)


def _freshness(scope: Scope, status: int) -> str:
    """Files whose address carries their hash stay; a page is as new as the shelf, and who asked what is private."""
    if scope.get("method") == "POST":
        return "private, no-store"
    stamped = scope["path"].startswith("/static/") and scope["query_string"].startswith(b"v=")
    return "public, max-age=31536000, immutable" if stamped and status == 200 else "private, no-cache"
