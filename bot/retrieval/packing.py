"""Postings of one article as bytes, to be kept beside it: arrays of the smallest types, compressed."""

import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.postings import Lists, Postings

__all__ = ["packed", "unpacked"]

_TYPES = ("u1", "u2", "u4", "u8")
_HEAD = struct.Struct("<" + "BI" * 6)
_LEVEL = 1
"""Keys are noise, which no level makes smaller."""
_MOST_BYTES = 500_000_000


def packed(postings: Postings) -> bytes:
    """Return the postings as bytes, for `unpacked`."""
    lists = postings.parts
    # differences are small numbers, which take a byte each
    starts, firsts = np.diff(lists.starts, prepend=0), np.diff(postings.firsts, prepend=0)
    arrays = [
        _small(each) for each in (postings.keys, starts, lists.places, lists.counts, lists.lengths, firsts)
    ]
    head = _HEAD.pack(*(number for each in arrays for number in (each.itemsize, len(each))))
    return zlib.compress(head + b"".join(each.tobytes() for each in arrays), _LEVEL)


def unpacked(content: bytes) -> Postings:
    """Return the postings that `packed` made bytes of. Raises ValueError if it did not."""
    try:
        plain = zlib.decompressobj()
        raw = plain.decompress(content, _MOST_BYTES)
        keys, starts, places, counts, lengths, firsts = _arrays(raw)
    except (zlib.error, struct.error, TypeError) as error:
        raise ValueError("these bytes hold no postings") from error
    lists = Lists(
        np.cumsum(starts, dtype=np.int64),
        places.astype(np.int32),
        counts.astype(np.int32),
        lengths.astype(np.int64),
    )
    return Postings(keys.astype(np.uint64), lists, np.cumsum(firsts, dtype=np.int64))


def _small(values: NDArray[Any]) -> NDArray[Any]:
    most = int(values.max(initial=0))
    return values.astype(next(kind for kind in _TYPES if most <= np.iinfo(kind).max))


def _arrays(raw: bytes) -> Sequence[NDArray[Any]]:
    numbers = _HEAD.unpack_from(raw)
    at, arrays = _HEAD.size, []
    for size, length in zip(numbers[::2], numbers[1::2], strict=True):
        arrays.append(np.frombuffer(raw, f"u{size}", length, at))
        at += size * length
    return arrays
