"""The database's own secrets, the signatures made with them, and the hashes that stand for persons."""

import hmac
import json
from base64 import urlsafe_b64encode
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.storage.schema import secrets

__all__ = ["PersonId", "person_hash", "secret", "signature"]

_SIGNATURE_BYTES = 16


class PersonId(NamedTuple):
    """A person: the platform, and the id or name there."""

    platform: str
    id: int | str


def secret(connection: Connection, name: str) -> bytes:
    """Return the random secret of that name, made by the migration that first needed it."""
    value: bytes = connection.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one()
    return value


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
