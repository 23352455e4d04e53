"""The tables of a shelf on disk, layer upon layer, looked through as one."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.articles import Fetch
from bot.answering.index.disk.layer import Layer
from bot.answering.index.register import Register
from bot.language.keys import key
from bot.retrieval.arrays_file import give_back

__all__ = ["Tables", "is_of", "keys_of", "sealed"]

_MAX_FREQUENCIES = 16_384


class _Row(NamedTuple):
    """What is asked of an article again and again."""

    id: str
    stamp: int
    has_headings: bool


class Tables:
    """Layers of tables, the earliest first. Raises OSError, ValueError or KeyError if one cannot be read."""

    def __init__(self, layers: Sequence[Layer], seal: str) -> None:
        self.layers, self._seal = tuple(layers), seal
        self._found: dict[int, _Row | None] = {}
        """What was looked up last: a question comes back to the same articles again and again."""
        self.register = self.register_with(lambda _: ())
        totals = np.zeros(3, dtype=np.int64)
        for layer, (_, stays) in zip(layers, self.register.layers, strict=True):
            totals += layer.totals - layer.sizes[np.flatnonzero(~stays)].sum(axis=0)
        self.passages, self.sentences, self.terms = totals.tolist()
        # does not refer to self: a cycle would keep replaced tables in memory until the next garbage collection
        tallies = [layer.tally for layer in layers]
        self.frequency = lru_cache(_MAX_FREQUENCIES)(
            lambda term: int(sum(tally.of(keys_of([term]))[0] for tally in tallies))
        )

    def register_with(self, fetch: Fetch) -> Register:
        """Return the register of the articles, which `fetch` fetches."""
        gone = self.layers[-1].gone.tolist() if self.layers else ()
        return Register([layer.entries for layer in self.layers], fetch, gone)

    def frequencies(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return for each key the number of passages that hold its term."""
        total = np.zeros(len(keys), dtype=np.int64)
        for layer in self.layers:
            total += layer.tally.of(keys)
        return total

    def give_back(self) -> None:
        """Let what was looked at of their files leave the process's memory."""
        for layer in self.layers:
            give_back(layer.stamps)  # all arrays of a layer are of one file

    def stamps(self, numbers: Sequence[int]) -> dict[int, int]:
        """Return the stamps of those of the articles that are there."""
        return {number: row.stamp for number, row in self._rows(numbers).items()}

    def keys(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Return the id and the seal of those of the articles that are there."""
        return {
            number: (row.id, sealed(self._seal, row.stamp)) for number, row in self._rows(numbers).items()
        }

    def headed(self, numbers: Sequence[int]) -> dict[int, bool]:
        """Return whether each of the articles has headings, by number; of one that is gone, nothing."""
        return {number: row.has_headings for number, row in self._rows(numbers).items()}

    def _rows(self, numbers: Sequence[int]) -> dict[int, _Row]:
        """Return the rows of those of the articles that are there."""
        found = self._found
        if any(number not in found for number in numbers):
            self._found = found = dict.fromkeys(numbers) | self._looked_up(numbers)
        return {number: row for number in numbers if (row := found[number]) is not None}

    def _looked_up(self, numbers: Sequence[int]) -> dict[int, _Row]:
        wanted = np.array(numbers, dtype=np.int64)
        found: dict[int, _Row] = {}
        for layer, (entries, stays) in zip(self.layers, self.register.layers, strict=True):
            if not len(entries.numbers):
                continue
            at = np.minimum(entries.numbers.searchsorted(wanted), len(entries.numbers) - 1)
            at = at[(entries.numbers[at] == wanted) & stays[at]]
            columns = (entries.numbers, entries.ids, layer.stamps, entries.headed)
            rows = zip(*(column[at].tolist() for column in columns), strict=True)
            found.update((number, _Row(one.decode(), *rest)) for number, one, *rest in rows)
        return found


def keys_of(terms: Sequence[str]) -> NDArray[np.uint64]:
    """Return the keys of the terms, in their order."""
    return np.fromiter(map(key, terms), np.uint64, len(terms))


def sealed(seal: str, stamp: int) -> str:
    """Return under what seal the postings of a text lie in the library."""
    return f"{seal}{stamp:016x}"


def is_of(seal: str, text_hash: str) -> bool:
    """Return whether the postings under this seal are those of the text with this hash."""
    return seal.endswith(text_hash[:16])
