"""How much of a question the sentences of articles say in words of like meaning.

A word of the question counts by its rarity in general Chinese, times the likeness of the sentence's nearest word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.index.near_words import NearWord
from bot.answering.index.shelf import ShelfIndex
from bot.language.commonness import surprise

__all__ = ["WordAsked", "words_asked"]


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
    words = [term[2:] for term in terms if term.startswith("w:")]
    near = shelf.near(words)
    return tuple(_word_asked(word, others, terms) for word, others in zip(words, near, strict=True))


def _word_asked(word: str, near: Sequence[NearWord], terms: Mapping[str, int]) -> WordAsked:
    pairs = [terms.get(f"b:{a}{b}") for a, b in pairwise(word)]
    return WordAsked(
        word,
        surprise(f"w:{word}"),
        ((f"w:{word}", 1.0), *((f"w:{other}", likeness) for other, likeness in near)),
        () if None in pairs else tuple(place for place in pairs if place is not None),
    )
