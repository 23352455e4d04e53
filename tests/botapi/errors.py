"""The one error a method raises: Telegram's own shape of a refusal."""

from __future__ import annotations

from .model import Json

_PHRASES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
}


class ApiError(Exception):
    """A refusal with its HTTP code, its description and the optional `parameters`."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def json(self) -> Json:
        """The body of the HTTP answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def refusal(code: int, reason: str, parameters: Json | None = None) -> ApiError:
    """An error whose description begins with the phrase of its code: `Bad Request: chat not found`."""
    return ApiError(code, f"{_PHRASES.get(code, 'Error')}: {reason}", parameters)


def bad(reason: str, parameters: Json | None = None) -> ApiError:
    """`400 Bad Request: reason`."""
    return refusal(400, reason, parameters)


def forbidden(reason: str) -> ApiError:
    """`403 Forbidden: reason`."""
    return refusal(403, reason)
