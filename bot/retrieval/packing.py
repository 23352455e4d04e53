"""Postings of one article as bytes, to be kept beside it: arrays of the smallest types, looked through where they lie."""

import struct
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from bot.retrieval.postings import Lists, Numbers, Postings

__all__ = ["Packed", "opened", "packed"]

_TYPES = {size: np.dtype(f"<u{size}") for size in (1, 2, 4, 8)}
_HEAD = struct.Struct("<Q" + "BI" * 6 + "xx")
"""The digest of all that follows it, the types and lengths of the arrays, and what lets keys begin at a multiple of eight."""
_DIGEST = struct.Struct("<Q")


class Packed(NamedTuple):
    """Postings as they lie in bytes, nothing of which is copied."""

    keys: NDArray[np.uint64]
    holding: NDArray[Any]
    """How many parts hold each row's term."""
    places: NDArray[Any]
    counts: NDArray[Any]
    lengths: NDArray[Any]
    """Each part's terms."""
    sizes: NDArray[Any]
    """Each document's parts."""

    @property
    def firsts(self) -> list[int]:
        """Each document's first part, and the number of all parts."""
        return [0, *accumulate(self.sizes.tolist())]

    @property
    def postings(self) -> Postings:
        """The postings that were packed."""
        lists = Lists(
            _sums(self.holding),
            self.places.astype(np.int32),
            self.counts.astype(np.int32),
            self.lengths.astype(np.int64),
        )
        return Postings(self.keys, lists, _sums(self.sizes))


def packed(postings: Postings) -> bytes:
    """Return the postings as bytes, for `opened`."""
    lists = postings.parts
    # not compressed: keys are noise, and to read twenty articles would take longer than to weigh them
    whole = Packed(
        postings.keys, lists.holding, lists.places, lists.counts, lists.lengths, np.diff(postings.firsts)
    )
    arrays = [whole.keys, *map(_small, whole[1:])]
    shapes = [number for each in arrays for number in (each.itemsize, len(each))]
    content = _HEAD.pack(0, *shapes) + b"".join(each.tobytes() for each in arrays)
    return _DIGEST.pack(_digest(content)) + content[_DIGEST.size :]


def opened(content: bytes) -> Packed:
    """Return the postings in the bytes that `packed` made. Raises ValueError if it did not."""
    if len(content) < _HEAD.size or _DIGEST.unpack_from(content)[0] != _digest(content):
        raise ValueError("these bytes hold no postings")
    _, *shapes = _HEAD.unpack_from(content)
    sizes, lengths = shapes[::2], shapes[1::2]
    starts = accumulate(map(int.__mul__, sizes, lengths), initial=_HEAD.size)
    arrays = [
        np.frombuffer(content, _TYPES[size], length, start)
        for size, length, start in zip(sizes, lengths, starts, strict=False)
    ]
    return Packed(*arrays)


def _digest(content: bytes) -> int:
    """Return the digest of what follows the place where it stands itself."""
    return xxh3_64_intdigest(memoryview(content)[_DIGEST.size :])


def _small(values: NDArray[Any]) -> NDArray[Any]:
    most = int(values.max(initial=0))
    return values.astype(next(kind for kind in _TYPES.values() if most <= np.iinfo(kind).max))


def _sums(sizes: NDArray[Any]) -> Numbers:
    return np.append(0, np.cumsum(sizes, dtype=np.int64))
