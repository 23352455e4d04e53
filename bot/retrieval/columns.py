"""Stretches of places, seen as columns that stand side by side."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Columns", "ranges"]

_LONG = 256
"""Places from which on only those of a list that lie in the stretches are looked at."""


class Columns:
    """The places of some stretches as columns: those of the first stretch, then those of the second, and so on.

    `bounds` has a row for each stretch: its first place, and the one after its last. Stretches may stand in any
    order, but none over another.
    """

    def __init__(self, bounds: NDArray[np.int64]) -> None:
        sizes = bounds[:, 1] - bounds[:, 0]
        order = np.argsort(bounds[:, 0], kind="stable")
        order = order[sizes[order] > 0]
        self._firsts, self._ends = bounds[order].T
        self._shifts = (np.cumsum(sizes) - sizes)[order] - self._firsts
        self._size = int(sizes.sum())

    def __len__(self) -> int:
        return self._size

    def of_lists(
        self, places: NDArray[np.int32], lists: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the number of the list and the column of each place in `lists` that lies in a stretch.

        A row of `lists` bounds a slice of `places`, which ascends there.
        """
        bounds = self._cut(places, lists)
        if not self._size or not len(bounds):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        sizes = bounds[:, 2] - bounds[:, 1]
        # every place of the parts, one part after the other, without a loop over them
        at = ranges(bounds[:, 1], sizes)
        numbers, found = np.repeat(bounds[:, 0], sizes), places[at]
        stretch = self._firsts.searchsorted(found, side="right") - 1
        inside = (stretch >= 0) & (found < self._ends[stretch])
        return numbers[inside], found[inside] + self._shifts[stretch[inside]]

    def _cut(self, places: NDArray[np.int32], lists: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number, first and end of each list; of a long one, of its parts that lie in the stretches."""
        numbered = np.column_stack([np.arange(len(lists)), lists])
        is_long = lists[:, 1] - lists[:, 0] > _LONG
        parts = [numbered[~is_long]]
        for number, first, end in numbered[is_long].tolist():
            edges = [places[first:end].searchsorted(edge) + first for edge in (self._firsts, self._ends)]
            parts.append(np.column_stack([np.full(len(edges[0]), number), *edges]))
        return np.concatenate(parts)


def ranges(firsts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers from each of `firsts` on, as many as its size, one range after the other."""
    counted: NDArray[np.int64] = np.arange(int(sizes.sum())) + np.repeat(
        firsts - (np.cumsum(sizes) - sizes), sizes
    )
    return counted
