"""`zhaiyin run` as a process: started, killed or stopped, and its log."""

import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

__all__ = ["BotProcess"]

_STOP_S = 60.0
_SUFFICIENT = resource.RLIM_INFINITY


class BotProcess:
    """One bot, which may run many times one after another; its log is kept in `folder`."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment, self._folder = environment, folder
        self._process: subprocess.Popen[bytes] | None = None
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
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env={**self._environment, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self._folder,
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
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
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_STOP_S)
            return False
        finally:
            if self._reader is not None:
                self._reader.join(_STOP_S)
        return True

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        if process.stderr is None:
            return
        with self.log.open("ab") as log, process.stderr as lines:
            for line in lines:
                log.write(line)
                log.flush()
