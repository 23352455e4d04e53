"""The engine in memory: rank-bm25's index, scored through inverted lists."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.retrieval.engine import Scored

__all__ = ["MemoryEngine"]

K1 = 0.6
B = 0.6


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no types
    """rank-bm25's Okapi with Lucene's idf, which stays positive on a shelf of one article."""

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: _idf(self.corpus_size, count) for term, count in nd.items()}


class MemoryEngine:
    """Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) with Lucene's idf over documents in memory."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._size = len(documents)
        self._lists: dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]] = {}
        if any(documents):
            self._invert(_LuceneBM25(documents, k1=K1, b=B))

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Self:
        """An engine over `documents`, numbered from 0. None at all and empty ones are fine."""
        return cls(list(documents))

    def __len__(self) -> int:
        return self._size

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        """At most `limit` documents holding any of the terms, best first; ties keep building order."""
        scores = np.zeros(self._size, dtype=np.float64)
        for term, weight in weights.items():
            if term in self._lists:
                places, values = self._lists[term]
                scores[places] += weight * values
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Scored(int(i), float(scores[i])) for i in order if scores[i] > 0]

    def terms(self) -> Iterable[str]:
        """Every term that some document holds, once, in no order."""
        return self._lists.keys()

    def idf(self, term: str) -> float:
        """Lucene's idf of the term; the highest there is for a term that no document holds."""
        return _idf(self._size, self.frequency(term))

    def frequency(self, term: str) -> int:
        """How many documents hold the term."""
        return len(self._lists[term][0]) if term in self._lists else 0

    def _invert(self, index: _LuceneBM25) -> None:
        """Turn the index around, so that a question costs what its own terms cost, not the whole shelf."""
        places: dict[str, list[int]] = {}
        values: dict[str, list[float]] = {}
        for place, (counts, length) in enumerate(zip(index.doc_freqs, index.doc_len, strict=True)):
            norm = K1 * (1 - B + B * length / index.avgdl)
            for term, count in counts.items():
                places.setdefault(term, []).append(place)
                values.setdefault(term, []).append(index.idf[term] * count * (K1 + 1) / (count + norm))
        for term, where in places.items():
            self._lists[term] = (np.array(where, dtype=np.int32), np.array(values[term], dtype=np.float32))


def _idf(documents: int, holding: int) -> float:
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))
