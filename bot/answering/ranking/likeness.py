"""How much of a question the sentences of articles say in words of like meaning.

A word of the question counts by its rarity in general Chinese, times the likeness of the sentence's nearest word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.language.commonness import surprise
from bot.language.meanings import Vectors, meanings
from bot.remembered import remembered
from bot.retrieval.engine import Cells

__all__ = ["Likeness", "NearWord", "WordAsked", "likeness", "words_asked"]

_LEAST_COSINE = 0.3
"""The cosine from which on two words have something in common; below, any two words may lie."""
_MOST = 16
"""Words of like meaning for one that is asked; with all of them, an archive has too many that are hardly alike."""
_WHOLE = np.float32(8192)
"""The length to which the vector asked for is drawn out before it is rounded.

Whole numbers are summed exactly below 2^24, in whatever order: the result does not depend on what else is asked.
"""


class WordAsked(NamedTuple):
    """A content word of a question, and its rarity."""

    word: str
    weight: float
    """The surprise of meeting it in general Chinese, in nats."""
    pairs: tuple[int, ...]
    """The places among the question's terms of its pairs of characters, which stand for it together."""


class NearWord(NamedTuple):
    """A word and its likeness to the one asked for, above 0 and at most 1."""

    word: str
    likeness: float


@dataclass(frozen=True, eq=False)
class Likeness:
    """How like the words of a question the other words of some articles are."""

    words: tuple[WordAsked, ...]
    rows: NDArray[np.int64]
    """The rows of the articles' words in the meanings, ascending."""
    values: NDArray[np.float32]
    """A row for each word asked, a column for each of those rows; 0 for the word itself and for those that are not alike."""

    def near(self, word: str) -> list[NearWord]:
        """Return the articles' words that are like a word of the question, nearest first; none for any other."""
        place = next((place for place, asked in enumerate(self.words) if asked.word == word), None)
        if place is None:
            return []
        values = self.values[place]
        order = np.argsort(-values, kind="stable")[: np.count_nonzero(values)]
        names = (meanings().word(row) for row in self.rows[order].tolist())
        return [NearWord(*pair) for pair in zip(names, values[order].tolist(), strict=True)]

    def of_columns(self, cells: Cells, size: int) -> NDArray[np.float32]:
        """Return the likeness of the nearest of the words in `cells`: a row for each word asked, `size` columns."""
        alike = np.zeros((len(self.words), size), dtype=np.float32)
        at = self.rows.searchsorted(cells.keys)
        near = np.flatnonzero(self.values.max(axis=0, initial=0)[at])
        if len(near):
            near = near[np.argsort(cells.columns[near], kind="stable")]
            columns = cells.columns[near]
            firsts = np.flatnonzero(np.append(True, columns[1:] != columns[:-1]))
            alike[:, columns[firsts]] = np.maximum.reduceat(self.values[:, at[near]], firsts, axis=1)
        return alike


def words_asked(terms: Mapping[str, int]) -> tuple[WordAsked, ...]:
    """Return the words among a question's `terms`, which have their places."""
    return tuple(_word_asked(term[2:], terms) for term in terms if term.startswith("w:"))


def likeness(words: Sequence[WordAsked], cells: Cells) -> Likeness:
    """Return how like the words asked those are whose rows in the meanings stand in `cells`."""
    known, rows = meanings(), _distinct(cells.keys)
    asked = [_meaning(word.word) for word in words]
    there = [place for place, one in enumerate(asked) if one is not None]
    values = np.zeros((len(words), len(rows)), dtype=np.float32)
    if there and len(rows):
        vectors = known.vectors.take(rows, axis=0).astype(np.float32)
        lengths = np.sqrt(np.einsum("wd,wd->w", vectors, vectors))
        # with the few of them laid out for it, the product takes half the time
        across = np.array([one.vector for one in asked if one is not None]).T.copy()
        cosines = (vectors @ across).T / (_WHOLE * lengths)
        values[there] = np.maximum((cosines - _LEAST_COSINE) / (1 - _LEAST_COSINE), 0)
        _leave_out([-1 if one is None else one.row for one in asked], rows, values)
    return Likeness(tuple(words), rows, values)


def _distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the distinct keys, ascending; np.unique takes several times as long on few."""
    in_order = np.sort(keys)
    return in_order[np.append(True, in_order[1:] != in_order[:-1])] if len(keys) else in_order


def _leave_out(own: Sequence[int], rows: NDArray[np.int64], values: NDArray[np.float32]) -> None:
    """Set to 0, for each word asked, what is the word itself, its `own` row, and all but the nearest of the others."""
    for row, place, at in zip(values, own, rows.searchsorted(own).tolist(), strict=True):
        if at < len(rows) and rows[at] == place:
            row[at] = 0
    if len(rows) <= _MOST:
        return
    least = np.partition(values, -_MOST, axis=1)[:, -_MOST]
    values[values < least[:, None]] = 0
    for place in np.flatnonzero(np.count_nonzero(values, axis=1) > _MOST).tolist():
        # several are as near as the last one: the first of them stay
        alike = np.flatnonzero(values[place])
        values[place, alike[np.argsort(-values[place, alike], kind="stable")[_MOST:]]] = 0


class _Meaning(NamedTuple):
    """A word's vector in whole numbers, and its row in the meanings; -1 if it has none of its own."""

    vector: Vectors
    row: int


@remembered(4096)
def _meaning(word: str) -> _Meaning | None:
    vector, row = meanings().of(word), meanings().row(word)
    return None if vector is None else _Meaning(np.rint(vector * _WHOLE), -1 if row is None else row)


def _word_asked(word: str, terms: Mapping[str, int]) -> WordAsked:
    pairs = [terms.get(f"b:{a}{b}") for a, b in pairwise(word)]
    return WordAsked(
        word,
        surprise(f"w:{word}"),
        () if None in pairs else tuple(place for place in pairs if place is not None),
    )
