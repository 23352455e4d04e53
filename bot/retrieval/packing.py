"""Postings of one article as bytes, to be kept beside it: arrays of the smallest types, looked through where they lie."""

import struct
from collections.abc import Sequence
from itertools import accumulate
from operator import mul
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from bot.retrieval.postings import Lists, Numbers, Postings

__all__ = ["ARRAYS", "Packed", "joined", "opened", "packed"]

ARRAYS = ("keys", "holding", "places", "counts", "lengths", "sizes")
"""Each row's term, and how many parts hold it; their numbers, and how often; each part's terms; each document's parts."""
_TYPES = {size: np.dtype(f"<u{size}") for size in (1, 2, 4, 8)}
_HEAD = struct.Struct("<Q" + "BI" * 6 + "xx")
"""The digest of all that follows it, the types and lengths of the arrays, and what lets keys begin at a multiple of eight."""
_DIGEST = struct.Struct("<Q")


class Packed:
    """Postings as they lie in bytes; an array is made where it is asked for, and nothing of it copied."""

    __slots__ = ("_bounds", "_content", "_lengths", "_sizes")

    def __init__(self, content: bytes, sizes: Sequence[int], lengths: Sequence[int]) -> None:
        self._content = memoryview(content)
        self._sizes, self._lengths = sizes, lengths
        self._bounds = [*accumulate(map(mul, sizes, lengths), initial=_HEAD.size)]

    def bytes_of(self, array: int) -> memoryview:
        """Return the bytes of one of the `ARRAYS`, by its place there."""
        return self._content[self._bounds[array] : self._bounds[array + 1]]

    def type_of(self, array: int) -> np.dtype[Any]:
        """Return the type of one of the `ARRAYS`, by its place there."""
        return _TYPES[self._sizes[array]]

    def array(self, name: str) -> NDArray[Any]:
        """Return the array of that name, one of `ARRAYS`."""
        place = ARRAYS.index(name)
        return np.frombuffer(self.bytes_of(place), self.type_of(place))

    def length(self, name: str) -> int:
        """Return the length of the array of that name, one of `ARRAYS`."""
        return self._lengths[ARRAYS.index(name)]

    @property
    def firsts(self) -> list[int]:
        """Each document's first part, and the number of all parts."""
        return [0, *accumulate(self.array("sizes").tolist())]

    @property
    def postings(self) -> Postings:
        """The postings that were packed."""
        lists = Lists(
            _sums(self.array("holding")),
            self.array("places").astype(np.int32),
            self.array("counts").astype(np.int32),
            self.array("lengths").astype(np.int64),
        )
        return Postings(self.array("keys"), lists, _sums(self.array("sizes")))


def joined(articles: Sequence[Packed], name: str) -> NDArray[Any]:
    """Return the arrays of that name, one of `ARRAYS`, one article's after the other's."""
    place = ARRAYS.index(name)
    types = {one.type_of(place) for one in articles}
    if len(types) == 1:  # as nearly always: to put bytes together takes a third of the time
        return np.frombuffer(b"".join([one.bytes_of(place) for one in articles]), types.pop())
    return np.concatenate([np.zeros(0, np.uint8), *(one.array(name) for one in articles)])


def packed(postings: Postings) -> bytes:
    """Return the postings as bytes, for `opened`."""
    lists = postings.parts
    # not compressed: keys are noise, and to read twenty articles would take longer than to weigh them
    arrays = lists.holding, lists.places, lists.counts, lists.lengths, np.diff(postings.firsts)
    whole: list[NDArray[Any]] = [postings.keys, *(_small(each) for each in arrays)]
    shapes = [number for each in whole for number in (each.itemsize, len(each))]
    content = _HEAD.pack(0, *shapes) + b"".join(each.tobytes() for each in whole)
    return _DIGEST.pack(_digest(content)) + content[_DIGEST.size :]


def opened(content: bytes) -> Packed:
    """Return the postings in the bytes that `packed` made. Raises ValueError if it did not."""
    if len(content) < _HEAD.size or _DIGEST.unpack_from(content)[0] != _digest(content):
        raise ValueError("these bytes hold no postings")
    _, *shapes = _HEAD.unpack_from(content)
    return Packed(content, shapes[::2], shapes[1::2])


def _digest(content: bytes) -> int:
    """Return the digest of what follows the place where it stands itself."""
    return xxh3_64_intdigest(memoryview(content)[_DIGEST.size :])


def _small(values: NDArray[Any]) -> NDArray[Any]:
    most = int(values.max(initial=0))
    return values.astype(next(kind for kind in _TYPES.values() if most <= np.iinfo(kind).max))


def _sums(sizes: NDArray[Any]) -> Numbers:
    return np.append(0, np.cumsum(sizes, dtype=np.int64))
