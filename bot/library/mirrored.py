"""A note of how a folder was mirrored, so that one that did not change is not read at every start."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import bot
from bot.errors import UnknownShelf, UnreadableArticle
from bot.library.corpus import mirror
from bot.library.library import Library
from bot.readers.folder import files_in

__all__ = ["mirror_changes"]

_SETTLED_NS = 2_000_000_000
"""A file that changed less than this ago may change again without a later time: FAT counts in two seconds."""


def mirror_changes(library: Library, folder: Path, note: Path) -> tuple[UnreadableArticle, ...]:
    """Mirror `folder`, unless the file `note` says that the shelf was like it and neither changed since.

    Returns the errors of the files that cannot be read. The note is written once mirroring changed nothing and
    all files could be read. Raises ConfigurationError if `folder` is not a folder.
    """
    state, revision = _state(folder), _revision(library)
    seen = f"{state} {revision}"
    with suppress(OSError, ValueError):
        if note.read_text(encoding="ascii") == seen:
            return ()
    failures = mirror(library, folder)
    if state and not failures and revision is not None and revision == _revision(library):
        with suppress(OSError):
            note.write_text(seen, encoding="ascii")
    return failures


def _revision(library: Library) -> int | None:
    try:
        return library.revision()
    except UnknownShelf:
        return None


def _state(folder: Path) -> str:
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


def _stamps(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, inode, size and the later time of change of each file of the folder, and of the readers' code."""
    code = Path(bot.__file__).parent
    of_code = (file for package in ("model", "readers") for file in sorted((code / package).rglob("*.py")))
    for file in (*files_in(folder, "*.md"), *of_code):
        with suppress(OSError):
            found = file.stat()
            yield file.name, found.st_ino, found.st_size, max(found.st_mtime_ns, found.st_ctime_ns)
