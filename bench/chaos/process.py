"""`zhaiyin run` as a process: started, killed or stopped, and its log."""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Protocol, TypeAlias

__all__ = ["BotProcess", "Running", "Start", "start_anew"]

_STOP_S = 60.0
_SUFFICIENT = resource.RLIM_INFINITY


class Running(Protocol):
    """A process, in the words of `subprocess.Popen`."""

    pid: int

    def poll(self) -> int | None:
        """Return its status if it has ended."""

    def wait(self, seconds: float, /) -> int:
        """Return its status once it ends. Raises TimeoutError or TimeoutExpired."""

    def send_signal(self, number: signal.Signals, /) -> None:
        """Send it a signal, unless it has ended."""

    def kill(self) -> None:
        """End it at once."""


Start: TypeAlias = Callable[[Mapping[str, str], Path, IO[bytes]], Running]
"""Runs the bot with an environment, in a folder, its standard error going to a file."""


def start_anew(environment: Mapping[str, str], folder: Path, stderr: IO[bytes]) -> Running:
    """Run it as everybody does."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--polling"],
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        cwd=folder,
    )


class BotProcess:
    """One bot, which may run many times one after another; its log is kept in `folder`."""

    def __init__(self, environment: Mapping[str, str], folder: Path, start: Start = start_anew) -> None:
        self._environment, self._folder, self._start = environment, folder, start
        self._process: Running | None = None
        self._reader: threading.Thread | None = None
        self.log = folder / "log"
        self.starts = 0

    @property
    def status(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll() if self._process is not None else 0

    def start(self) -> None:
        """Run it."""
        self.starts += 1
        # through a pipe: what is done to its files must not be done to its log
        reading, writing = os.pipe()
        with os.fdopen(writing, "wb") as stderr:
            self._process = self._start(self._environment, self._folder, stderr)
        self._reader = threading.Thread(target=self._read, args=(os.fdopen(reading, "rb"),), daemon=True)
        self._reader.start()

    def kill(self) -> None:
        """End it at once, wherever it stands."""
        self._end(signal.SIGKILL)

    def stop(self) -> bool:
        """Ask it to end; return whether it did so by itself."""
        return self._end(signal.SIGTERM)

    def fill_disk(self, full: bool) -> None:
        """Let every write of its into a file fail, or succeed again."""
        if self._process is not None and self._process.poll() is None:
            soft = 0 if full else _SUFFICIENT
            resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (soft, _SUFFICIENT))

    def _end(self, how: signal.Signals) -> bool:
        if self._process is None:
            return True
        self._process.send_signal(how)
        try:
            self._process.wait(_STOP_S)
        except (subprocess.TimeoutExpired, TimeoutError):
            self._process.kill()
            self._process.wait(_STOP_S)
            return False
        finally:
            if self._reader is not None:
                self._reader.join(_STOP_S)
        return True

    def _read(self, lines: IO[bytes]) -> None:
        with self.log.open("ab") as log, lines:
            for line in lines:
                log.write(line)
                log.flush()
