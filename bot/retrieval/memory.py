"""The engine in memory: rank-bm25's model, scored through inverted lists of numpy arrays."""

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Self

import numpy as np
from rank_bm25 import BM25Okapi

from bot.retrieval.engine import Scored
from bot.retrieval.postings import Postings, counted, loaded, merged, save

__all__ = ["MemoryEngine"]

K1 = 0.6
B = 0.6


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no types
    """rank-bm25's Okapi over postings instead of a dictionary a document, with Lucene's idf.

    Its own idf breaks on a shelf of one article; Lucene's stays positive.
    """

    def _initialize(self, corpus: Postings) -> Postings:
        self.doc_len = corpus.lengths
        self.corpus_size = len(corpus.lengths)
        self.avgdl = int(corpus.lengths.sum()) / max(1, self.corpus_size) or 1.0
        return corpus

    def _calc_idf(self, nd: Postings) -> None:
        holding = nd.holding
        self.idf = np.log1p((self.corpus_size - holding + 0.5) / (holding + 0.5))


class MemoryEngine:
    """Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) with Lucene's idf over documents in memory."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._starts: list[int] = postings.starts.tolist()
        index = _LuceneBM25(postings, k1=K1, b=B)
        norms = K1 * (1 - B + B * index.doc_len / index.avgdl)
        values = np.repeat(index.idf, postings.holding) * postings.counts * (K1 + 1)
        self._values = (values / (postings.counts + norms[postings.places])).astype(np.float32)

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Self:
        """An engine over `documents`, numbered from 0. None at all and empty ones are fine."""
        return cls(counted(documents))

    @classmethod
    def merged(cls, parts: Sequence[tuple[Self, Sequence[int]]]) -> Self:
        """An engine over documents of several; beside each, the new numbers of its documents, GONE for one left out."""
        return cls(merged([(one._postings, np.array(numbers, dtype=np.int64)) for one, numbers in parts]))

    @classmethod
    def loaded(cls, file: Path) -> Self:
        """The engine that `save` wrote to `file`. Raises OSError or ValueError where it is not one."""
        return cls(loaded(file))

    def save(self, file: Path) -> None:
        """Write the engine to `file`, for `loaded`; whole or not at all. Raises OSError."""
        save(self._postings, file)

    def __reduce__(self) -> tuple[type[Self], tuple[Postings]]:
        return type(self), (self._postings,)

    def __len__(self) -> int:
        return len(self._postings.lengths)

    @property
    def collection_length(self) -> int:
        """How many terms the documents hold, each as often as it stands there."""
        return int(self._postings.lengths.sum())

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        """At most `limit` documents holding any of the terms, best first; ties keep building order."""
        lists = [(its, weight) for term, weight in weights.items() if (its := self._slice(term)) is not None]
        if not lists:
            return []
        places = np.concatenate([self._postings.places[its] for its, _ in lists])
        values = np.concatenate([self._values[its] * np.float64(weight) for its, weight in lists])
        scores = np.bincount(places, values, minlength=len(self))
        found = np.flatnonzero(scores)
        if len(found) > limit:
            # everything that ties with the last one stays, so that ties keep their order
            least = np.partition(scores[found], -limit)[-limit]
            found = found[scores[found] >= least]
        best = found[np.argsort(-scores[found], kind="stable")][:limit]
        return [
            Scored(place, score) for place, score in zip(best.tolist(), scores[best].tolist(), strict=True)
        ]

    def terms(self) -> Set[str]:
        """Every term that some document holds."""
        return self._postings.rows.keys()

    def idf(self, term: str) -> float:
        """Lucene's idf of the term; the highest there is for a term that no document holds."""
        holding = self.frequency(term)
        return math.log(1 + (len(self) - holding + 0.5) / (holding + 0.5))

    def frequency(self, term: str) -> int:
        """How many documents hold the term."""
        its = self._slice(term)
        return 0 if its is None else its.stop - its.start

    def _slice(self, term: str) -> slice | None:
        row = self._postings.rows.get(term)
        return None if row is None else slice(self._starts[row], self._starts[row + 1])
