"""Persons, known only by a keyed hash."""

import hmac

from sqlalchemy import Connection, select

from bot.storage.schema import secrets

__all__ = ["hashed", "secret"]


def secret(connection: Connection) -> bytes:
    """The database's own random secret, made by the migration that made its table."""
    value: bytes = connection.execute(select(secrets.c.value).where(secrets.c.name == "persons")).scalar_one()
    return value


def hashed(secret: bytes, person_id: int) -> str:
    """64 hexadecimal digits: HMAC-SHA-256 (RFC 2104) of the id under `secret`."""
    return hmac.digest(secret, str(person_id).encode(), "sha256").hex()
