"""The engine in memory: rank-bm25's model, scored through inverted lists of numpy arrays."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.language.keys import key
from bot.retrieval.columns import Columns
from bot.retrieval.engine import K1, B, Cells, Document, Scored
from bot.retrieval.forward import Forward
from bot.retrieval.postings import Lists, Numbers, Postings, counted, loaded, merged, save
from bot.retrieval.rarity import rarities

__all__ = ["MemoryEngine"]

_ABSENT = -1


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no types
    """rank-bm25's Okapi over lists instead of a dictionary a document, with Lucene's idf.

    Its own idf breaks on a shelf of one article; Lucene's stays positive: ln(1 + (N − n + 0.5) / (n + 0.5)).
    """

    def _initialize(self, corpus: Lists) -> Lists:
        self.doc_len = corpus.lengths
        self.corpus_size = len(corpus.lengths)
        self.avgdl = int(corpus.lengths.sum()) / max(1, self.corpus_size) or 1.0
        return corpus

    def _calc_idf(self, nd: Lists) -> None:
        holding = nd.holding
        self.idf = rarities(holding, self.corpus_size)


class MemoryEngine:
    """Okapi BM25 (Robertson & Zaragoza 2009, eq.

    3.15) with Lucene's idf over documents in memory.
    """

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._parts = postings.parts
        self._forward: Forward | None = None
        documents = postings.documents
        self._starts, self._places = documents.starts, documents.places
        self._length = int(documents.lengths.sum())
        index = _LuceneBM25(documents, k1=K1, b=B)
        norms = K1 * (1 - B + B * index.doc_len / index.avgdl)
        values = np.repeat(index.idf, documents.holding) * documents.counts * (K1 + 1)
        self._values = (values / (documents.counts + norms[documents.places])).astype(np.float32)

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Self:
        """Build an engine over `documents`, numbered from 0. There may be none, and empty ones."""
        return cls(counted(documents))

    @classmethod
    def merged(cls, engines: Sequence[tuple[Self, Sequence[int]]]) -> Self:
        """Build an engine over documents of several.

        Beside each stand their new numbers or GONE.
        """
        return cls(
            merged([(engine._postings, np.array(numbers, dtype=np.int64)) for engine, numbers in engines])
        )

    @classmethod
    def loaded(cls, file: Path) -> Self:
        """Return the engine that `save` wrote to `file`.

        Raises OSError or ValueError if it is not one.
        """
        return cls(loaded(file))

    def save(self, file: Path) -> None:
        """Write the engine to `file`, for `loaded`; whole or not at all. Raises OSError."""
        save(self._postings, file)

    def __reduce__(self) -> tuple[type[Self], tuple[Postings]]:
        return type(self), (self._postings,)

    def __len__(self) -> int:
        return len(self._postings.firsts) - 1

    @property
    def collection_length(self) -> int:
        """The number of terms in all documents, repetitions included."""
        return self._length

    @property
    def part_count(self) -> int:
        """The number of parts in all documents."""
        return len(self._parts.lengths)

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        """Return at most `limit` documents that hold any of the terms, best first.

        Ties keep their order.
        """
        lists = [slice(*bounds) for bounds in self._lists(self._starts, weights).tolist()]
        if not any(part.stop > part.start for part in lists):
            return []
        places = np.concatenate([self._places[part] for part in lists])
        values = np.concatenate(
            [
                self._values[part] * np.float64(weight)
                for part, weight in zip(lists, weights.values(), strict=True)
            ]
        )
        return _best(np.bincount(places, values, minlength=len(self)), limit)

    def parts(self, documents: range) -> tuple[Numbers, Numbers]:
        """Return the number of terms in each part of the documents, and each document's first part, and the number of all."""
        firsts = self._postings.firsts[documents.start : documents.stop + 1]
        return self._parts.lengths[firsts[0] : firsts[-1]], firsts - firsts[0]

    def holding(self, documents: Sequence[range], terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each part of the documents holds each term: a row for each term, a column for each part."""
        columns = Columns(self._bounds(documents))
        held = np.zeros((len(terms), len(columns)), dtype=np.bool_)
        rows, places = columns.of_lists(self._parts.places, self._lists(self._parts.starts, terms))
        held[rows, places] = True
        return held

    def cells(self, documents: Sequence[range], keys: NDArray[np.uint64]) -> Cells:
        """Return where terms with one of the ascending keys stand in the documents."""
        forward = self._forward
        if forward is None or forward.keys is not keys:
            forward = self._forward = Forward(self._postings, keys)
        return forward.cells(self._bounds(documents))

    def _bounds(self, documents: Sequence[range]) -> Numbers:
        """Return the first part of each range of documents and the one after its last, a row for each."""
        ends = [(stretch.start, stretch.stop) for stretch in documents]
        return self._postings.firsts[np.array(ends, dtype=np.int64).reshape(-1, 2)]

    def _lists(self, starts: Numbers, terms: Iterable[str]) -> Numbers:
        """Return a row for each term: the bounds of its places, equal if nothing holds it."""
        rows = _rows(self._postings.keys, list(terms))
        bounds = np.stack([starts[rows], starts[rows + 1]], axis=1)
        return np.where((rows != _ABSENT)[:, None], bounds, 0)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return for each of the terms the number of documents that hold it."""
        rows = _rows(self._postings.keys, terms)
        found: list[int] = np.where(rows == _ABSENT, 0, self._starts[rows + 1] - self._starts[rows]).tolist()
        return found


def _rows(keys: NDArray[np.uint64], terms: Sequence[str]) -> Numbers:
    """Return the row of each term; _ABSENT for one that no document holds."""
    wanted = np.fromiter(map(key, terms), np.uint64, len(terms))
    if not len(keys):
        return np.full(len(terms), _ABSENT)
    at = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, _ABSENT)


def _best(scores: NDArray[Any], limit: int) -> list[Scored]:  # numpy's stubs take a sum for a count
    """Return the `limit` highest scores above 0, best first; ties keep their order."""
    found = np.flatnonzero(scores)
    if len(found) > limit:
        # everything that ties with the last one stays, so that ties keep their order
        least = np.partition(scores[found], -limit)[-limit]
        found = found[scores[found] >= least]
    best = found[np.argsort(-scores[found], kind="stable")][:limit]
    return [Scored(*pair) for pair in zip(best.tolist(), scores[best].tolist(), strict=True)]
