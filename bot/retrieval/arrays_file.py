"""Arrays in one file that is there whole or not at all, and is read where it lies, without loading it."""

import json
import mmap
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.whole_file import whole_file

__all__ = ["give_back", "is_whole", "mapped_arrays", "write_arrays"]

_MAGIC = b"zhaiyin arrays 1\n"
_ALIGNED = 64
_MOST_HEAD = 100_000


def write_arrays(file: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the arrays to `file` by their names. Raises OSError."""
    plain = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    rows = [[name, array.dtype.str, array.shape, zlib.crc32(array.data)] for name, array in plain.items()]
    head = json.dumps(rows).encode() + b"\n"
    with whole_file(file) as out:
        out.write(_MAGIC + f"{zlib.crc32(head):010d}\n".encode() + head)
        for array in plain.values():
            out.write(bytes(-out.tell() % _ALIGNED))
            out.write(array.data)
        out.write(_MAGIC)


def mapped_arrays(file: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays in `file`, whose pages are read when they are looked at.

    Raises OSError or ValueError if it is not what `write_arrays` wrote; whether single bytes changed tells `is_whole`.
    """
    content = np.memmap(file, dtype=np.uint8, mode="r")
    rows, at = _head(content, file)
    arrays = {}
    for name, kind, shape, _ in rows:
        at += -at % _ALIGNED
        dtype = np.dtype(kind)
        size = dtype.itemsize * int(np.prod(shape, dtype=np.int64))
        if at + size > len(content):
            raise ValueError(f"{file.name}: ends too early")
        arrays[name] = np.asarray(content[at : at + size]).view(dtype).reshape(shape)
        at += size
    if content[at:].tobytes() != _MAGIC:
        raise ValueError(f"{file.name}: ends otherwise")
    return arrays


def give_back(array: NDArray[Any]) -> None:
    """Let the file of an array that was mapped leave the process's memory; what is looked at again comes again."""
    within: object = array
    while isinstance(within, np.ndarray):
        within = within.base
    if sys.platform == "linux" and isinstance(within, mmap.mmap):
        within.madvise(mmap.MADV_DONTNEED)


def is_whole(file: Path) -> bool:
    """Return whether every byte of the arrays is as it was written."""
    try:
        arrays = mapped_arrays(file)
        rows, _ = _head(np.memmap(file, dtype=np.uint8, mode="r"), file)
    except (OSError, ValueError):
        return False
    return all(
        zlib.crc32(np.ascontiguousarray(arrays[name]).data) == checksum for name, _, _, checksum in rows
    )


def _head(content: NDArray[np.uint8], file: Path) -> tuple[list[tuple[str, str, list[int], int]], int]:
    """Return name, type, shape and checksum of each array, and where the head ends. Raises ValueError."""
    start = len(_MAGIC) + 11
    beginning = content[: start + _MOST_HEAD].tobytes()
    magic, checksum = beginning[: len(_MAGIC)], beginning[len(_MAGIC) : start]
    head = beginning[start : beginning.find(b"\n", start) + 1]
    if magic != _MAGIC or checksum != f"{zlib.crc32(head):010d}\n".encode():
        raise ValueError(f"{file.name}: holds no arrays")
    return json.loads(head), start + len(head)
