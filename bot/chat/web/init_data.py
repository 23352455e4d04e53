"""Who opened a page within Telegram, as Telegram says and signs it."""

import hmac
import json
import logging
import re
from collections.abc import Callable
from time import time
from urllib.parse import parse_qsl

__all__ = ["InitData"]

_LONGEST, _FIELDS = 4096, 32
_VALID_S, _AHEAD_S = 24 * 3600, 300
"""How old it may be, and by how much Telegram's clock may be ahead of ours."""
_log = logging.getLogger(__name__)


class InitData:
    """Verifies Mini Apps' init data with the bot's `token`; without one nobody is known."""

    def __init__(self, token: str | None, now: Callable[[], float] = time) -> None:
        # "the secret key is the HMAC-SHA-256 signature of the bot's token with the constant string WebAppData used
        # as a key": core.telegram.org/bots/webapps, "Validating data received via the Mini App"
        self._key = hmac.digest(b"WebAppData", token.encode(), "sha256") if token else None
        self._now = now

    def person(self, init_data: str) -> int | None:
        """The id of who opened the page; None where nothing is said, or where it is forged, stale or no init data."""
        if not init_data or self._key is None:
            return None
        try:
            return self._verified(init_data, self._key)
        except ValueError as error:
            # json and urllib quote what they cannot read
            reason = error.args[0] if type(error) is _Refused else "malformed"
            _log.info("web: init data refused, %s: read as anonymous", reason)
            return None

    def _verified(self, init_data: str, key: bytes) -> int:
        if len(init_data) > _LONGEST:
            raise _Refused("too long")
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=_FIELDS)
        fields = dict(pairs)
        if len(fields) < len(pairs):
            raise _Refused("a field twice")
        signed = fields.pop("hash", "")
        # all other fields, `signature` too: that one is left out only where Telegram's public key is checked against
        checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
        expected = hmac.digest(key, checked.encode("utf-8", "replace"), "sha256").hex()
        if not hmac.compare_digest(expected.encode(), signed.encode("utf-8", "replace")):
            raise _Refused("not signed for this bot")
        self._check_age(fields.get("auth_date", ""))
        return _id_of(json.loads(fields.get("user", "null")))

    def _check_age(self, auth_date: str) -> None:
        if not re.fullmatch(r"\d{1,12}", auth_date, re.ASCII):
            raise _Refused("without a date")
        if not -_AHEAD_S <= self._now() - int(auth_date) <= _VALID_S:
            raise _Refused("stale")


class _Refused(ValueError):
    """What is wrong, in words of ours."""


def _id_of(user: object) -> int:
    person = user.get("id") if isinstance(user, dict) else None
    if type(person) is not int or person <= 0:
        raise _Refused("without a person")
    return person
