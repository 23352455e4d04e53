"""The database's own secrets, what is signed with them, and the hashes that stand for persons."""

import hmac
import json
from base64 import urlsafe_b64encode
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.storage.schema import secrets

__all__ = ["PersonId", "person_hash", "secret", "signature"]

_BYTES = 16


class PersonId(NamedTuple):
    """A person: the platform, and the id or name there."""

    platform: str
    id: int | str


def secret(connection: Connection, name: str) -> bytes:
    """The random secret of that name, made by the migration that first needed it."""
    value: bytes = connection.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one()
    return value


def signature(secret: bytes, *parts: str) -> str:
    """22 characters of `[A-Za-z0-9_-]`: half of HMAC-SHA-256 (RFC 2104, section 5) of the parts, in this order."""
    digest = hmac.digest(secret, json.dumps(parts).encode(), "sha256")
    return urlsafe_b64encode(digest[:_BYTES]).decode().rstrip("=")


def person_hash(secret: bytes, person: PersonId) -> str:
    """64 hexadecimal digits: HMAC-SHA-256 (RFC 2104) under `secret` of the platform and the id there."""
    # what was hashed before there were more platforms keeps its hash
    prefix = {"telegram": "", "web": "browser "}.get(person.platform, f"{person.platform} ")
    return hmac.digest(secret, f"{prefix}{person.id}".encode(), "sha256").hex()
