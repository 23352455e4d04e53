"""A worker asked of the server that forks them, and what it replies."""

import atexit
import contextlib
import socket
import subprocess
import sys
import threading
import time

from bot.readers.worker.done import Done
from bot.readers.worker.environment import program_environment

__all__ = ["Done", "ask_of", "done"]

_BLOCK_BYTES = 65_536


def done(suffix: str, request: bytes, timeout_s: float) -> Done:
    """Return a worker, done. Raises TimeoutError after `timeout_s`, when it and what it began are ended."""
    ends = time.monotonic() + timeout_s
    # a server that was not needed for a while ends, perhaps at this very moment
    return _asked(suffix, request, ends) or _asked(suffix, request, ends) or Done(b"", b"", 1)


def ask_of(requests: socket.socket) -> None:
    """Ask the server that listens there from now on; for a worker, which was forked from it."""
    _servers.use(requests)


class _Servers:
    """The server of this process, started when it is first asked, and anew if it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def use(self, requests: socket.socket) -> None:
        """Ask the server that listens there."""
        self._lock, self._requests, self._process = threading.Lock(), requests, None

    def ask(self, suffix: str, *sockets: socket.socket) -> None:
        """Ask for a worker that is given these sockets."""
        with self._lock:
            try:
                self._send(suffix, sockets)
            except OSError:
                self._start()
                self._send(suffix, sockets)

    def _send(self, suffix: str, sockets: tuple[socket.socket, ...]) -> None:
        if self._requests is None:
            raise OSError("no server")
        message = suffix.encode("utf-8", "replace")[:20] or b"."
        socket.send_fds(self._requests, [message], [one.fileno() for one in sockets])

    def _start(self) -> None:
        self._stop()
        self._requests, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "bot.readers.worker.server", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=program_environment(),
                cwd="/",  # it keeps no folder from being removed
                start_new_session=True,  # Ctrl-C is meant for whoever asks
            )
        atexit.register(self._stop)

    def _stop(self) -> None:
        if self._requests is not None:
            self._requests.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


_servers = _Servers()


def _asked(suffix: str, request: bytes, ends: float) -> Done | None:
    """Return a worker, done; None if the server ended before it forked it. Raises TimeoutError."""
    work, its_work = socket.socketpair()
    watch, its_watch = socket.socketpair()
    with work, watch:
        with its_work, its_watch:
            _servers.ask(suffix, its_work, its_watch)
        try:
            # one that broke does not listen to the end
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                work.settimeout(_left(ends))
                work.sendall(request)
                work.shutdown(socket.SHUT_WR)
            out = _received(work, ends)
            status, _, errors = _received(watch, ends).partition(b"\n")
        except TimeoutError:
            _end(watch)
            raise
    return Done(out, errors, int(status)) if status else None


def _received(source: socket.socket, ends: float) -> bytes:
    """Return what comes until the other end is closed. Raises TimeoutError."""
    blocks = []
    with contextlib.suppress(ConnectionResetError):
        source.settimeout(_left(ends))
        while block := source.recv(_BLOCK_BYTES):
            blocks.append(block)
            source.settimeout(_left(ends))
    return b"".join(blocks)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _end(watch: socket.socket) -> None:
    """Return when the worker and what it began are ended."""
    watch.settimeout(None)
    with contextlib.suppress(OSError):
        watch.shutdown(socket.SHUT_WR)
        while watch.recv(_BLOCK_BYTES):
            pass
