"""What the Bot API server answers: whether it did what it was asked, and whether that can be read."""

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus

from telegram import BotCommand, BotDescription, BotShortDescription, File, Message, SentGuestMessage, User
from telegram.error import NetworkError

__all__ = ["ConfirmedBadly", "Undone", "check", "message_id_of"]

# what python-telegram-bot reads of a result; of others it hands out what came, or only that it worked
_READERS: Mapping[str, Callable[..., object]] = {
    "answerGuestQuery": SentGuestMessage.de_json,
    "editMessageText": Message.de_json,
    "getFile": File.de_json,
    "getMe": User.de_json,
    "getMyCommands": BotCommand.de_list,
    "getMyDescription": BotDescription.de_json,
    "getMyShortDescription": BotShortDescription.de_json,
    "sendMessage": Message.de_json,
}
_REFUSALS = frozenset({400, 401, 403, 404, 409})
_MOST_S = 10**9
_MESSAGE_ID = re.compile(rb'"message_id"\s*:\s*(\d{1,18})')


class ConfirmedBadly(NetworkError):
    """The server did it, and what it says of it cannot be read; `message_id` is that of the message, if it came to that."""

    def __init__(self, message_id: int | None = None, reason: str = "the answer breaks off") -> None:
        super().__init__(reason)
        self.message_id = message_id


class Undone(NetworkError):
    """The server says that it did not do it."""


def check(method: str, status: int, body: bytes) -> None:
    """Raise NetworkError unless the answer is a result that can be read, or one of the refusals that there are."""
    answer = _object_in(body)
    if answer is None:
        _raise_broken(status, body)
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Undone(f"{status}")
    elif status != HTTPStatus.OK:
        if not _is_refusal(status, answer):
            raise Undone(f"{status}")
    elif answer.get("ok") is not True:
        raise Undone(f"{status}, and not ok")
    elif not _is_readable(method, answer.get("result")):
        raise ConfirmedBadly(message_id_of(answer.get("result")), "the result cannot be read")


def message_id_of(result: object) -> int | None:
    """Return the number of the message that a result tells of; None if it has none."""
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if type(number) is int else None


def _object_in(body: bytes) -> dict[str, object] | None:
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _raise_broken(status: int, body: bytes) -> None:
    if status != HTTPStatus.OK:
        # a proxy between, or the server in trouble
        raise Undone(f"{status}, and no JSON")
    if re.match(rb'\s*\{\s*"ok"\s*:\s*true', body):
        found = _MESSAGE_ID.search(body)
        raise ConfirmedBadly(int(found[1]) if found else None)
    raise NetworkError("no JSON")


def _is_refusal(status: int, answer: Mapping[str, object]) -> bool:
    """Return whether python-telegram-bot can tell what it is: of any other it would say that there was no word."""
    parameters = answer.get("parameters") or {}
    if not isinstance(parameters, dict) or any(type(value) is not int for value in parameters.values()):
        return False
    after = parameters.get("retry_after", 0)
    if not isinstance(answer.get("description", ""), str) or not 0 <= after <= _MOST_S:
        return False
    return status in _REFUSALS or bool(after)


def _is_readable(method: str, result: object) -> bool:
    if result is None:
        return False
    reader = _READERS.get(method)
    if reader is None or result is True:
        return True
    try:
        reader(result, None)
    except Exception:  # noqa: BLE001  # whatever a field that is missing or new makes it raise
        return False
    return True
