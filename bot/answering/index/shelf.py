"""A shelf made ready for searching: its passages in an engine, its statistics, its articles."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache, partial
from itertools import count as count_from
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.index_cache import IndexCache
from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.near_words import NearWord, NearWords
from bot.answering.index.passage_index import IndexPassages, PassageIndex, index_passages, merge
from bot.language.commonness import expected_share
from bot.language.meanings import meanings
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article, Passage
from bot.retrieval.engine import Engine, lucene_idf

__all__ = ["ShelfIndex"]

_GENERAL_PASSAGES = 100.0
"""Passages of general Chinese that an idf assumes beside the shelf's own, so that a shelf of
seven passages still knows 天气 from 驾驶舱. On large shelves they hardly count."""
_MAX_INDEXED = 512
"""Articles whose passages are remembered.

To cut one of 3,000 characters takes half a millisecond.
"""
_MAX_FREQUENCIES = 16_384
"""Terms whose frequencies are remembered."""


class ShelfIndex:
    """The articles of a shelf, searched by an engine of the class given. Never changes."""

    def __init__(
        self,
        articles: Sequence[Article],
        engine: type[Engine],
        vocabulary: Vocabulary = NO_WORDS,
        *,
        cache_folder: Path | None = None,
        previous: "ShelfIndex | None" = None,
        index: IndexPassages = index_passages,
    ) -> None:
        """`cache_folder` keeps the indexes of large shelves from one start to the next.

        `previous` is the shelf as it was, with the same engine and vocabulary: only articles that it lacks
        are indexed, by `index`.
        """
        self.articles = tuple(articles)
        self.vocabulary = vocabulary
        cache = IndexCache(cache_folder, self.articles, vocabulary, engine)
        kept = cache.load()
        self._passage_index = kept or self._build(engine, previous, index)
        if kept is None:
            cache.store(self._passage_index)
        self._engine = self._passage_index.engine
        self._starts = self._passage_index.starts
        # neither refers to self: a cycle would keep a replaced shelf in memory until the next garbage collection
        self.indexed = lru_cache(_MAX_INDEXED)(
            partial(_indexed, self._passage_index, self.articles, vocabulary)
        )
        self.frequency = lru_cache(_MAX_FREQUENCIES)(partial(_frequency, self._engine))
        terms = self._engine.collection_length
        self.mean_sentence = max(1.0, terms / max(1, self._engine.part_count))
        self.mean_passage = max(1.0, terms / max(1, self.passages))
        self.mean_article = max(1.0, terms / max(1, len(self.articles)))

    def _build(
        self, engine: type[Engine], previous: "ShelfIndex | None", index: IndexPassages
    ) -> PassageIndex:
        if previous is None:
            return index(self.articles, self.vocabulary, engine)
        known = {article.text_hash: number for number, article in enumerate(previous.articles)}
        # popped, so that of two articles with one text the second is indexed
        places = [known.pop(article.text_hash, None) for article in self.articles]
        new = [article for article, place in zip(self.articles, places, strict=True) if place is None]
        numbers = count_from(0)
        order = [(1, next(numbers)) if place is None else (0, place) for place in places]
        return merge([previous._passage_index, index(new, self.vocabulary, engine)], order, engine)

    @cached_property
    def _near_words(self) -> NearWords:
        shipped = meanings()
        return NearWords(shipped, np.flatnonzero(self._engine.standing(shipped.keys)))

    def near(self, words: Sequence[str]) -> list[tuple[NearWord, ...]]:
        """Return for each word the shelf's words nearest to it in meaning, itself left out, nearest first."""
        return self._near_words.near(words)

    def likeness(
        self, articles: Sequence[int], groups: Sequence[Sequence[tuple[str, float]]]
    ) -> NDArray[np.float32]:
        """Return how like each group of terms each sentence is: a row for each group, columns as for `holding`.

        A cell is the highest value of those terms of the group that the sentence holds, 0 if it holds none.
        """
        return self._engine.likeness([self._passage_index.documents(article) for article in articles], groups)

    @property
    def passages(self) -> int:
        """The number of passages."""
        return len(self._engine)

    @property
    def breadth(self) -> float:
        """How far it is from one article to an archive: 0 up to ten passages, 1 from a thousand on."""
        return min(1.0, max(0.0, math.log10(max(1, self.passages)) - 1) / 2)

    def known(self, term: str) -> bool:
        """Return whether any passage holds the term."""
        return self.frequency(term) > 0

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return for each of the terms the number of passages that hold it."""
        return self._engine.frequencies(terms)

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

    def candidates(
        self, terms: Sequence[str], limit: int, within: frozenset[int] | None = None
    ) -> dict[int, list[int]]:
        """Return the numbers of the `limit` passages that BM25 puts first, by article.

        `within` are the only articles to look at.
        """
        numbers: dict[int, list[int]] = {}
        scored = self._engine.search(dict.fromkeys(terms, 1.0), limit if within is None else self.passages)
        places = (self._place(hit.document) for hit in scored)
        for article, passage in islice((p for p in places if within is None or p[0] in within), limit):
            numbers.setdefault(article, []).append(passage)
        return numbers

    def holding(self, articles: Sequence[int], terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each sentence holds each term: a row for each term, a column for each sentence.

        The sentences of an article stand after those of the article before.
        """
        return self._engine.holding([self._passage_index.documents(article) for article in articles], terms)

    def passage(self, article: int, number: int) -> Passage:
        """Return passage `number` of article `article`, both counted from 0."""
        return self.indexed(article).passages[number]

    def number(self, article: int, passage: Passage) -> int:
        """Return the number of the passage in article `article`.

        Raises ValueError if it is not in it.
        """
        return self.indexed(article).passages.index(passage)

    def _idf(self, holding: float) -> float:
        return lucene_idf(holding, self.passages + _GENERAL_PASSAGES)

    def _place(self, document: int) -> tuple[int, int]:
        """Return the number of the article, and of the passage in it."""
        article = bisect_right(self._starts, document) - 1
        return article, document - self._starts[article]


def _indexed(
    passage_index: PassageIndex, articles: Sequence[Article], vocabulary: Vocabulary, article: int
) -> IndexedArticle:
    """Return article number `article` with the lengths of its sentences."""
    sizes = passage_index.engine.part_lengths(passage_index.documents(article))
    return IndexedArticle(articles[article], sizes, vocabulary)


def _frequency(engine: Engine, term: str) -> int:
    """Return the number of passages that hold the term."""
    return engine.frequencies([term])[0]
