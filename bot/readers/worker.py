"""Reading in a process of its own, so that a hostile file breaks nothing else.

Its time and memory are limited. `python -m bot.readers.worker` is that process: it takes a line of JSON and the
file on standard input, and writes JSON to standard output.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import bot
from bot.errors import Damaged, TooComplex, UnreadableArticle
from bot.readers import File, Reading, read, time_to_read

__all__ = ["read_safely"]

_MAX_SMALL_BYTES = 20_000
_OWN_CPU_S = 10
"""How much processor time reading may take; a program that is called may take as long as its format may."""
_PROGRAM_CPU_S, _PROGRAM_MB = 120, 4_000
_PLAIN_SUFFIXES = (".txt", ".text")
_ENVIRONMENT_NAMES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ", "LANG", "VIRTUAL_ENV")


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
        "cpu_s": int(min(timeout_s, _OWN_CPU_S)) + 1,
        "memory_mb": memory_mb,
    }
    done = _done(file.name, json.dumps(head).encode() + b"\n" + file.data, timeout_s)
    return _reading_in(_reply(file.name, done, memory_mb))


def _done(name: str, given: bytes, timeout_s: float) -> "subprocess.CompletedProcess[bytes]":
    """Return the worker, done. Raises TooComplex after `timeout_s`, when it and what it began are ended."""
    command = [sys.executable, "-m", "bot.readers.worker"]  # this very program
    # in a worker, what it begins is ended with it by whoever began the first
    leads = __name__ != "__main__"
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=leads,
    ) as process:
        try:
            out, err = process.communicate(given, timeout_s)
        except subprocess.TimeoutExpired:
            raise _time_error(name, timeout_s) from None
        finally:
            _end(process, with_group=leads)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _end(process: "subprocess.Popen[bytes]", *, with_group: bool) -> None:
    """End the process, if it still runs, and the programs that it began."""
    if process.poll() is not None:
        return
    if with_group and hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _environment() -> dict[str, str]:
    """Return the environment of the worker: enough to find the program, but no setting or token."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT_NAMES if name in os.environ}
    paths = [str(Path(bot.__file__).parents[1]), *filter(None, sys.path)]
    return {
        **environment,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _reply(name: str, done: "subprocess.CompletedProcess[bytes]", memory_mb: int) -> Mapping[str, Any]:
    """Return what the worker wrote. Raises UnreadableArticle if it broke before it could."""
    try:
        reply: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        if (
            b"MemoryError" in done.stderr
            or b"bad_alloc" in done.stderr
            or b"out of memory" in done.stderr.lower()
        ):
            raise _memory_error(name, memory_mb) from None
        if done.returncode == -getattr(signal, "SIGXCPU", 0) != 0:
            raise _time_error(name, _OWN_CPU_S) from None
        raise Damaged(
            f"{name}: broke its reader (status {done.returncode}); save it anew, or copy its text into a .txt file"
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


def _memory_error(name: str, memory_mb: int) -> TooComplex:
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
            # a worker in a worker may not have more than its own
            hard = resource.getrlimit(kind)[1]
            most = of_programs if hard == resource.RLIM_INFINITY else min(of_programs, hard)
            resource.setrlimit(kind, (min(value, most), most))


def _reply_for(file: File, memory_mb: int) -> dict[str, Any]:
    """Return what is in `file`, or the reason why it cannot be read, as JSON will hold it."""
    try:
        return {"reading": read(file, _read_inside if file.suffix == ".zip" else None).record()}
    except UnreadableArticle as caught:
        error = _memory_error(file.name, memory_mb) if isinstance(caught.__cause__, MemoryError) else caught
    except MemoryError:
        error = _memory_error(file.name, memory_mb)
    except Exception as caught:  # noqa: BLE001  # the outermost loop of a process that reads what strangers send
        what = f"cannot be read ({type(caught).__name__})"
        error = Damaged(f"{file.name}: {what}; save it anew, or copy its text into a .txt file")
    return {"error": str(error), "kind": type(error).__name__}


def _read_inside(file: File) -> Reading:
    """Return what is in a file of an archive, read in a process of its own, so that a bad one spoils no other."""
    return read_safely(file)


def _serve() -> None:
    head = json.loads(sys.stdin.buffer.readline())
    _limit_process(head["cpu_s"], head["memory_mb"])
    reply = _reply_for(File(head["name"], sys.stdin.buffer.read(), head["url"]), head["memory_mb"])
    sys.stdout.buffer.write(json.dumps(reply).encode())
    sys.stdout.buffer.flush()
    os._exit(0)  # there is nothing to tidy up, and a broken library might hang on its way out


if __name__ == "__main__":
    _serve()
