"""A shelf made ready for searching: its passages in an engine, its statistics, its articles indexed."""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from bot.answering.indexed import IndexedArticle, indexed
from bot.answering.kept import Counts, kept_or_built
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
        self,
        articles: Sequence[Article],
        engine: type[Engine],
        vocabulary: Vocabulary = NO_WORDS,
        keep: Path | None = None,
    ) -> None:
        """`keep` is a folder in which the indexes of large shelves are kept from one start to the next."""
        self.articles = tuple(articles)
        self.vocabulary = vocabulary
        self._cut = tuple(passages(article) for article in self.articles)
        self._places = tuple((a, p) for a, cut in enumerate(self._cut) for p in range(len(cut)))
        self._engine, counts = kept_or_built(
            keep, self.articles, vocabulary, engine, lambda: self._built(engine)
        )
        self.mean_sentence = max(1.0, counts.terms / max(1, counts.sentences))
        self.mean_passage = max(1.0, counts.terms / max(1, len(self._places)))
        self.mean_article = max(1.0, counts.terms / max(1, len(self.articles)))
        self._ready = lru_cache(_KEPT_READY)(self._indexed)

    def _built(self, engine: type[Engine]) -> tuple[Engine, Counts]:
        counts = {"terms": 0, "sentences": 0}
        built = engine.build(self._documents(counts))
        return built, Counts(**counts)

    def _documents(self, counts: dict[str, int]) -> Iterator[list[str]]:
        for cut in self._cut:
            for passage in cut:
                found = terms(passage.text, self.vocabulary)
                counts["terms"] += len(found)
                counts["sentences"] += len(sentences(passage.text))
                yield found

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

    def candidates(
        self, asked: Sequence[str], limit: int, within: frozenset[int] | None = None
    ) -> dict[int, list[int]]:
        """The `limit` passages that BM25 puts first: for each article's number, the numbers of its passages.

        `within` are the only articles to look at.
        """
        found: dict[int, list[int]] = {}
        scored = self._engine.search(
            dict.fromkeys(asked, 1.0), limit if within is None else len(self._places)
        )
        places = (self._places[one.document] for one in scored)
        for article, passage in islice((p for p in places if within is None or p[0] in within), limit):
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
