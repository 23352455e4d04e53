"""A process that has the bot's libraries loaded and forks a `zhaiyin` of its own for each request.

Started by `processes.py` as `python zygote.py FD`. A request on the socket FD is its length in 4 bytes, JSON with
`arguments`, `environment` and `folder`, and four file descriptors: standard input, output, error, and a socket on
which it is told the process's number and, once it ended, its status, a line each.
"""

import gc
import io
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, TextIO

_LOADED = (
    "alembic.command",
    "bot.chat.telegram.application",
    "bot.chat.web.app",
    "bot.cli.asking",
    "bot.cli.command_line",
    "bot.cli.add",
    "bot.cli.chat",
    "bot.cli.run",
    "sqlalchemy.dialects.sqlite",
    "uvicorn",
)


def _load() -> None:
    """Load the libraries, and what is loaded and compiled when an article is first read and asked."""
    for name in _LOADED:
        __import__(name)
    from shelves import demo, shelf

    from bot.answering.answerer import Answerer
    from bot.model import Question

    Answerer(shelf(demo())).ask(Question("三件事是什么"))


def _serve(requests: socket.socket) -> dict[str, Any] | None:
    """Fork for each request, and return what the child is to be; None in the parent, at the end."""
    ended = _wakened()
    told: dict[int, socket.socket] = {}
    selector = selectors.DefaultSelector()
    selector.register(requests, selectors.EVENT_READ)
    selector.register(ended, selectors.EVENT_READ)
    while True:
        ready = [key.fileobj for key, _ in selector.select()]
        if ended in ready:
            ended.recv(4096)
            _tell_ends(told)
        if requests not in ready:
            continue
        head, descriptors, *_ = socket.recv_fds(requests, 4, 4)
        if not head:
            for pid in told:
                os.kill(pid, signal.SIGKILL)
            return None
        request = json.loads(requests.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL))
        if not (pid := os.fork()):
            return {**request, "descriptors": descriptors[:3]}
        told[pid] = socket.socket(fileno=descriptors[3])
        told[pid].sendall(f"{pid}\n".encode())
        for descriptor in descriptors[:3]:
            os.close(descriptor)


def _wakened() -> socket.socket:
    """Return a socket that can be read whenever a child has ended."""
    ended, wake = socket.socketpair()
    wake.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.detach())
    return ended


def _tell_ends(told: dict[int, socket.socket]) -> None:
    while told:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        # perhaps nobody waits for it any more
        with told.pop(pid) as asker, suppress(OSError):
            asker.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(arguments: list[str], environment: dict[str, str], folder: str, descriptors: list[int]) -> None:
    """Make this process look as if it had just been started."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    os.closerange(3, max(os.sysconf("SC_OPEN_MAX"), 1024) if sys.platform != "linux" else 4096)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["zhaiyin", *arguments]
    sys.stdin, sys.stdout, sys.stderr = _stream(0, "r"), _stream(1, "w"), _stream(2, "w")


def _stream(number: int, mode: str) -> TextIO:
    errors = "backslashreplace" if number == 2 else "surrogateescape"
    raw = io.FileIO(number, mode, closefd=False)
    buffered: Any = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    return io.TextIOWrapper(buffered, "utf-8", errors, line_buffering=number == 2 or raw.isatty())


def _main() -> None:
    _load()
    del sys.path[0]  # the folder of this file
    gc.freeze()
    if request := _serve(socket.socket(fileno=int(sys.argv[1]))):
        _become(**request)
        from bot.cli import main

        main()


if __name__ == "__main__":
    _main()
