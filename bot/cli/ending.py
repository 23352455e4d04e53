"""How the process ends: its statuses, and an end on request that leaves nothing half."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["CRASHED", "CUT_SHORT", "INTERRUPTED", "REFUSED", "WRONG", "terminated"]

CUT_SHORT, WRONG, REFUSED, CRASHED, INTERRUPTED = 1, 2, 3, 70, 130
"""Exit statuses: nobody read on (as typer has it), wrong use or settings, a token that is refused, a bug of ours (EX_SOFTWARE of sysexits.h), Ctrl-C."""


class _Terminated(SystemExit):
    """Somebody asked the process to end; nobody on the way takes it for damage or for a fault of a callback."""


@contextmanager
def terminated() -> Iterator[None]:
    """Let what is within end in order when the process is asked to, and then end as whoever asked expects."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _raise)
    try:
        yield
    except _Terminated:
        pass
    else:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


def _raise(_: int, __: FrameType | None) -> None:
    raise _Terminated
