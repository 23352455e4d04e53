"""Files that are there whole or not at all, also after a power cut."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

__all__ = ["locked", "require_space", "sweep", "whole_file"]

_UNFINISHED = ".new"
_SPARE_BYTES = 100_000_000
"""What is left of a disk for those who need it more, such as the library."""


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """Yield what to write to; it takes the place of `file` once the disk has it. Raises OSError, and leaves nothing."""
    unfinished = file.with_name(f"{file.name}.{uuid4().hex[:12]}{_UNFINISHED}")
    try:
        with unfinished.open("xb") as out:
            _lock(out)
            yield out
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
        _sync_folder(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the unfinished files that nobody writes any more."""
    for unfinished in folder.glob(f"*{_UNFINISHED}"):
        # one that is being written is locked, or on Windows cannot be removed
        with suppress(OSError), unfinished.open("rb") as left:
            _lock(left)
            unfinished.unlink()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock that the file stands for. Raises OSError if somebody else, in any process, holds it."""
    with file.open("ab") as held:
        _lock(held)
        yield


def require_space(folder: Path, size: int) -> None:
    """Raise OSError if `size` more bytes would take the last of the disk."""
    free = shutil.disk_usage(folder).free
    if free - size < _SPARE_BYTES:
        raise OSError(f"only {free // 1_000_000} MB of the disk are free")


def _lock(file: BinaryIO) -> None:
    """Lock the open file until it is closed. Raises OSError if somebody else has."""
    with suppress(ImportError):  # Windows has no such module, and refuses to remove what is open
        from fcntl import LOCK_EX, LOCK_NB, flock

        flock(file, LOCK_EX | LOCK_NB)


def _sync_folder(folder: Path) -> None:
    """Write the folder's names to the disk, where a folder can be opened."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
