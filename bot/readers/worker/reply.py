"""The work of a worker: from a line of JSON and the file after it to what is in the file, as JSON."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from bot.errors import Damaged, TooComplex, UnreadableArticle
from bot.readers import File, Reading, read

__all__ = ["OWN_CPU_S", "memory_error", "reply_to"]

OWN_CPU_S = 10
"""How much processor time reading may take; a program that is called may take as long as its format may."""
_PROGRAM_CPU_S, _PROGRAM_MB = 120, 4_000


def reply_to(request: BinaryIO, read_inside: Callable[[File], Reading]) -> bytes:
    """Return the reply to a request, this process being limited as its first line says.

    Files in an archive are read by `read_inside`: each in a process of its own, so that a bad one spoils no other.
    """
    head = json.loads(request.readline())
    os.environ.update(head["environment"])
    _limit_process(head["cpu_s"], head["memory_mb"])
    file = File(head["name"], request.read(), head["url"])
    return json.dumps(_reply_for(file, head["memory_mb"], read_inside)).encode()


def memory_error(name: str, memory_mb: int) -> TooComplex:
    """Return the error of a file that needs more memory than it may have."""
    return TooComplex(f"{name}: needs more than {memory_mb} MB of memory; give a smaller or simpler file")


def _limit_process(cpu_s: int, memory_mb: int) -> None:
    """Limit this process; on a system without such limits, only the parent's clock ends it."""
    try:
        import resource
    except ImportError:
        return
    for kind, value, of_programs in (
        (resource.RLIMIT_AS, memory_mb * 1_000_000, _PROGRAM_MB * 1_000_000),
        (resource.RLIMIT_CPU, cpu_s, _PROGRAM_CPU_S),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with suppress(ValueError, OSError):
            # whoever started the bot may have limited it
            hard = resource.getrlimit(kind)[1]
            most = of_programs if hard == resource.RLIM_INFINITY else min(of_programs, hard)
            resource.setrlimit(kind, (min(value, most), most))


def _reply_for(file: File, memory_mb: int, read_inside: Callable[[File], Reading]) -> dict[str, Any]:
    """Return what is in `file`, or the reason why it cannot be read, as JSON will hold it."""
    try:
        return {"reading": read(file, read_inside if file.suffix == ".zip" else None).record()}
    except UnreadableArticle as caught:
        error = memory_error(file.name, memory_mb) if isinstance(caught.__cause__, MemoryError) else caught
    except MemoryError:
        error = memory_error(file.name, memory_mb)
    except Exception as caught:  # noqa: BLE001  # the outermost loop of a process that reads what strangers send
        what = f"cannot be read ({type(caught).__name__})"
        error = Damaged(f"{file.name}: {what}; save it anew, or copy its text into a .txt file")
    return {"error": str(error), "kind": type(error).__name__}
