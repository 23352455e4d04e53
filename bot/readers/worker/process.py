"""A worker that is started anew, where a system cannot fork: `python -m bot.readers.worker`."""

import subprocess
import sys

from bot.readers.worker.done import Done
from bot.readers.worker.environment import program_environment

__all__ = ["Done", "done"]


def done(suffix: str, request: bytes, timeout_s: float) -> Done:  # noqa: ARG001  # it loads what it needs anew
    """Return a worker, done. Raises TimeoutError after `timeout_s`, when it is ended."""
    command = [sys.executable, "-m", "bot.readers.worker"]  # this very program
    try:
        ended = subprocess.run(
            command,
            input=request,
            capture_output=True,
            timeout=timeout_s,
            env=program_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return Done(ended.stdout, ended.stderr, ended.returncode)
