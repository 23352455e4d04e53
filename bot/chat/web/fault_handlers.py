"""Handlers that report a fault: to a reader with a page in their language, to a program as JSON (RFC 9457)."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.chat.web.faults import code_of, message_key
from bot.chat.web.templates import Templates
from bot.chat.web.visits import public_visit
from bot.errors import LibraryUnavailable, UnknownShelf

__all__ = ["fault_handlers"]

_STATUSES_WITH_MESSAGE = frozenset({400, 403, 404, 405, 409, 429, 500, 503})
_TOLD_S = 60.0
_log = logging.getLogger(__name__)

Handler = Callable[[Request, Exception], Response]


def fault_handlers(templates: Templates) -> Mapping[type[Exception], Handler]:
    """Return a handler for each kind of fault; it sends a page, or JSON to a program."""

    told = _Told()

    def response_to(
        request: Request, error: Exception, status: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        status = status if status in _STATUSES_WITH_MESSAGE else 400
        visit, code = public_visit(request), code_of(error, status)
        message = visit.conversation.say(message_key(code))
        if request.url.path.startswith("/api/"):
            return _problem(status, code, message, headers)
        if request.headers.get("accept") == "application/json":
            return JSONResponse({"error": message}, status, headers)
        # links without a key, even if it fits: what is not there must look the same with every key
        response = templates.page(request, "fault.html", visit, status, code=status, message=message)
        response.headers.update(headers or {})
        return response

    def on_error(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return response_to(request, error, error.status_code, error.headers)
        return response_to(request, error, 500)

    def on_unavailable(request: Request, error: Exception) -> Response:
        told.warn(error)
        return response_to(request, error, 503)

    def on_unknown_shelf(request: Request, error: Exception) -> Response:
        return response_to(request, error, 404)

    return {
        HTTPException: on_error,
        ClientDisconnect: _to_nobody,
        UnknownShelf: on_unknown_shelf,
        LibraryUnavailable: on_unavailable,
        Exception: on_error,
    }


class _Told:
    """What the log is told once a minute, however many ask while the database is away."""

    def __init__(self) -> None:
        self._at: float | None = None

    def warn(self, error: Exception) -> None:
        """Write the line if the last one is a minute old."""
        now = monotonic()
        if self._at is None or now - self._at > _TOLD_S:
            self._at = now
            _log.warning("web: %s", error)


def _to_nobody(_: Request, __: Exception) -> Response:
    """Return what the reader who is gone does not get."""
    return Response(status_code=400)


def _problem(status: int, code: str, message: str, headers: Mapping[str, str] | None) -> Response:
    """Return the fault for a program (RFC 9457)."""
    problem = {
        "type": f"/api#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": message,
    }
    return JSONResponse(problem, status, headers, media_type="application/problem+json")
