"""Programs of other makers that read what no library does, where they are installed; each within bounds."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bot.errors import Damaged, ReaderMissing, TooComplex

__all__ = ["is_installed", "run"]

_GIVEN_UP = "cannot be read by {program}; save it in another format"


def is_installed(program: str) -> bool:
    """Return whether the program can be called by that name."""
    return shutil.which(program) is not None


def run(
    name: str,
    program: str,
    arguments: Sequence[str | Path],
    *,
    folder: Path,
    timeout_s: float,
    given: bytes = b"",
) -> bytes:
    """Return what the program writes for the file `name`, run in `folder` as its home.

    Raises ReaderMissing if it is not installed, TooComplex if it takes longer than `timeout_s`, Damaged if it fails.
    """
    path = shutil.which(program)
    if path is None:
        raise ReaderMissing(
            f"{name}: needs the program {program}; install it, or save the file in another format"
        )
    environment = {
        "PATH": str(Path(path).parent) + ":/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }
    try:
        done = subprocess.run(
            [path, *map(str, arguments)],
            input=given,
            capture_output=True,
            timeout=timeout_s,
            cwd=folder,
            env=environment,
            check=False,
            preexec_fn=_with_more_room if os.name == "posix" else None,
        )
    except subprocess.TimeoutExpired:
        raise TooComplex(
            f"{name}: took {program} longer than {timeout_s:g} s; give a smaller or simpler file"
        ) from None
    except OSError as error:
        raise Damaged(f"{name}: {_GIVEN_UP.format(program=program)}") from error
    if done.returncode:
        raise Damaged(f"{name}: {_GIVEN_UP.format(program=program)}")
    return done.stdout


def _with_more_room() -> None:
    """Give the program all that this process could have; its own limits are for what reads by itself."""
    import resource

    for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))
