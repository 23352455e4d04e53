"""The environment of a process that reads: enough to find the program, but no setting or token."""

import os
import sys
from pathlib import Path

import bot

__all__ = ["own_environment", "program_environment"]

_NAMES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ", "LANG", "VIRTUAL_ENV")


def own_environment() -> dict[str, str]:
    """Return what a worker may know of this process's environment."""
    return {name: os.environ[name] for name in _NAMES if name in os.environ}


def program_environment() -> dict[str, str]:
    """Return the environment in which this very program is found, and nothing else."""
    paths = [str(Path(bot.__file__).parents[1]), *filter(None, sys.path)]
    return {
        **own_environment(),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(str(Path(path).absolute()) for path in paths)),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
