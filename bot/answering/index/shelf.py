"""The port behind which shelves stand: what answering asks of one, wherever its index and its articles lie."""

import math
from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.articles import Articles
from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.listed import Listed
from bot.answering.index.register import Register
from bot.language.commonness import expected_share
from bot.language.vocabulary import Vocabulary
from bot.model import Article, Passage, Span
from bot.retrieval.engine import Cells, lucene_idf

__all__ = ["ShelfIndex", "Stretch"]

_GENERAL_PASSAGES = 100.0
"""Passages of general Chinese that an idf assumes beside the shelf's own, so that a shelf of
seven passages still knows 天气 from 驾驶舱. On large shelves they hardly count."""
_BYTES, _BYTES_A_TERM = 100_000, 50.0
"""What a shelf takes in memory: 48 bytes a term once forty questions were asked, as measured with 100 and with 400 articles."""

Stretch = tuple[Article, Span]
"""A part of an article in which quoted words are looked for."""


class ShelfIndex(Protocol):
    """A shelf made ready for searching. Never changes: a shelf that changed gets a new one.

    Articles go by numbers, which ascend in the shelf's order and need not be without gaps. Whoever keeps this protocol
    gives the candidates, the frequencies, the sizes and where terms stand; all the rest follows from them.
    """

    vocabulary: Vocabulary
    passages: int
    """The number of passages."""
    mean_sentence: float
    mean_passage: float
    mean_article: float
    """The mean numbers of terms, at least 1."""

    @property
    @abstractmethod
    def register(self) -> Register:
        """What is known of the articles, and the articles themselves when they are looked at."""

    @abstractmethod
    def candidates(
        self, terms: Sequence[str], limit: int, within: frozenset[int] | None = None
    ) -> dict[int, list[int]]:
        """Return the numbers of the `limit` passages that BM25 puts first, by article, best first; ties in order.

        `within` are the only articles to look at.
        """

    @abstractmethod
    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return for each of the terms the number of passages that hold it."""

    @abstractmethod
    def indexed(self, article: int) -> IndexedArticle:
        """Return the article of that number with the lengths of its sentences."""

    def all_indexed(self, articles: Sequence[int]) -> tuple[IndexedArticle, ...]:
        """Return the articles of these numbers with the lengths of their sentences."""
        return tuple(map(self.indexed, articles))

    @abstractmethod
    def bring(self, articles: Sequence[int]) -> None:
        """Fetch the texts of these articles together, which will be looked at."""

    @abstractmethod
    def holding(self, articles: Sequence[int], terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each sentence holds each term: a row for each term, a column for each sentence.

        The sentences of an article stand after those of the article before.
        """

    @abstractmethod
    def meant(self, articles: Sequence[int]) -> Cells:
        """Return where words with a meaning stand: of each its row in the meanings, and its column as for `holding`."""

    @abstractmethod
    def quotable(self, words: str) -> Sequence[Stretch] | None:
        """Return where the words, or parts of them, may be quoted from, in order; None for anywhere on the shelf."""

    def expect(self, text: str) -> None:
        """Be told that frequencies of the text's terms will be asked for one by one; a shelf may then ask for all at once."""
        del text  # most have them at hand

    @property
    def bytes(self) -> int:
        """What it takes in memory, as estimated: what was measured a term, with what questions leave behind."""
        return _BYTES + round(_BYTES_A_TERM * self.mean_passage * self.passages)

    def frequency(self, term: str) -> int:
        """Return the number of passages that hold the term."""
        return self.frequencies([term])[0]

    @property
    def articles(self) -> Sequence[Article]:
        """All articles, the oldest first; they may be fetched only when looked at."""
        return Listed(self.register)

    def fetched(self, numbers: Sequence[int] | NDArray[np.int64]) -> Articles:
        """Return the articles of these numbers, in the same order."""
        return self.register.articles(numbers)

    def article(self, number: int) -> Article:
        """Return the article of that number."""
        return self.indexed(number).article

    @property
    def breadth(self) -> float:
        """How far it is from one article to an archive: 0 up to ten passages, 1 from a thousand on."""
        return min(1.0, max(0.0, math.log10(max(1, self.passages)) - 1) / 2)

    def known(self, term: str) -> bool:
        """Return whether any passage holds the term."""
        return self.frequency(term) > 0

    def idf(self, term: str, frequency: int | None = None) -> float:
        """Return Lucene's idf over the shelf's passages and a hundred of general Chinese.

        `frequency` is the number of passages that hold the term, if it is known.
        """
        holding = self.frequency(term) if frequency is None else frequency
        return self._idf(holding + _GENERAL_PASSAGES * expected_share(term))

    @property
    def highest_idf(self) -> float:
        """The idf of a term that stands nowhere at all."""
        return self._idf(0)

    def passage(self, article: int, number: int) -> Passage:
        """Return passage `number`, counted from 0, of the article of that number."""
        return self.indexed(article).passages[number]

    def number(self, article: int, passage: Passage) -> int:
        """Return the number of the passage in the article of that number.

        Raises ValueError if it is not in it.
        """
        return self.indexed(article).passages.index(passage)

    def _idf(self, holding: float) -> float:
        return lucene_idf(holding, self.passages + _GENERAL_PASSAGES)
