"""The database's own secrets, and what is signed with them."""

import hmac
import json
from base64 import urlsafe_b64encode

from sqlalchemy import Connection, select

from bot.storage.schema import secrets

__all__ = ["secret", "signature"]

_BYTES = 16


def secret(connection: Connection, name: str) -> bytes:
    """The random secret of that name, made by the migration that first needed it."""
    value: bytes = connection.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one()
    return value


def signature(secret: bytes, *parts: str) -> str:
    """22 characters of `[A-Za-z0-9_-]`: half of HMAC-SHA-256 (RFC 2104, section 5) of the parts, in this order."""
    digest = hmac.digest(secret, json.dumps(parts).encode(), "sha256")
    return urlsafe_b64encode(digest[:_BYTES]).decode().rstrip("=")
