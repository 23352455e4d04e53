"""The addresses of a cluster's nodes, as CLUSTER_URL lists them, and what is secret in them."""

import base64
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from bot.database_url import secrets_in

__all__ = ["Host", "cluster_secrets", "hosts_in"]

_MAX_HOSTS = 50
_API_KEY = "apikey"
"""The user name before a password that is an API key."""


class Host(NamedTuple):
    """Where a node answers, and the header that lets us in, empty if everybody may."""

    url: str
    authorization: str


def hosts_in(text: str) -> tuple[Host, ...]:
    """Return the hosts of comma-separated addresses, in their order.

    Raises ValueError, with a reason that shows nothing of them.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > _MAX_HOSTS:
        raise ValueError(f"give at most {_MAX_HOSTS} addresses")
    return tuple(dict.fromkeys(_host(part) for part in parts))


def cluster_secrets(text: str) -> tuple[str, ...]:
    """Return what must not be shown of the addresses, the longest first."""
    # a comma in a password splits it here as it does for `hosts_in`: both halves are kept from sight
    whole = secrets_in(text)
    found = {secret for part in text.split(",") for secret in secrets_in(part.strip())}
    for part in text.split(","):
        try:
            found.add(_host(part.strip()).authorization.partition(" ")[2])
        except ValueError:
            continue
    return tuple(sorted({*whole, *found} - {""}, key=len, reverse=True))


def _host(text: str) -> Host:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.path not in {"", "/"} or parts.query or parts.fragment or not text.isprintable():
        raise ValueError(
            "give addresses like http://127.0.0.1:9200 or https://user:password@host:9200, separated by commas; "
            "in a password , @ : and / are written %2C %40 %3A %2F"
        )
    place = parts.netloc.rpartition("@")[2]
    return Host(f"{parts.scheme}://{place}", _authorization(parts))


def _authorization(parts: SplitResult) -> str:
    if parts.username is None and parts.password is None:
        return ""
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user.lower() == _API_KEY:
        return f"ApiKey {password}"
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
