"""A shelf made ready for searching: its passages in an engine, its statistics, its articles indexed."""

import math
from collections.abc import Sequence
from functools import lru_cache

from bot.answering.indexed import IndexedArticle, indexed
from bot.language.commonness import expected_share
from bot.language.sentences import sentences
from bot.language.terms import terms
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article, Passage
from bot.passages import passages
from bot.retrieval.engine import Engine

__all__ = ["ShelfIndex"]

_GENERAL = 100.0
"""How many passages of general Chinese an idf assumes beside the shelf's own, so that a shelf of
seven passages still knows 天气 from 驾驶舱. On large shelves they do not count."""
_KEPT_READY = 4096


class ShelfIndex:
    """The articles of a shelf, searched by an engine of the class given. Never changes."""

    def __init__(
        self, articles: Sequence[Article], engine: type[Engine], vocabulary: Vocabulary = NO_WORDS
    ) -> None:
        self.articles = tuple(articles)
        self.vocabulary = vocabulary
        self._cut = tuple(passages(article) for article in self.articles)
        self._places = tuple((a, p) for a, cut in enumerate(self._cut) for p in range(len(cut)))
        found = [terms(passage.text, vocabulary) for cut in self._cut for passage in cut]
        self._engine = engine.build(found)
        total = sum(map(len, found))
        sentence_count = sum(len(sentences(passage.text)) for cut in self._cut for passage in cut)
        self.mean_sentence = max(1.0, total / max(1, sentence_count))
        self.mean_passage = max(1.0, total / max(1, len(self._places)))
        self.mean_article = max(1.0, total / max(1, len(self.articles)))
        self._ready = lru_cache(_KEPT_READY)(self._indexed)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._places)

    def known(self, term: str) -> bool:
        """Whether any passage holds the term."""
        return self._engine.frequency(term) > 0

    def frequency(self, term: str) -> int:
        """How many passages hold the term."""
        return self._engine.frequency(term)

    def idf(self, term: str) -> float:
        """Lucene's idf over the shelf's passages and a hundred of general Chinese."""
        return self._idf(self._engine.frequency(term) + _GENERAL * expected_share(term))

    @property
    def highest_idf(self) -> float:
        """The idf of a term that stands nowhere at all."""
        return self._idf(0)

    def candidates(self, asked: Sequence[str], limit: int) -> dict[int, list[int]]:
        """The `limit` passages that BM25 puts first: for each article's number, the numbers of its passages."""
        found: dict[int, list[int]] = {}
        for scored in self._engine.search(dict.fromkeys(asked, 1.0), limit):
            article, passage = self._places[scored.document]
            found.setdefault(article, []).append(passage)
        return found

    def indexed(self, article: int) -> IndexedArticle:
        """Article number `article` made ready; the last few thousand used are kept."""
        return self._ready(article)

    def passage(self, article: int, number: int) -> Passage:
        """Passage `number` of article `article`, both counted from 0."""
        return self._cut[article][number]

    def number(self, article: int, passage: Passage) -> int:
        """The number of the passage in article `article`. Raises ValueError where it is none of it."""
        return self._cut[article].index(passage)

    def pairs(self) -> dict[str, int]:
        """Every pair of neighbouring units on the shelf, and how many passages hold it."""
        return {term[2:]: self._engine.frequency(term) for term in self._engine.terms() if term[0] == "b"}

    def _idf(self, holding: float) -> float:
        return math.log(1 + (len(self._places) + _GENERAL - holding + 0.5) / (holding + 0.5))

    def _indexed(self, article: int) -> IndexedArticle:
        return indexed(self.articles[article], self._cut[article], self.vocabulary)
