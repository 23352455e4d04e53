"""Many keys, looked up among few at once."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["KeySet"]

_BITS, _FEW_BITS, _FEW = 18, 12, 500
"""So many first bits of a key's 64 tell nearly where it stands, or that it is none of these; of a few keys, fewer bits do."""
_NONE = -1


class KeySet:
    """Keys in ascending order, which are spread evenly."""

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        self._keys = keys
        bits = _FEW_BITS if len(keys) <= _FEW else _BITS
        self._shift = np.uint64(64 - bits)
        begun = (keys >> self._shift).view(np.int64)
        self._firsts = np.full(1 << bits, _NONE, dtype=np.int32)
        """The place of the first key that begins with these bits."""
        self._firsts[begun[::-1]] = np.arange(len(keys))[::-1]
        self._most = int(np.bincount(begun, minlength=1).max())
        """How many keys begin with the same bits."""

    def found(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which of `wanted` are among the keys, and their places there."""
        at = self._firsts.take((wanted >> self._shift).view(np.int64))
        maybe = (at != _NONE).nonzero()[0]
        if not len(maybe):
            return maybe, maybe
        at, asked, last = at[maybe].astype(np.int64), wanted.take(maybe), len(self._keys) - 1
        # of those that begin alike there are few: to go through them takes a third of the time of a search
        for _ in range(self._most - 1):
            at = np.minimum(at + (self._keys.take(at) < asked), last)
        there = self._keys[at] == asked
        return maybe[there], at[there]
