"""The person who opened a page within Telegram, as Telegram signs it."""

import hmac
import json
import logging
import re
from collections.abc import Callable
from time import time
from urllib.parse import parse_qsl

__all__ = ["InitData"]

_MAX_CHARACTERS, _MAX_FIELDS = 4096, 32
_MAX_AGE_S = 24 * 3600
_MAX_CLOCK_LEAD_S = 300
"""By this much Telegram's clock may be ahead of ours."""
_log = logging.getLogger(__name__)


class InitData:
    """Verifies Mini Apps' init data with the bot's `token`; without one nobody is known."""

    def __init__(self, token: str | None, now: Callable[[], float] = time) -> None:
        # "the secret key is the HMAC-SHA-256 signature of the bot's token with the constant string WebAppData used
        # as a key": core.telegram.org/bots/webapps, "Validating data received via the Mini App"
        self._key = hmac.digest(b"WebAppData", token.encode(), "sha256") if token else None
        self._now = now

    def person(self, init_data: str) -> int | None:
        """Return the id of the person who opened the page; None if the init data is empty or invalid."""
        if not init_data or self._key is None:
            return None
        try:
            return self._verify(init_data, self._key)
        except ValueError as error:
            # json and urllib quote what they cannot read
            reason = error.args[0] if type(error) is _Refusal else "malformed"
            _log.info("web: init data refused, %s: read as anonymous", reason)
            return None

    def _verify(self, init_data: str, key: bytes) -> int:
        if len(init_data) > _MAX_CHARACTERS:
            raise _Refusal("too long")
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=_MAX_FIELDS)
        fields = dict(pairs)
        if len(fields) < len(pairs):
            raise _Refusal("a field twice")
        sent = fields.pop("hash", "")
        # all other fields, `signature` too: it is left out only in the check with Telegram's public key
        data_check_string = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
        expected = hmac.digest(key, data_check_string.encode("utf-8", "replace"), "sha256").hex()
        if not hmac.compare_digest(expected.encode(), sent.encode("utf-8", "replace")):
            raise _Refusal("not signed for this bot")
        self._check_age(fields.get("auth_date", ""))
        return _id_of(json.loads(fields.get("user", "null")))

    def _check_age(self, auth_date: str) -> None:
        if not re.fullmatch(r"\d{1,12}", auth_date, re.ASCII):
            raise _Refusal("without a date")
        if not -_MAX_CLOCK_LEAD_S <= self._now() - int(auth_date) <= _MAX_AGE_S:
            raise _Refusal("stale")


class _Refusal(ValueError):
    """Init data that does not pass, with the reason in our own words."""


def _id_of(user: object) -> int:
    person = user.get("id") if isinstance(user, dict) else None
    if type(person) is not int or person <= 0:
        raise _Refusal("without a person")
    return person
