"""The engine in memory: rank-bm25's model, counted and scored through inverted lists of numpy arrays."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.retrieval.engine import Scored

__all__ = ["MemoryEngine"]

K1 = 0.6
B = 0.6
_Arrays: TypeAlias = dict[str, NDArray[Any]]


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no types
    """rank-bm25's Okapi, counted in arrays instead of a dictionary a document, with Lucene's idf.

    Its own idf breaks on a shelf of one article; Lucene's stays positive.
    """

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> Mapping[str, int]:
        rows: dict[str, int] = {}
        occurrences = array("q")
        for document in corpus:
            occurrences.extend([rows.setdefault(term, len(rows)) for term in document])
            self.doc_len.append(len(document))
        self.corpus_size = len(self.doc_len)
        self.avgdl = len(occurrences) / max(1, self.corpus_size) or 1.0
        self.rows = rows
        places = np.repeat(np.arange(self.corpus_size), self.doc_len)
        keys, self.counts = np.unique(
            np.frombuffer(occurrences, dtype=np.int64) * self.corpus_size + places, return_counts=True
        )
        self.places = (keys % max(1, self.corpus_size)).astype(np.int32)
        self.holding = np.bincount(keys // max(1, self.corpus_size), minlength=len(rows))
        return dict(zip(rows, self.holding.tolist(), strict=True))

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: _idf(self.corpus_size, count) for term, count in nd.items()}


class MemoryEngine:
    """Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) with Lucene's idf over documents in memory."""

    def __init__(self, size: int, rows: dict[str, int], arrays: _Arrays) -> None:
        self._size = size
        self._rows = rows
        self._arrays = arrays
        self._starts: list[int] = arrays["starts"].tolist()

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Self:
        """An engine over `documents`, numbered from 0. None at all and empty ones are fine."""
        index = _LuceneBM25(documents, k1=K1, b=B)
        lengths = np.asarray(index.doc_len, dtype=np.float64)
        norms = K1 * (1 - B + B * lengths / index.avgdl)
        idf = np.repeat(np.fromiter(index.idf.values(), np.float64, len(index.idf)), index.holding)
        values = idf * index.counts * (K1 + 1) / (index.counts + norms[index.places])
        starts = np.concatenate([[0], np.cumsum(index.holding)])
        arrays = {"starts": starts, "places": index.places, "values": values.astype(np.float32)}
        return cls(index.corpus_size, index.rows, arrays)

    @classmethod
    def loaded(cls, file: Path) -> Self:
        """The engine that `save` wrote to `file`. Raises OSError or ValueError where it is not one."""
        try:
            with np.load(file, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in ("starts", "places", "values")}
                terms = stored["terms"].tobytes().decode().split("\n")
                size = int(stored["size"])
        except (BadZipFile, KeyError) as error:
            raise ValueError(f"{file.name}: no index") from error
        rows = dict(zip(terms, range(len(arrays["starts"]) - 1), strict=False))
        return cls(size, rows, arrays)

    def save(self, file: Path) -> None:
        """Write the engine to `file`, for `loaded`; whole or not at all."""
        terms = np.frombuffer("\n".join(self._rows).encode(), dtype=np.uint8)
        unfinished = file.with_name(f"{file.name}.{id(self)}.new")
        with unfinished.open("wb") as out:
            np.savez(out, allow_pickle=False, terms=terms, size=np.int64(self._size), **self._arrays)
        unfinished.replace(file)

    def __len__(self) -> int:
        return self._size

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        """At most `limit` documents holding any of the terms, best first; ties keep building order."""
        scores = np.zeros(self._size, dtype=np.float64)
        for term, weight in weights.items():
            its = self._slice(term)
            # no place stands twice in a list, so plain indexing adds each once
            scores[self._arrays["places"][its]] += weight * self._arrays["values"][its]
        found = np.flatnonzero(scores)
        if len(found) > limit:
            # everything that ties with the last one stays, so that ties keep their order
            least = np.partition(scores[found], -limit)[-limit]
            found = found[scores[found] >= least]
        best = found[np.argsort(-scores[found], kind="stable")][:limit]
        return [Scored(int(place), float(scores[place])) for place in best]

    def terms(self) -> Iterable[str]:
        """Every term that some document holds, once, in no order."""
        return self._rows.keys()

    def idf(self, term: str) -> float:
        """Lucene's idf of the term; the highest there is for a term that no document holds."""
        return _idf(self._size, self.frequency(term))

    def frequency(self, term: str) -> int:
        """How many documents hold the term."""
        row = self._rows.get(term)
        return 0 if row is None else self._starts[row + 1] - self._starts[row]

    def _slice(self, term: str) -> slice:
        row = self._rows.get(term)
        return slice(0, 0) if row is None else slice(self._starts[row], self._starts[row + 1])


def _idf(documents: int, holding: int) -> float:
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))
