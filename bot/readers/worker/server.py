"""The process that has the readers loaded and forks workers: `python -m bot.readers.worker.server FD`.

A request on the socket FD is the suffix of the file that is to be read and two sockets. On the first, the worker reads
its request and writes its reply. The second belongs to its watcher, a process between the two: it says the worker's
status and complaints there, and ends the worker and what that began as soon as nobody listens any more. The server ends
with whoever started it, and when it was not needed for a while.
"""

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module

from bot.readers import libraries
from bot.readers.worker import read_safely
from bot.readers.worker.client import ask_of
from bot.readers.worker.reply import reply_to

__all__: list[str] = []

_IDLE_S = 120
_MAX_COMPLAINTS_BYTES = 4_000


def _serve(requests: socket.socket) -> None:
    """Fork for each request, of whoever started this process and of workers, until there are no more."""
    of_workers, for_workers = socket.socketpair()
    while ready := select.select([requests, of_workers], [], [], _IDLE_S)[0]:
        for source in ready:
            suffix, descriptors, *_ = socket.recv_fds(source, 32, 2)
            if not suffix:
                return
            _load(suffix.decode("utf-8", "replace"))
            sockets = [socket.socket(fileno=descriptor) for descriptor in descriptors]
            if len(sockets) == 2 and not _forked():
                _close(requests, of_workers)
                _watch(sockets[0], sockets[1], for_workers)
            _close(*sockets)


def _forked() -> int:
    """Return what `os.fork` does, or -1 if the system has no more processes; whoever asked will see that."""
    try:
        return os.fork()
    except OSError:
        return -1


def _load(suffix: str) -> None:
    """Load what a file's reader will need, so that its worker, and each one after it, has it."""
    for name in libraries(suffix):
        with suppress(Exception):  # the worker will say what is wrong with it
            import_module(name)


def _watch(work: socket.socket, watched: socket.socket, for_workers: socket.socket) -> None:
    """Fork the worker, say how it ended, and end this process."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        complaints, its_complaints = os.pipe()
        worker = os.fork()
        if not worker:
            _close(watched)
            _work(work, its_complaints, for_workers)
        _close(work, for_workers)
        os.close(its_complaints)
        heard = _heard(complaints, watched)
        watched.sendall(b"%d\n%s" % (_ended(worker), heard))
    finally:
        os._exit(0)


def _ended(worker: int) -> int:
    """Return the status of the worker, it and what it began having been ended if they had not."""
    with suppress(OSError):
        os.kill(worker, signal.SIGKILL)  # it may not lead its group yet
    with suppress(OSError):
        os.killpg(worker, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])


def _heard(complaints: int, watched: socket.socket) -> bytes:
    """Return the last of the complaints, once the worker has ended or nobody listens any more."""
    heard = b""
    while watched.fileno() not in select.select([complaints, watched.fileno()], [], [])[0]:
        block = os.read(complaints, _MAX_COMPLAINTS_BYTES)
        if not block:
            break
        heard = (heard + block)[-_MAX_COMPLAINTS_BYTES:]
    return heard


def _work(work: socket.socket, complaints: int, for_workers: socket.socket) -> None:
    """Reply to the request, and end this process."""
    status = 1
    try:
        os.setpgid(0, 0)
        os.dup2(complaints, 2)
        os.close(complaints)
        ask_of(for_workers)
        with work.makefile("rb") as request:
            work.sendall(reply_to(request, read_safely))
        status = 0
    except BaseException as error:  # noqa: BLE001  # whatever it is, it must not go on as if it were the server
        os.write(2, type(error).__name__.encode())
    finally:
        os._exit(status)  # there is nothing to tidy up, and a broken library might hang on its way out


def _close(*sockets: socket.socket) -> None:
    for one in sockets:
        one.close()


def _main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # of a watcher that ended there is nothing to know
    libraries("")
    gc.freeze()  # what is loaded stays in memory that all of them share
    _serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    _main()
