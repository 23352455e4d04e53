"""`zhaiyin run` as a process that serves the pages, for a test."""

import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from processes import Process, start
from tools import until

__all__ = ["free_port", "listens", "serving"]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


def listens(port: int) -> bool:
    """Return whether somebody takes connections there."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(folder: Path, environment: Mapping[str, str], *arguments: str) -> Iterator[Process]:
    """Run `zhaiyin run` until the test is done; at `WEB_PORT` somebody listens already. Its output is in `log`."""
    with (folder / "log").open("wb") as log:
        process = start(
            "run",
            *arguments,
            environment=environment,
            folder=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            until(lambda: process.poll() is not None or listens(int(environment["WEB_PORT"])))
            yield process
        finally:
            process.terminate()
            process.wait()
