"""Files for their owner alone."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

__all__ = ["make_private", "match_mode", "private_folder"]

_OTHERS = 0o077


def private_folder(folder: Path) -> None:
    """Make the folder, and keep it and all that is in it for its owner alone. Raises OSError if it cannot be made.

    A folder that holds more than ours (a home, one that everybody writes to, one above the working folder) is left as it is.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _is_shared(folder):
        return
    for path in (folder, *_within(folder)):
        make_private(path)


def make_private(path: Path) -> None:
    """Take from everybody but the owner what they may do with it, if it is ours; a link is left as it is."""
    try:
        status = path.lstat()
        mode = stat.S_IMODE(status.st_mode)
        if mode & _OTHERS and not stat.S_ISLNK(status.st_mode) and _is_ours(status):
            path.chmod(mode & ~_OTHERS)
    except OSError:
        # it is gone, or on a disk that knows no owners
        return


def match_mode(path: Path, file: Path) -> None:
    """Let the owner do with what is ours at `path` what may be done with `file`; a link is left as it is."""
    try:
        status, mode = path.lstat(), stat.S_IMODE(file.stat().st_mode)
        if stat.S_IMODE(status.st_mode) != mode and stat.S_ISREG(status.st_mode) and _is_ours(status):
            path.chmod(mode)
    except OSError:
        return


def _within(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(place, name)


def _is_shared(folder: Path) -> bool:
    whole = folder.resolve()
    above = {Path.cwd(), *Path.cwd().parents, Path.home(), *Path.home().parents}
    return whole in above or bool(whole.stat().st_mode & stat.S_ISVTX)


def _is_ours(status: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()
