"""The operator's password, of which only an Argon2 hash is kept, in a file (RFC 9106)."""

import unicodedata
from pathlib import Path
from typing import Self

from bot.errors import ConfigurationError

__all__ = ["MIN_CHARACTERS", "Password", "hash_of"]

MIN_CHARACTERS = 12
_MAX_CHARACTERS = 1_000
_MAX_HASH_CHARACTERS = 1_000
_HOW = "make it with `zhaiyin password FILE`"


class Password:
    """A password that can be recognised, and is not known."""

    def __init__(self, hashed: str) -> None:
        self._hashed = hashed

    @classmethod
    def at(cls, file: Path) -> Self:
        """Return the password whose hash is in the file. Raises ConfigurationError if there is none."""
        # here and below: it takes 30 ms to import, and few operators set a password
        from argon2 import extract_parameters
        from argon2.exceptions import InvalidHashError

        try:
            with file.open(encoding="ascii") as opened:
                hashed = opened.read(_MAX_HASH_CHARACTERS).strip()
            extract_parameters(hashed)
        except OSError as error:
            why = f"{file} cannot be read ({error.strerror})"
            raise ConfigurationError(f"WEB_PASSWORD_FILE: {why}; {_HOW}") from None
        except (UnicodeDecodeError, InvalidHashError):
            raise ConfigurationError(f"WEB_PASSWORD_FILE: {file} holds no Argon2 hash; {_HOW}") from None
        return cls(hashed)

    def matches(self, typed: str) -> bool:
        """Return whether `typed` is the password; takes some 50 ms and 64 MB, whatever is typed."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return PasswordHasher().verify(self._hashed, _prepared(typed[:_MAX_CHARACTERS]))
        except (VerificationError, InvalidHashError):
            return False


def hash_of(typed: str) -> str:
    """Return the hash of a new password. Raises ConfigurationError for one that is too short or too long."""
    from argon2 import PasswordHasher

    if not MIN_CHARACTERS <= len(typed) <= _MAX_CHARACTERS:
        raise ConfigurationError(
            f"password: has {len(typed)} characters; take {MIN_CHARACTERS} to {_MAX_CHARACTERS:,}, such as a few words"
        )
    return PasswordHasher().hash(_prepared(typed))


def _prepared(typed: str) -> bytes:
    """Return the password's bytes, the same from every keyboard (RFC 8265)."""
    return unicodedata.normalize("NFC", typed).encode("utf-8", "surrogatepass")
