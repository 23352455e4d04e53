"""The words of a shelf that are nearest in meaning to a word of a question."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.language.meanings import Meanings

__all__ = ["NearWord", "NearWords"]

_LEAST_COSINE = 0.3
"""The cosine from which on two words have something in common; below, any two words may lie."""
_MOST = 32
"""Near words of one word; further ones are hardly alike."""
_MAX_WORDS = 4096
"""Words whose near words are remembered."""


class NearWord(NamedTuple):
    """A word and its likeness to the one asked for, above 0 and at most 1."""

    word: str
    likeness: float


class NearWords:
    """The near words among those in these `rows` of the meanings. Never changes."""

    def __init__(self, meanings: Meanings, rows: NDArray[np.int64]) -> None:
        self._meanings = meanings
        self._rows = rows
        self._vectors = meanings.units(rows)
        self.near = lru_cache(_MAX_WORDS)(self._near)
        self.terms = lru_cache(_MAX_WORDS)(self._terms)

    def _terms(self, word: str) -> tuple[tuple[str, float], ...]:
        return tuple((f"w:{near.word}", near.likeness) for near in self.near(word))

    def _near(self, word: str) -> tuple[NearWord, ...]:
        """Return at most 32 words, nearest first, without the word itself."""
        vector = self._meanings.of(word)
        if vector is None or not len(self._rows):
            return ()
        cosines = self._vectors @ vector
        likeness = (cosines - _LEAST_COSINE) / (1 - _LEAST_COSINE)
        found = np.flatnonzero(likeness > 0)
        best = found[np.argsort(-likeness[found], kind="stable")][: _MOST + 1]
        words = [NearWord(self._meanings.word(self._rows[at]), float(likeness[at])) for at in best.tolist()]
        return tuple(near for near in words if near.word != word)[:_MOST]
