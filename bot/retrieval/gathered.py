"""Postings of some articles side by side, looked through as one."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.columns import ranges
from bot.retrieval.engine import K1, B, Cells
from bot.retrieval.key_set import KeySet
from bot.retrieval.packing import Packed, joined
from bot.retrieval.postings import Numbers

__all__ = ["Gathered"]

Keys = NDArray[np.uint64]
_Key = TypeVar("_Key", np.uint64, np.int64)
_Standing = tuple[Numbers, Numbers, Numbers]


class Gathered:
    """The postings of several articles; their parts and documents go by number, one article's after the other's."""

    def __init__(self, articles: Sequence[Packed]) -> None:
        self._keys = joined(articles, "keys").astype(np.uint64, copy=False)
        self._holding = joined(articles, "holding")
        self._ends = np.cumsum(self._holding, dtype=np.int64)
        self._places, self._counts = joined(articles, "places"), joined(articles, "counts")
        self._lengths, sizes = joined(articles, "lengths"), joined(articles, "sizes")
        rows, parts, documents = (
            [one.length(name) for one in articles] for name in ("keys", "lengths", "sizes")
        )
        self._rows, self._parts = _starts(rows), _starts(parts)
        self._homes = np.repeat(np.arange(len(sizes)), sizes)
        self.documents = _starts(documents).tolist()
        """The number of each article's first document, and of all documents."""
        self._asked: tuple[bytes, _Standing] | None = None

    def held(self, keys: Keys, articles: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether each part of these articles holds each term: a row for each key, a column for each part.

        The articles are given by their places, each once; the columns are those of one after those of the other.
        """
        distinct, rows = _distinct(keys)
        terms, parts, _ = self._standing_of(distinct)
        column_of, size = self._columns(articles)
        columns = column_of[parts]
        held = np.zeros((len(distinct), size), dtype=np.bool_)
        held[terms[columns >= 0], columns[columns >= 0]] = True
        return held[rows]

    def cells(self, keys: KeySet, articles: Sequence[int]) -> Cells:
        """Return where terms with one of the keys stand: the number of the key, and the column as for `held`."""
        own = _stretches(self._rows, articles)
        rows, at = keys.found(self._keys[own])
        terms, parts, _ = self._cells(own[rows], at)
        return Cells(terms, self._columns(articles)[0][parts])

    def _columns(self, articles: Sequence[int]) -> tuple[Numbers, int]:
        """Return the column of each part among those of these articles, -1 where it is none, and how many there are."""
        own = _stretches(self._parts, articles)
        columns = np.full(len(self._lengths), -1, dtype=np.int64)
        columns[own] = np.arange(len(own))
        return columns, len(own)

    def scores(self, keys: Keys, idf: NDArray[np.float64], mean: float) -> NDArray[np.float64]:
        """Return the BM25 of each document, from its true length; `mean` is the mean length on the shelf.

        The arithmetic is that of the engine in memory, to the last place.
        """
        size = int(self.documents[-1])
        lengths = np.bincount(self._homes, self._lengths, minlength=size).astype(np.int64)
        norms = K1 * (1 - B + B * lengths / mean)
        order = np.argsort(keys, kind="stable")
        terms, parts, cells = self._standing_of(keys[order])
        terms = order[terms]
        # a term's parts add up to a document's count
        places, at = _distinct(terms * size + self._homes[parts])
        counts = np.bincount(at, self._counts[cells], minlength=len(places)).astype(np.int64)
        terms, documents = np.divmod(places, size) if size else (places, places)
        values = (idf[terms] * counts * (K1 + 1) / (counts + norms[documents])).astype(np.float32)
        return np.bincount(documents, values, minlength=size).astype(np.float64)

    def _standing_of(self, keys: Keys) -> _Standing:
        """Return `_standing` of keys in ascending order; of those asked for last it is known."""
        # what was scored by some terms is asked next which of them it holds
        known, asked = self._asked, keys.tobytes()
        if known is None or known[0] != asked:
            self._asked = known = asked, self._standing(KeySet(keys))
        return known[1]

    def _standing(self, keys: KeySet) -> _Standing:
        """Return for each cell of the terms the number of its key, its part, and its place among all cells."""
        return self._cells(*keys.found(self._keys))

    def _cells(self, rows: Numbers, at: Numbers) -> _Standing:
        """Return for each cell of these rows the number `at` which its key stands, its part, and its place among all cells."""
        sizes = self._holding[rows].astype(np.int64)
        cells = ranges(self._ends[rows] - sizes, sizes)
        # of thousands of cells a few are asked for, so that only their parts are numbered throughout
        before = self._parts[self._rows.searchsorted(rows, side="right") - 1]
        return np.repeat(at, sizes), self._places[cells] + np.repeat(before, sizes), cells


def _starts(sizes: Sequence[int]) -> Numbers:
    """Return where each of things of these sizes begins, one after the other, and where they end."""
    return np.cumsum([0, *sizes], dtype=np.int64)


def _stretches(starts: Numbers, places: Sequence[int]) -> Numbers:
    """Return the numbers from where each of these things begins to where it ends, one thing's after the other's."""
    at = np.array(places, dtype=np.int64)
    return ranges(starts[at], starts[at + 1] - starts[at])


def _distinct(keys: NDArray[_Key]) -> tuple[NDArray[_Key], Numbers]:
    """Return the distinct keys, ascending, and the place of each key among them; np.unique takes four times as long on few."""
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    is_first = np.append(True, in_order[1:] != in_order[:-1])[: len(keys)]
    places = np.empty(len(keys), dtype=np.int64)
    places[order] = np.cumsum(is_first) - 1
    return in_order[is_first], places
