"""How much of a question the sentences of an article say in words of like meaning.

A word of the question counts by its rarity in general Chinese, times the likeness of the sentence's nearest word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.shelf import ShelfIndex
from bot.language.commonness import surprise

__all__ = ["Likeness", "WordAsked", "words_asked"]

_ALIKE = 0.5
"""The likeness from which on a word surely stands for the one asked."""


@dataclass(frozen=True, slots=True)
class WordAsked:
    """A content word of a question: its rarity, and the terms that may stand for it with their likeness."""

    word: str
    weight: float
    """The surprise of meeting it in general Chinese, in nats."""
    terms: tuple[tuple[str, float], ...]
    """Itself first, likeness 1, and the near words of the shelf."""
    pairs: tuple[int, ...]
    """The places among the question's terms of its pairs of characters, which stand for it together."""


def words_asked(terms: Mapping[str, int], shelf: ShelfIndex) -> tuple[WordAsked, ...]:
    """Return the words among a question's `terms`, which have their places."""
    return tuple(_word_asked(term[2:], terms, shelf) for term in terms if term.startswith("w:"))


def _word_asked(word: str, terms: Mapping[str, int], shelf: ShelfIndex) -> WordAsked:
    pairs = [terms.get(f"b:{a}{b}") for a, b in pairwise(word)]
    return WordAsked(
        word,
        surprise(f"w:{word}"),
        ((f"w:{word}", 1.0), *shelf.near_terms(word)),
        () if None in pairs else tuple(place for place in pairs if place is not None),
    )


class Likeness:
    """The likeness of the sentences of one article to the words of a question.

    `cells` has a row for each word and a column for each sentence.
    """

    def __init__(self, words: Sequence[WordAsked], cells: NDArray[np.float32]) -> None:
        self._cells = cells
        weights = np.array([word.weight for word in words], dtype=np.float32)
        self._weights: NDArray[np.float32] = weights / np.float32(max(weights.sum(), 1e-6))

    @cached_property
    def of_sentences(self) -> NDArray[np.float32]:
        """The share of the question that each sentence says, 0 to 1."""
        # single precision may round a whole up
        shares: NDArray[np.float32] = np.minimum(self._weights @ self._cells, np.float32(1))
        return shares

    @cached_property
    def features_of_article(self) -> Mapping[str, float]:
        """What the whole article says, and its best sentence."""
        return {
            "alike_article": self._said(self._cells),
            "alike_article_strong": self._said(self._cells >= _ALIKE),
            "alike_article_sentence": float(self.of_sentences.max(initial=0.0)),
        }

    def features_of_passage(self, sentences: range) -> Mapping[str, float]:
        """Return what the passage of these sentences says, its best one, and its best two neighbours."""
        cells = self._cells[:, sentences.start : sentences.stop]
        two = np.maximum(cells[:, :-1], cells[:, 1:]) if len(sentences) > 1 else cells
        return {
            "alike_passage": self._said(cells),
            "alike_passage_strong": self._said(cells >= _ALIKE),
            "alike_sentence": float(self.of_sentences[sentences.start : sentences.stop].max(initial=0.0)),
            "alike_two_sentences": min(1.0, float((self._weights @ two).max(initial=0.0))),
            "alike_two_strong": min(1.0, float((self._weights @ (two >= _ALIKE)).max(initial=0.0))),
        }

    def _said(self, cells: NDArray[Any]) -> float:
        return min(1.0, float(self._weights @ cells.max(axis=1, initial=0)))
