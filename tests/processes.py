"""`zhaiyin` as a process of its own, with the libraries loaded already: a start takes a fraction of the usual time.

For tests of a process: its signals, its end, its streams. That of the start itself runs `python -m bot`.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO

from command_line import Done
from tools import HANG_S

__all__ = ["Process", "finished", "inherited", "installed", "start"]

# as `start` asks; a program of one file that loads next to nothing
_PROGRAM = """#!{python} -IS
import json, os, socket, sys
ours, theirs = socket.socketpair()
environment = dict(os.environ)
requests = socket.socket(fileno=int(environment.pop("ZYGOTE")))
request = {{"arguments": sys.argv[1:], "environment": environment, "folder": os.getcwd()}}
data = json.dumps(request).encode()
socket.send_fds(requests, [len(data).to_bytes(4, "big") + data], [0, 1, 2, theirs.fileno()])
theirs.close()
pid, status = ours.makefile().read().split()
sys.exit(int(status) % 256)
"""


class Process:
    """A running `zhaiyin`, in the words of `subprocess.Popen`."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told.makefile("r")
        self._socket = told
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return its status if it has ended."""
        return self._status(0)

    def wait(self, timeout_s: float = HANG_S) -> int:
        """Return its status once it ends; a signal that ended it is negative. Raises TimeoutError."""
        status = self._status(timeout_s)
        if status is None:
            raise TimeoutError(f"process {self.pid} does not end")
        return status

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _status(self, timeout_s: float) -> int | None:
        if self.returncode is None and select.select([self._socket], [], [], timeout_s)[0]:
            self.returncode = int(self._told.readline())
            self._told.close()
            self._socket.close()
        return self.returncode


def start(
    *arguments: str,
    environment: Mapping[str, str],
    folder: Path,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: IO[bytes],
    stderr: IO[bytes],
) -> Process:
    """Start `zhaiyin` with these arguments, with nothing to read unless `stdin` is given."""
    request = {"arguments": arguments, "environment": dict(environment), "folder": str(folder)}
    data = json.dumps(request).encode()
    ours, theirs = socket.socketpair()
    with theirs, Path(os.devnull).open("rb") as nothing:
        read = nothing if stdin == subprocess.DEVNULL else stdin
        numbers = [
            stream if isinstance(stream, int) else stream.fileno()
            for stream in (read, stdout, stderr, theirs)
        ]
        requests = _zygote().requests
        socket.send_fds(requests, [len(data).to_bytes(4, "big")], numbers)
        requests.sendall(data)
    return Process(ours)


def finished(*arguments: str, environment: Mapping[str, str], folder: Path) -> Done:
    """Return how `zhaiyin` ended and what it printed; it has nothing to read."""
    with (folder / "stdout").open("w+b") as stdout, (folder / "stderr").open("w+b") as stderr:
        process = start(*arguments, environment=environment, folder=folder, stdout=stdout, stderr=stderr)
        status = process.wait()
    return Done(status, *((folder / name).read_text(encoding="utf-8") for name in ("stdout", "stderr")))


def installed(folder: Path) -> Path:
    """Write a program `zhaiyin` into the folder, for a shell that is started with what `inherited` says, and return it.

    It takes standard input, output and error from whoever calls it, and ends as its `zhaiyin` does.
    """
    folder.mkdir(exist_ok=True)
    program = folder / "zhaiyin"
    program.write_text(_PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    return folder


def inherited() -> tuple[dict[str, str], list[int]]:
    """Return variables and file descriptors by which the program of `installed` finds what forks it."""
    number = _zygote().requests.fileno()
    return {"ZYGOTE": str(number)}, [number]


class _Zygote:
    """The process that forks; it ends when the one that started it does."""

    def __init__(self) -> None:
        self.requests, theirs = socket.socketpair()
        script = Path(__file__).with_name("zygote.py")
        with theirs:
            command = [sys.executable, str(script), str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=script.parent)


@cache
def _zygote() -> _Zygote:
    return _Zygote()
