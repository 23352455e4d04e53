"""The database's own secrets, the signatures made with them, and the hashes that stand for persons."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from bot.storage.schema import secrets

__all__ = ["PersonId", "person_hash", "rotate", "secret", "signature", "valid_secrets"]

_SIGNATURE_BYTES, _SECRET_BYTES = 16, 32


class PersonId(NamedTuple):
    """A person: the platform, and the id or name there."""

    platform: str
    id: int | str


def secret(connection: Connection, name: str) -> bytes:
    """Return the random secret of that name, made by the migration that first needed it."""
    value: bytes = connection.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one()
    return value


def valid_secrets(connection: Connection, name: str, now: datetime) -> tuple[bytes, ...]:
    """Return the secret of that name, and after it those that it replaced and that are still believed."""
    rows = connection.execute(select(secrets.c.name, secrets.c.value).where(secrets.c.name.like(f"{name} %")))
    earlier = [value for stored, value in rows if _ends(stored) > now.timestamp()]
    return (secret(connection, name), *earlier)


def rotate(connection: Connection, name: str, now: datetime, believed: timedelta) -> None:
    """Replace the secret of that name; what was signed with the one before is believed that long."""
    before = secret(connection, name)
    rows = connection.execute(select(secrets.c.name).where(secrets.c.name.like(f"{name} %"))).scalars().all()
    ends = (now + believed).timestamp()
    for stored in rows:
        # nothing is believed longer than it was to be, nor longer than what is replaced now
        if _ends(stored) <= now.timestamp() or not believed:
            connection.execute(delete(secrets).where(secrets.c.name == stored))
    if believed:
        label = f"{name} {ends:.6f}"
        connection.execute(insert(secrets).values(name=label, value=before))
    fresh = token_bytes(_SECRET_BYTES)
    connection.execute(update(secrets).where(secrets.c.name == name).values(value=fresh))


def _ends(stored: str) -> float:
    """Return until when (Unix time) a secret is believed that was stored under `name until`."""
    return float(stored.rpartition(" ")[2])


def signature(secret: bytes, *parts: str) -> str:
    """Return 22 characters of `[A-Za-z0-9_-]` that sign the parts in this order.

    They are half of the parts' HMAC-SHA-256 (RFC 2104, section 5).
    """
    digest = hmac.digest(secret, json.dumps(parts).encode(), "sha256")
    return urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode().rstrip("=")


def person_hash(secret: bytes, person: PersonId) -> str:
    """Return the HMAC-SHA-256 (RFC 2104) of the platform and the id there: 64 hexadecimal digits."""
    # persons hashed before there were other platforms keep their hashes
    prefix = {"telegram": "", "web": "browser "}.get(person.platform, f"{person.platform} ")
    return hmac.digest(secret, f"{prefix}{person.id}".encode(), "sha256").hex()
