"""What changes whenever a folder does, or the code that reads it."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import bot
from bot.folder import files_in

__all__ = ["folder_state", "is_noted", "noted"]

_SETTLED_NS = 2_000_000_000
"""A file that changed less than this ago may change again without a later time: FAT counts in two seconds."""


def folder_state(folder: Path) -> str:
    """Return what changes whenever a file in `folder` or our own code does; empty while a file may be changing."""
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape"))
    settled = time.time_ns() - _SETTLED_NS
    for name, *numbers, changed in _stamps(folder):
        if changed > settled:
            return ""
        digest.update(f"{name!r} {numbers} {changed}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def noted(state: str, revision: int | None) -> str:
    """Return what is written down once the public shelf of this revision was like the folder in this state."""
    return f"{state} {revision}"


def is_noted(note: Path, state: str, revision: int | None) -> bool:
    """Return whether the file `note` says that the shelf was like the folder and neither changed since."""
    with suppress(OSError, ValueError):
        return note.read_text(encoding="ascii") == noted(state, revision)
    return False


def _stamps(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, inode, size and the later time of change of each file of the folder, and of the readers' code."""
    code = Path(bot.__file__).parent
    of_code = (file for package in ("model", "readers") for file in sorted((code / package).rglob("*.py")))
    for file in (*files_in(folder, "*.md"), code / "folder.py", *of_code):
        with suppress(OSError):
            found = file.stat()
            yield file.name, found.st_ino, found.st_size, max(found.st_mtime_ns, found.st_ctime_ns)
