"""Reading in a process of its own, so that a hostile file breaks nothing else; its time and memory are limited.

The processes are forked from one that has the readers loaded (`server.py`), since to load them takes longer than to
read most files. Where a system cannot fork, each is started anew (`process.py`).
"""

import json
import os
import signal
from collections.abc import Mapping
from typing import Any

from bot.errors import Damaged, TooComplex, UnreadableArticle
from bot.readers import File, Reading, read, time_to_read
from bot.readers.worker.environment import own_environment
from bot.readers.worker.reply import OWN_CPU_S, memory_error

__all__ = ["read_safely"]

_MAX_SMALL_BYTES = 20_000
_PLAIN_SUFFIXES = (".txt", ".text")
_MEMORY_SIGNS = (b"memoryerror", b"bad_alloc", b"out of memory")

if hasattr(os, "fork"):
    from bot.readers.worker.client import Done, done
else:
    from bot.readers.worker.process import Done, done


def read_safely(file: File, *, timeout_s: float | None = None, memory_mb: int = 500) -> Reading:
    """Return what is in `file`, read in a process limited to `timeout_s`, or what its format may take, and `memory_mb`.

    A small plain text is read in this process, since its reader is linear. A program that is called by its reader may
    have four gigabytes. Files in it are read in processes of their own. Not every system can limit memory.
    Raises what `bot.readers.read` raises, and TooComplex for a file that needs more than that.
    """
    if len(file.data) <= _MAX_SMALL_BYTES and file.suffix in _PLAIN_SUFFIXES:
        return read(file)
    timeout_s = time_to_read(file.name) if timeout_s is None else timeout_s
    head = {
        "name": file.name,
        "url": file.url,
        "cpu_s": int(min(timeout_s, OWN_CPU_S)) + 1,
        "memory_mb": memory_mb,
        "environment": own_environment(),
    }
    try:
        worker = done(file.suffix, json.dumps(head).encode() + b"\n" + file.data, timeout_s)
    except TimeoutError:
        raise _time_error(file.name, timeout_s) from None
    return _reading_in(_reply(file.name, worker, memory_mb))


def _reply(name: str, worker: Done, memory_mb: int) -> Mapping[str, Any]:
    """Return what the worker wrote. Raises UnreadableArticle if it broke before it could."""
    try:
        reply: Mapping[str, Any] = json.loads(worker.out)
    except ValueError:
        if any(sign in worker.errors.lower() for sign in _MEMORY_SIGNS):
            raise memory_error(name, memory_mb) from None
        if worker.status == -getattr(signal, "SIGXCPU", 0) != 0:
            raise _time_error(name, OWN_CPU_S) from None
        raise Damaged(
            f"{name}: broke its reader (status {worker.status}); save it anew, or copy its text into a .txt file"
        ) from None
    return reply


def _reading_in(reply: Mapping[str, Any]) -> Reading:
    """Return the reading in a worker's reply, or raise the error in it."""
    if error := reply.get("error"):
        kinds = {kind.__name__: kind for kind in UnreadableArticle.__subclasses__()}
        raise kinds.get(reply["kind"], UnreadableArticle)(error)
    return Reading.of_record(reply["reading"])


def _time_error(name: str, time_s: float) -> TooComplex:
    return TooComplex(f"{name}: took longer than {time_s:g} s to read; give a smaller or simpler file")
