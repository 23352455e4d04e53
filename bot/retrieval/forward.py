"""Lists turned round: which of some terms each part holds."""

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.columns import ranges
from bot.retrieval.engine import Cells
from bot.retrieval.postings import Postings

__all__ = ["Forward"]


class Forward:
    """The terms with some keys, given in ascending order, part by part."""

    def __init__(self, postings: Postings, keys: NDArray[np.uint64]) -> None:
        self.keys = keys
        lists = postings.parts
        at = np.minimum(keys.searchsorted(postings.keys), max(0, len(keys) - 1))
        rows = np.flatnonzero(keys[at] == postings.keys) if len(keys) else at[:0]
        holding = lists.holding[rows]
        places = lists.places[ranges(lists.starts[rows], holding)]
        order = np.argsort(places, kind="stable")
        self._numbers = np.repeat(at[rows], holding)[order].astype(np.int32)
        self._starts = np.append(0, np.cumsum(np.bincount(places, minlength=len(lists.lengths))))

    def cells(self, bounds: NDArray[np.int64]) -> Cells:
        """Return where the terms stand in stretches of parts; `bounds` has a row for each, its first part and its end."""
        parts = ranges(bounds[:, 0], bounds[:, 1] - bounds[:, 0])
        sizes = self._starts[parts + 1] - self._starts[parts]
        numbers = self._numbers[ranges(self._starts[parts], sizes)]
        return Cells(numbers.astype(np.int64), np.repeat(np.arange(len(parts)), sizes))
