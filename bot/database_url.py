"""Addresses of databases: that of a file, the secrets in one, and text without them."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, unquote_plus

__all__ = ["blacked_out", "secrets_in", "sqlite_url"]

_IS_SECRET = re.compile(r"pass|secret|key|token|cert|options|service", re.IGNORECASE)
_SHORTEST = 3
"""Blacked out everywhere, anything shorter would take words along."""


def sqlite_url(file: Path) -> str:
    """Return the address of that SQLite file and no other, whatever its name holds."""
    return "sqlite:///" + re.sub(r"[%?#\x00-\x1f\x7f]", lambda found: f"%{ord(found[0]):02X}", str(file))


def secrets_in(url: str) -> tuple[str, ...]:
    """Return what must not be shown of the address, as it is written there and as it is meant; the longest first."""
    secrets = set[str]()
    place, _, query = url.partition("?")
    # up to the last @: a password in which it is not written %40 is a secret all the same
    user = place.partition("://")[2].rpartition("@")[0]
    written = [user.partition(":")[2]]
    written += [value for name, _, value in _pairs(query) if _IS_SECRET.search(unquote_plus(name))]
    for secret in written:
        secrets |= {secret, unquote(secret), unquote_plus(secret), *secret.split("@")}
    return tuple(sorted((secret for secret in secrets if len(secret) >= _SHORTEST), key=len, reverse=True))


def blacked_out(text: str, secrets: Iterable[str]) -> str:
    """Return the text with *** in place of each secret."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


def _pairs(query: str) -> list[tuple[str, str, str]]:
    return [pair.partition("=") for pair in re.split("[&;]", query)]
