"""Postings of some articles side by side, looked through as one."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.columns import ranges
from bot.retrieval.engine import K1, B, Cells
from bot.retrieval.key_set import KeySet
from bot.retrieval.packing import Packed
from bot.retrieval.postings import Numbers

__all__ = ["Gathered"]

Keys = NDArray[np.uint64]


class Gathered:
    """The postings of several articles; their parts and documents go by number, one article's after the other's."""

    def __init__(self, articles: Sequence[Packed]) -> None:
        self._keys = np.concatenate([np.zeros(0, np.uint64), *(one.keys for one in articles)])
        self._holding = _joined([one.holding for one in articles])
        self._ends = np.cumsum(self._holding, dtype=np.int64)
        self._places = _joined([one.places for one in articles])
        self._counts = _joined([one.counts for one in articles])
        self._lengths = _joined([one.lengths for one in articles])
        self._rows = _starts([len(one.keys) for one in articles])
        self._parts = _starts([len(one.lengths) for one in articles])
        sizes = _joined([one.sizes for one in articles])
        self._homes = np.repeat(np.arange(len(sizes)), sizes)
        self.documents = _starts([len(one.sizes) for one in articles]).tolist()
        """The number of each article's first document, and of all documents."""

    def held(self, keys: Keys) -> NDArray[np.bool_]:
        """Return whether each part holds each term: a row for each key, a column for each part."""
        distinct, rows = np.unique(keys, return_inverse=True)
        held = np.zeros((len(distinct), len(self._lengths)), dtype=np.bool_)
        terms, parts, _ = self._standing(KeySet(distinct))
        held[terms, parts] = True
        return held[rows]

    def cells(self, keys: KeySet) -> Cells:
        """Return where terms with one of the keys stand: the number of the key, and the part."""
        terms, parts, _ = self._standing(keys)
        return Cells(terms, parts)

    def scores(self, keys: Keys, idf: NDArray[np.float64], mean: float) -> NDArray[np.float64]:
        """Return the BM25 of each document, from its true length; `mean` is the mean length on the shelf.

        The arithmetic is that of the engine in memory, to the last place.
        """
        size = int(self.documents[-1])
        lengths = np.bincount(self._homes, self._lengths, minlength=size).astype(np.int64)
        norms = K1 * (1 - B + B * lengths / mean)
        order = np.argsort(keys, kind="stable")
        terms, parts, cells = self._standing(KeySet(keys[order]))
        terms = order[terms]
        # a term's parts add up to a document's count
        places, at = np.unique(terms * size + self._homes[parts], return_inverse=True)
        counts = np.bincount(at, self._counts[cells], minlength=len(places)).astype(np.int64)
        terms, documents = np.divmod(places, size) if size else (places, places)
        values = (idf[terms] * counts * (K1 + 1) / (counts + norms[documents])).astype(np.float32)
        return np.bincount(documents, values, minlength=size).astype(np.float64)

    def _standing(self, keys: KeySet) -> tuple[Numbers, Numbers, Numbers]:
        """Return for each cell of the terms the number of its key, its part, and its place among all cells."""
        rows, at = keys.found(self._keys)
        sizes = self._holding[rows].astype(np.int64)
        cells = ranges(self._ends[rows] - sizes, sizes)
        # of thousands of cells a few are asked for, so that only their parts are numbered throughout
        before = self._parts[self._rows.searchsorted(rows, side="right") - 1]
        return np.repeat(at, sizes), self._places[cells] + np.repeat(before, sizes), cells


def _starts(sizes: Sequence[int]) -> Numbers:
    """Return where each of things of these sizes begins, one after the other, and where they end."""
    return np.cumsum([0, *sizes], dtype=np.int64)


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=np.uint8), *parts])
