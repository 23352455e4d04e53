"""How many documents hold each term: arrays of keys and numbers, which add up and lie on disk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.postings import Postings

__all__ = ["Tally", "added_up", "tally_of"]

Keys = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Tally:
    """The number of documents beside each key, in ascending order; below 0 if so many are gone."""

    keys: Keys
    numbers: NDArray[np.int32]

    def of(self, keys: Keys) -> NDArray[np.int64]:
        """Return the number for each of the keys, 0 for one that is not there."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64)
        at = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.numbers[at], 0).astype(np.int64)


NOTHING = Tally(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))


def tally_of(postings: Postings, sign: int = 1) -> Tally:
    """Return how many of the documents hold each term, times `sign`."""
    return Tally(postings.keys, (sign * postings.documents.holding).astype(np.int32))


def added_up(tallies: Iterable[Tally]) -> Tally:
    """Return the sum; terms that nothing holds any more are left out."""
    every: Sequence[Tally] = [NOTHING, *tallies]
    keys = np.concatenate([tally.keys for tally in every])
    numbers = np.concatenate([tally.numbers for tally in every])
    order = np.argsort(keys, kind="stable")
    keys, numbers = keys[order], numbers[order]
    firsts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    sums = np.add.reduceat(numbers, firsts) if len(firsts) else numbers
    stays = sums != 0
    return Tally(keys[firsts][stays], sums[stays].astype(np.int32))
