"""What goes wrong, told to the reader in their language; to a program as JSON."""

import logging
from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.chat.web.opening import public_visit
from bot.chat.web.templates import Templates
from bot.errors import LibraryUnavailable, UnknownShelf

__all__ = ["faults"]

_TOLD = frozenset({400, 403, 404, 405, 409, 429, 500, 503})
_log = logging.getLogger(__name__)

Handler = Callable[[Request, Exception], Response]


def faults(templates: Templates) -> Mapping[type[Exception], Handler]:
    """For each kind of fault what answers it: with a page, to a program with an object."""

    def told(request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
        status = status if status in _TOLD else 400
        visit = public_visit(request)
        message = visit.conversation.say(f"web.fault_{status}")
        if request.url.path.startswith("/api/") or request.headers.get("accept") == "application/json":
            return JSONResponse({"error": message}, status, headers)
        # links without a key, also where it fits: what is not there must look the same with every key
        response = templates.page(request, "fault.html", visit, status, code=status, message=message)
        response.headers.update(headers or {})
        return response

    def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return told(request, error.status_code, error.headers)
        return told(request, 500)

    def unavailable(request: Request, error: Exception) -> Response:
        _log.warning("web: %s", error)
        return told(request, 503)

    def gone(request: Request, _: Exception) -> Response:
        return told(request, 404)

    return {HTTPException: refused, UnknownShelf: gone, LibraryUnavailable: unavailable, Exception: refused}
