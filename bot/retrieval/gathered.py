"""Postings of some articles side by side, looked through as one."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.columns import ranges
from bot.retrieval.engine import K1, B, Cells
from bot.retrieval.key_set import KeySet
from bot.retrieval.postings import Numbers, Postings

__all__ = ["Gathered"]

Keys = NDArray[np.uint64]


class Gathered:
    """The postings of several articles; their parts and documents go by number, one article's after the other's."""

    def __init__(self, articles: Sequence[Postings]) -> None:
        lists = [postings.parts for postings in articles]
        self._keys = np.concatenate([np.zeros(0, np.uint64), *(postings.keys for postings in articles)])
        rows = [len(postings.keys) for postings in articles]
        cells, parts = [len(each.places) for each in lists], [len(each.lengths) for each in lists]
        self._starts = _joined([each.starts[:-1] for each in lists]) + _shifts(cells, rows)
        self._ends = _joined([each.starts[1:] for each in lists]) + _shifts(cells, rows)
        self._places = _joined([each.places for each in lists]) + _shifts(parts, cells)
        self._counts = _joined([each.counts for each in lists])
        self._lengths = _joined([each.lengths for each in lists])
        sizes = _joined([np.diff(postings.firsts) for postings in articles])
        self._homes = np.repeat(np.arange(len(sizes)), sizes)
        self.documents = [0, *accumulate(len(postings.firsts) - 1 for postings in articles)]
        """The number of each article's first document, and of all documents."""

    def held(self, keys: Keys) -> NDArray[np.bool_]:
        """Return whether each part holds each term: a row for each key, a column for each part."""
        distinct, rows = np.unique(keys, return_inverse=True)
        held = np.zeros((len(distinct), len(self._lengths)), dtype=np.bool_)
        terms, cells = self._cells(distinct)
        held[terms, self._places[cells]] = True
        return held[rows]

    def cells(self, keys: KeySet) -> Cells:
        """Return where terms with one of the keys stand: the number of the key, and the part."""
        rows, at = keys.found(self._keys)
        sizes = self._ends[rows] - self._starts[rows]
        return Cells(np.repeat(at, sizes), self._places[ranges(self._starts[rows], sizes)])

    def scores(self, keys: Keys, idf: NDArray[np.float64], mean: float) -> NDArray[np.float64]:
        """Return the BM25 of each document, from its true length; `mean` is the mean length on the shelf.

        The arithmetic is that of the engine in memory, to the last place.
        """
        size = int(self.documents[-1])
        lengths = np.bincount(self._homes, self._lengths, minlength=size).astype(np.int64)
        norms = K1 * (1 - B + B * lengths / mean)
        terms, cells = self._cells(keys)
        # a term's parts add up to a document's count
        places, at = np.unique(terms * size + self._homes[self._places[cells]], return_inverse=True)
        counts = np.bincount(at, self._counts[cells], minlength=len(places)).astype(np.int64)
        terms, documents = np.divmod(places, size) if size else (places, places)
        values = (idf[terms] * counts * (K1 + 1) / (counts + norms[documents])).astype(np.float32)
        return np.bincount(documents, values, minlength=size).astype(np.float64)

    def _cells(self, keys: Keys) -> tuple[Numbers, Numbers]:
        """Return for each cell of the terms, each given once, the number of its key, and its place among all cells."""
        order = np.argsort(keys, kind="stable")
        rows, at = KeySet(keys[order]).found(self._keys)
        sizes = self._ends[rows] - self._starts[rows]
        return np.repeat(order[at], sizes), ranges(self._starts[rows], sizes)


def _shifts(sizes: Sequence[int], lengths: Sequence[int]) -> Numbers:
    """Return for each of the `lengths` of things how many of those counted by `sizes` stand before its article."""
    return np.repeat(np.cumsum([0, *sizes])[:-1], lengths)


def _joined(parts: Sequence[NDArray[np.int64]] | Sequence[NDArray[np.int32]]) -> Numbers:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])
