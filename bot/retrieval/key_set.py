"""Many keys, looked up among few at once."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["KeySet"]

_BITS, _FEW_BITS, _FEW = 20, 14, 500
"""So many first bits of a key's 64 tell that it is none of these, mostly; of a few keys, fewer bits do."""


class KeySet:
    """Keys in ascending order, which are spread evenly."""

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        self._keys = keys
        bits = _FEW_BITS if len(keys) <= _FEW else _BITS
        self._shift = np.uint64(64 - bits)
        self._begun = np.zeros(1 << bits, dtype=np.bool_)
        self._begun[(keys >> self._shift).astype(np.int64)] = True

    def found(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which of `wanted` are among the keys, and their places there."""
        # one look into the table costs a tenth of a search
        maybe = np.flatnonzero(self._begun[(wanted >> self._shift).astype(np.int64)])
        if not len(maybe):
            return maybe, maybe
        at = np.minimum(self._keys.searchsorted(wanted[maybe]), len(self._keys) - 1)
        there = self._keys[at] == wanted[maybe]
        return maybe[there], at[there]
