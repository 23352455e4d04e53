"""Persons, known only by a keyed hash."""

import hmac

__all__ = ["hashed"]


def hashed(secret: bytes, person: int | str) -> str:
    """64 hexadecimal digits: HMAC-SHA-256 (RFC 2104) under `secret` of the id; a name is a browser's, never an id."""
    name = str(person) if isinstance(person, int) else f"browser {person}"
    return hmac.digest(secret, name.encode(), "sha256").hex()
