"""Secrets that lie in files of their own, as Docker and systemd hand them over: `NAME_FILE` instead of `NAME`."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["SECRETS", "SecretFiles", "read_secret_files"]

SECRETS = ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "WEBHOOK_SECRET", "CLUSTER_URL")
_SUFFIX = "_FILE"
_MAX_BYTES = 10_000


class SecretFiles(NamedTuple):
    """The secrets by the names of their settings, and what is wrong with the other files."""

    values: Mapping[str, str]
    faults: tuple[str, ...]


def read_secret_files(given: Mapping[str, str]) -> SecretFiles:
    """Return what the files hold that `given`, settings by their names, leads to; no fault shows what is in one."""
    upper = {name.upper(): value for name, value in given.items() if value}
    values, faults = dict[str, str](), list[str]()
    for name in SECRETS:
        file = upper.get(name + _SUFFIX)
        if file is None:
            continue
        if name in upper:
            faults.append(f"{name}{_SUFFIX}: {name} is set as well; leave out one of the two")
            continue
        try:
            values[name] = _secret_in(file)
        except OSError as error:
            faults.append(f"{name}{_SUFFIX}: the file cannot be read ({error.strerror})")
        except (ValueError, RuntimeError) as error:
            faults.append(f"{name}{_SUFFIX}: {error}")
    return SecretFiles(values, tuple(faults))


def _secret_in(file: str) -> str:
    """Return the one line of the file. Raises OSError, ValueError if it holds none, RuntimeError for a ~ without home."""
    with Path(file).expanduser().open("rb") as opened:
        content = opened.read(_MAX_BYTES + 1)
    try:
        secret = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        secret = ""
    if not secret or len(content) > _MAX_BYTES or not secret.isprintable():
        raise ValueError("the file has to hold the secret alone, in one line")
    return secret
