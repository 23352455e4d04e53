"""Postings of some articles side by side, looked through as one."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.columns import ranges
from bot.retrieval.engine import K1, B, Cells
from bot.retrieval.postings import Numbers, Postings

__all__ = ["Gathered"]

Keys = NDArray[np.uint64]


class Gathered:
    """The postings of several articles; their parts and documents go by number, one article's after the other's."""

    def __init__(self, articles: Sequence[Postings]) -> None:
        self._keys = [postings.keys for postings in articles]
        self._rows = _edges(len(postings.keys) for postings in articles)
        cells = _edges(len(postings.parts.places) for postings in articles)
        parts = _edges(len(postings.parts.lengths) for postings in articles)
        self._starts = _joined(
            [postings.parts.starts[:-1] + at for postings, at in zip(articles, cells, strict=False)]
        )
        self._ends = _joined(
            [postings.parts.starts[1:] + at for postings, at in zip(articles, cells, strict=False)]
        )
        self._places = _joined(
            [postings.parts.places + at for postings, at in zip(articles, parts, strict=False)]
        )
        self._counts = _joined([postings.parts.counts for postings in articles])
        self._lengths = _joined([postings.parts.lengths for postings in articles])
        sizes = _joined([np.diff(postings.firsts) for postings in articles])
        self._homes = np.repeat(np.arange(len(sizes)), sizes)
        self.documents = _edges(len(postings.firsts) - 1 for postings in articles)
        """The number of each article's first document, and of all documents."""

    def held(self, keys: Keys) -> NDArray[np.bool_]:
        """Return whether each part holds each term: a row for each key, a column for each part."""
        held = np.zeros((len(keys), len(self._lengths)), dtype=np.bool_)
        terms, cells = self._cells(keys)
        held[terms, self._places[cells]] = True
        return held

    def cells(self, keys: Keys) -> Cells:
        """Return where terms with one of the ascending keys stand: the number of the key, and the part."""
        own = np.concatenate([np.zeros(0, np.uint64), *self._keys])
        at = np.minimum(keys.searchsorted(own), len(keys) - 1)
        rows = np.flatnonzero(keys[at] == own)
        sizes = self._ends[rows] - self._starts[rows]
        return Cells(np.repeat(at[rows], sizes), self._places[ranges(self._starts[rows], sizes)])

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
        """Return for each cell of the terms the number of its key, and its place among all cells."""
        found = [_rows(own, keys) for own in self._keys]
        terms = _joined([term for term, _ in found])
        rows = _joined([row + at for (_, row), at in zip(found, self._rows, strict=False)])
        sizes = self._ends[rows] - self._starts[rows]
        return np.repeat(terms, sizes), ranges(self._starts[rows], sizes)


def _rows(own: Keys, wanted: Keys) -> tuple[Numbers, Numbers]:
    """Return which of the keys are there, and their rows."""
    if not len(own):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    at = np.minimum(own.searchsorted(wanted), len(own) - 1)
    there = np.flatnonzero(own[at] == wanted)
    return there, at[there]


def _edges(sizes: Iterable[int]) -> list[int]:
    return list(accumulate(sizes, initial=0))


def _joined(parts: Sequence[NDArray[np.int64]] | Sequence[NDArray[np.int32]]) -> Numbers:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])
