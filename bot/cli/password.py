"""`zhaiyin password`: the hash of a password, for adding articles in the browser."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.assistant.password import hash_of
from bot.errors import ConfigurationError

__all__ = ["password"]

_OWNER_ONLY = 0o600


def password(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to write it, for WEB_PASSWORD_FILE.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Make the hash of a password, and write or print it; articles can then be added in the browser.

    The password is asked for twice at a terminal; otherwise it is the first line of standard input.
    """
    if file is not None and file.exists() and not force:
        raise ConfigurationError(f"{file}: is there already; choose another name, or add --force")
    hashed = hash_of(_typed())
    if file is None:
        print(hashed)
        return
    _write(file, f"{hashed}\n")
    print(f"written: {file}")


def _typed() -> str:
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def _write(file: Path, text: str) -> None:
    """Write the file anew, for its owner alone."""
    try:
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w") as opened:
            opened.write(text)
    except OSError as error:
        raise ConfigurationError(
            f"{file}: cannot be written ({error.strerror}); choose another name"
        ) from None
