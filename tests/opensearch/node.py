"""One node of OpenSearch, a process of its own: started, killed, stopped, brought back with what it held."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Installation", "Node", "command"]

_END_S = 60
_FOLDERS = ("config", "modules", "plugins", "data", "logs")
# what the distribution gives its nodes, and nothing that only helps in long runs
_JAVA = """-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dfile.encoding=UTF-8
    -Djna.nosys=true -Dio.netty.noUnsafe=true -Dio.netty.noKeySetOptimization=true
    -Dio.netty.recycler.maxCapacityPerThread=0 -Dlog4j2.disable.jmx=true -Dlog4j.shutdownHookEnabled=false
    -Dlog4j2.level=WARN""".split()


class Installation(NamedTuple):
    """OneNode and all that it needs, and its classes as Java has them in memory, which halves a start."""

    jars: Path
    archive: Path


def command(
    jars: Path, folder: Path, settings: Mapping[str, object], java: Sequence[str], owner: int
) -> list[str]:
    """Return how to run a node whose data lie in `folder`; it ends with its owner, or if that is 0 once it started."""
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    places = {"path.home": folder, "path.data": folder / "data", "path.logs": folder / "logs"}
    given = [f"{name}={value}" for name, value in {**places, **settings}.items()]
    return ["java", *_JAVA, *java, "-cp", f"{jars}/*", "OneNode", str(owner), *given]


class Node:
    """A node whose data lie in `folder`; `settings` are OpenSearch's. It ends with the process that started it."""

    def __init__(
        self, made: Installation, folder: Path, settings: Mapping[str, object], java: Sequence[str] = ()
    ) -> None:
        self.name = str(settings["node.name"])
        options = (f"-XX:SharedArchiveFile={made.archive}", *java)
        self._command = command(made.jars, folder, settings, options, os.getpid())
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run it, again if it was ended; it answers some seconds later."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process. Raises RuntimeError before it was started."""
        if self._process is None:
            raise RuntimeError("it was not started")
        return self._process.pid

    @property
    def said(self) -> str:
        """The end of what it wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-1500:] if self._log.exists() else ""

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator does: it finishes what it is at."""
        self._end(signal.SIGTERM)

    def pause(self) -> None:
        """Let it hang: it takes connections and answers none."""
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._send(number)
            self._process.wait(_END_S)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
