"""The words of a shelf that are nearest in meaning to a word of a question."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.language.meanings import Meanings, Vectors, meanings

__all__ = ["Columns", "NearWord", "NearWords", "every_column"]

_LEAST_COSINE = 0.3
"""The cosine from which on two words have something in common; below, any two words may lie."""
_MOST = 16
"""Near words of one word; further ones are hardly alike."""
_WHOLE = np.float32(8192)
"""The length to which the vector asked for is drawn out before it is rounded.

Whole numbers are summed exactly below 2^24, in whatever order: the result does not depend on what else is asked.
"""
_MAX_WORDS = 4096
"""Words whose near words are remembered."""


class NearWord(NamedTuple):
    """A word and its likeness to the one asked for, above 0 and at most 1."""

    word: str
    likeness: float


class Columns:
    """The vectors of the words in these `rows` of the meanings, as products are made of them."""

    def __init__(self, meanings: Meanings, rows: NDArray[np.int64]) -> None:
        self.meanings, self.rows = meanings, rows
        vectors = meanings.vectors[rows].astype(np.float32)
        self._lengths = _WHOLE * np.linalg.norm(vectors, axis=1)
        # a column for each word: products with few rows run three times as fast over those
        self._columns = np.ascontiguousarray(vectors.T)

    def cosines(self, vectors: Sequence[Vectors]) -> Vectors:
        """Return a row for each vector, which was drawn out, with its cosine to each of the words."""
        cosines: Vectors = np.array(vectors) @ self._columns / self._lengths
        return cosines


@lru_cache(1)
def every_column() -> Columns:
    """Return the columns of all words that are shipped, for shelves that hold most of them."""
    return Columns(meanings(), np.arange(len(meanings().keys)))


class NearWords:
    """The near words among those of the columns; `there` tells which of them are on the shelf, None that all are."""

    def __init__(self, columns: Columns, there: NDArray[np.bool_] | None = None) -> None:
        self._columns, self._there = columns, there
        self._known: dict[str, tuple[NearWord, ...]] = {}

    def near(self, words: Sequence[str]) -> list[tuple[NearWord, ...]]:
        """Return for each word at most 16 others, nearest first.

        Those that were not asked for lately are looked for together: the vectors of a large shelf are read only once.
        """
        known = {word: near for word in words if (near := self._known.get(word)) is not None}
        new = [word for word in dict.fromkeys(words) if word not in known]
        known |= zip(new, self._found(new), strict=True)
        if len(self._known) + len(new) > _MAX_WORDS:
            self._known.clear()
        self._known.update((word, known[word]) for word in new)
        return [known[word] for word in words]

    def _found(self, words: Sequence[str]) -> Iterator[tuple[NearWord, ...]]:
        vectors = [self._columns.meanings.of(word) for word in words]
        there = [np.rint(vector * _WHOLE) for vector in vectors if vector is not None]
        rows = iter(self._columns.cosines(there) if there else ())
        return (
            () if vector is None else self._nearest(word, next(rows))
            for word, vector in zip(words, vectors, strict=True)
        )

    def _nearest(self, word: str, cosines: Vectors) -> tuple[NearWord, ...]:
        is_near = cosines > _LEAST_COSINE
        found = np.flatnonzero(is_near if self._there is None else is_near & self._there)
        best = found[np.argsort(-cosines[found], kind="stable")][: _MOST + 1]
        likeness = (cosines[best] - _LEAST_COSINE) / (1 - _LEAST_COSINE)
        words = map(self._columns.meanings.word, self._columns.rows[best])
        near = (NearWord(*pair) for pair in zip(words, likeness.tolist(), strict=True) if pair[0] != word)
        return tuple(islice(near, _MOST))
