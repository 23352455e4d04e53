"""A shelf in memory: its passages in an engine, its articles beside it."""

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
from bot.answering.index.passage_index import IndexPassages, PassageIndex, index_passages, merge
from bot.answering.index.register import Register
from bot.answering.index.shelf import ShelfIndex
from bot.language.meanings import meanings
from bot.language.normalise import folded
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article
from bot.retrieval.engine import Cells, Engine

__all__ = ["MemoryShelf"]

_MAX_INDEXED = 512
"""Articles whose passages are remembered.

To cut one of 3,000 characters takes half a millisecond.
"""
_MAX_FREQUENCIES = 16_384
"""Terms whose frequencies are remembered."""


class MemoryShelf(ShelfIndex):
    """Articles that are held as they are, searched by an engine of the class given; they are numbered from 0."""

    def __init__(
        self,
        articles: Sequence[Article],
        engine: type[Engine],
        vocabulary: Vocabulary = NO_WORDS,
        *,
        cache_folder: Path | None = None,
        previous: ShelfIndex | None = None,
        index: IndexPassages = index_passages,
    ) -> None:
        """`cache_folder` keeps the indexes of large shelves from one start to the next.

        `previous` is the shelf as it was, with the same engine and vocabulary: if it was in memory too, only
        articles that it lacks are indexed, by `index`.
        """
        self._articles = tuple(articles)
        self.vocabulary = vocabulary
        cache = IndexCache(cache_folder, self._articles, vocabulary, engine)
        kept = cache.load()
        self._passage_index = kept or self._build(engine, previous, index)
        if kept is None:
            cache.store(self._passage_index)
        self._engine = self._passage_index.engine
        self._starts = self._passage_index.starts
        # neither refers to self: a cycle would keep a replaced shelf in memory until the next garbage collection
        self._indexed = lru_cache(_MAX_INDEXED)(
            partial(_indexed, self._passage_index, self._articles, vocabulary)
        )
        self._frequency = lru_cache(_MAX_FREQUENCIES)(partial(_frequency, self._engine))
        self.passages = len(self._engine)
        terms = self._engine.collection_length
        self.mean_sentence = max(1.0, terms / max(1, self._engine.part_count))
        self.mean_passage = max(1.0, terms / max(1, self.passages))
        self.mean_article = max(1.0, terms / max(1, len(self._articles)))

    def _build(self, engine: type[Engine], previous: ShelfIndex | None, index: IndexPassages) -> PassageIndex:
        if not isinstance(previous, MemoryShelf):
            return index(self._articles, self.vocabulary, engine)
        known = {article.text_hash: number for number, article in enumerate(previous._articles)}
        # popped, so that of two articles with one text the second is indexed
        places = [known.pop(article.text_hash, None) for article in self._articles]
        new = [article for article, place in zip(self._articles, places, strict=True) if place is None]
        numbers = count_from(0)
        order = [(1, next(numbers)) if place is None else (0, place) for place in places]
        return merge([previous._passage_index, index(new, self.vocabulary, engine)], order, engine)

    def meant(self, articles: Sequence[int]) -> Cells:
        """Return where words with a meaning stand: of each its row in the meanings, and its column as for `holding`."""
        return self._engine.cells(
            [self._passage_index.documents(article) for article in articles], meanings().keys
        )

    @cached_property
    def _register(self) -> Register:
        return Register.of(self._articles)

    @property
    def register(self) -> Register:
        """What is known of the articles."""
        return self._register

    @property
    def articles(self) -> Sequence[Article]:
        """All articles, the oldest first."""
        return self._articles

    def indexed(self, article: int) -> IndexedArticle:
        """Return the article of that number with the lengths of its sentences."""
        return self._indexed(article)

    def article(self, number: int) -> Article:
        """Return the article of that number."""
        return self._articles[number]

    def bring(self, articles: Sequence[int]) -> None:
        """Do nothing: all texts are at hand."""

    def quotable(self, words: str) -> None:
        """Return None: everything is at hand."""

    def frequency(self, term: str) -> int:
        """Return the number of passages that hold the term."""
        return self._frequency(term)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return for each of the terms the number of passages that hold it."""
        return self._engine.frequencies(terms)

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

    def _place(self, document: int) -> tuple[int, int]:
        """Return the number of the article, and of the passage in it."""
        article = bisect_right(self._starts, document) - 1
        return article, document - self._starts[article]


def _indexed(
    passage_index: PassageIndex, articles: Sequence[Article], vocabulary: Vocabulary, article: int
) -> IndexedArticle:
    """Return article number `article` with the lengths of its sentences."""
    sizes, firsts = passage_index.engine.parts(passage_index.documents(article))
    there = articles[article]
    return IndexedArticle(
        lambda: there,
        lambda: folded(there.source.title),
        sizes,
        firsts.tolist(),
        vocabulary,
        has_headings=bool(there.headings),
    )


def _frequency(engine: Engine, term: str) -> int:
    """Return the number of passages that hold the term."""
    return engine.frequencies([term])[0]
