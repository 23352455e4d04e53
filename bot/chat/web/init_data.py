"""The person who opened a page within Telegram, as Telegram signs it."""

import hmac
import json
import logging
import re
import threading
from collections.abc import Callable
from time import time
from urllib.parse import parse_qsl

__all__ = ["InitData"]

_MAX_CHARACTERS, _MAX_FIELDS = 4096, 32
_MAX_AGE_S = 3600.0
"""How long after its opening a page may vote in a person's name."""
_KEY_AGE_S = 300.0
"""How long after its opening a page may fetch the key, which is once."""
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
        self._used: dict[str, float] = {}
        self._using = threading.Lock()

    def person(self, init_data: str) -> int | None:
        """Return the id of the person who opened the page; None if the init data is empty, invalid or an hour old."""
        return self._person(init_data, _MAX_AGE_S, once=False)

    def person_once(self, init_data: str) -> int | None:
        """Return the same in the first five minutes, and never twice for one opening: whoever overhears it is late."""
        return self._person(init_data, _KEY_AGE_S, once=True)

    def _person(self, init_data: str, max_age_s: float, *, once: bool) -> int | None:
        if not init_data or self._key is None:
            return None
        try:
            fields = self._verified(init_data, self._key)
            self._check_age(fields.get("auth_date", ""), max_age_s)
            person = _id_of(json.loads(fields.get("user", "null")))
            if once:
                self._use(fields["hash"])
        except ValueError as error:
            # json and urllib quote what they cannot read
            reason = error.args[0] if type(error) is _Refusal else "malformed"
            _log.info("web: init data refused, %s: read as anonymous", reason)
            return None
        return person

    def _verified(self, init_data: str, key: bytes) -> dict[str, str]:
        """Return the fields, signed by Telegram."""
        if len(init_data) > _MAX_CHARACTERS:
            raise _Refusal("too long")
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=_MAX_FIELDS)
        fields = dict(pairs)
        if len(fields) < len(pairs):
            raise _Refusal("a field twice")
        # all other fields, `signature` too: it is left out only in the check with Telegram's public key
        signed = sorted((name, value) for name, value in fields.items() if name != "hash")
        data_check_string = "\n".join(f"{name}={value}" for name, value in signed)
        expected = hmac.digest(key, data_check_string.encode("utf-8", "replace"), "sha256").hex()
        if not hmac.compare_digest(expected.encode(), fields.get("hash", "").encode("utf-8", "replace")):
            raise _Refusal("not signed for this bot")
        return fields

    def _check_age(self, auth_date: str, max_age_s: float) -> None:
        if not re.fullmatch(r"\d{1,12}", auth_date, re.ASCII):
            raise _Refusal("without a date")
        if not -_MAX_CLOCK_LEAD_S <= self._now() - int(auth_date) <= max_age_s:
            raise _Refusal("stale")

    def _use(self, signature: str) -> None:
        """Note that it was used; what is too old by now is refused anyway and need not be remembered."""
        now = self._now()
        with self._using:
            if signature in self._used:
                raise _Refusal("used before")
            self._used[signature] = now
            for used in [
                used for used, at in self._used.items() if now - at > _KEY_AGE_S + _MAX_CLOCK_LEAD_S
            ]:
                del self._used[used]


class _Refusal(ValueError):
    """Init data that does not pass, with the reason in our own words."""


def _id_of(user: object) -> int:
    person = user.get("id") if isinstance(user, dict) else None
    if type(person) is not int or person <= 0:
        raise _Refusal("without a person")
    return person
