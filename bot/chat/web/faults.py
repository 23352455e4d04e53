"""Faults of a request, each with a code that programs can rely on."""

from starlette.exceptions import HTTPException

from bot.errors import ArchiveUnavailable

__all__ = ["CODES", "Fault", "code_of", "message_key"]

_BY_STATUS = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "read_only",
    409: "changed",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}
_SPECIFIC = (
    "no_question",
    "question_too_long",
    "after_too_long",
    "request_too_long",
    "bad_article",
    "bad_limit",
    "bad_page",
    "unknown_order",
    "unknown_style",
)
_ARCHIVE = "archive_unavailable"
CODES = (*_SPECIFIC, *_BY_STATUS.values(), _ARCHIVE)
"""All codes, those of the request's own parameters first."""


class Fault(HTTPException):
    """A request that makes no sense (status 400), and why: one of the specific codes."""

    def __init__(self, code: str) -> None:
        super().__init__(400, code)
        self.code = code


def code_of(error: Exception, status: int) -> str:
    """Return the code of the error, which is answered with `status`."""
    if isinstance(error, ArchiveUnavailable):
        return _ARCHIVE
    return error.code if isinstance(error, Fault) else _BY_STATUS[status]


def message_key(code: str) -> str:
    """Return the key of the message that says it to a person."""
    status = next((status for status, named in _BY_STATUS.items() if named == code), None)
    return f"web.fault_{status or code}"
