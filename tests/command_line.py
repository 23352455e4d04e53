"""Run the `zhaiyin` command in the test's own process, for tests that are not about the process itself."""

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from bot.cli import main

__all__ = ["Done", "Zhaiyin", "run"]


class Done(NamedTuple):
    """The result of a command; the names are those of a finished process."""

    returncode: int
    stdout: str
    stderr: str


Zhaiyin = Callable[..., Done]


def run(*arguments: str, typed: str = "", **variables: str) -> Done:
    """Return the result of `zhaiyin` with these arguments; `typed` comes through a pipe, and nothing is a terminal."""
    streams = [io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8") for text in (typed, "", "")]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["zhaiyin", *arguments])
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        status = _status()
    return Done(status, *(_written(stream) for stream in streams[1:]))


def _status() -> int:
    try:
        main()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    return 0


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
