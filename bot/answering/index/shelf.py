"""A shelf made ready for searching: its passages in an engine, its statistics, its articles as the engine has them."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import count as count_from
from itertools import islice
from pathlib import Path

from bot.answering.index.counting import Count, Counted, counted, joined
from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.kept import Kept
from bot.language.commonness import expected_share
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article, Passage
from bot.retrieval.engine import Engine, lucene_idf

__all__ = ["ShelfIndex"]

_GENERAL = 100.0
"""How many passages of general Chinese an idf assumes beside the shelf's own, so that a shelf of
seven passages still knows 天气 from 驾驶舱. On large shelves they do not count."""
_AT_HAND = 512
"""Articles whose passages are kept cut; one of 3,000 characters takes half a millisecond."""
_ASKED = 16_384
"""Terms whose frequencies are remembered."""


class ShelfIndex:
    """The articles of a shelf, searched by an engine of the class given. Never changes."""

    def __init__(
        self,
        articles: Sequence[Article],
        engine: type[Engine],
        vocabulary: Vocabulary = NO_WORDS,
        *,
        keep: Path | None = None,
        before: "ShelfIndex | None" = None,
        count: Count = counted,
    ) -> None:
        """`keep` is a folder in which the indexes of large shelves are kept from one start to the next.

        `before` is the shelf as it was, of the same engine and vocabulary: only articles that it does not have
        are counted, by `count`.
        """
        self.articles = tuple(articles)
        self.vocabulary = vocabulary
        kept = Kept(keep, self.articles, vocabulary, engine)
        self._counted = kept.found() or self._anew(engine, before, count)
        kept.keep(self._counted)
        self._engine = self._counted.engine
        self._starts = self._counted.starts
        # neither holds the shelf itself: a circle would keep one that was replaced until it is looked for
        self.indexed = lru_cache(_AT_HAND)(partial(_indexed, self._counted, self.articles, vocabulary))
        self.frequency = lru_cache(_ASKED)(partial(_frequency, self._engine))
        terms = self._engine.collection_length
        self.mean_sentence = max(1.0, terms / max(1, self._engine.part_count))
        self.mean_passage = max(1.0, terms / max(1, self.passages))
        self.mean_article = max(1.0, terms / max(1, len(self.articles)))

    def _anew(self, engine: type[Engine], before: "ShelfIndex | None", count: Count) -> Counted:
        if before is None:
            return count(self.articles, self.vocabulary, engine)
        known = {article.text_hash: number for number, article in enumerate(before.articles)}
        # taken away once found: of two articles with one text, the second is counted
        places = [known.pop(article.text_hash, None) for article in self.articles]
        new = [article for article, place in zip(self.articles, places, strict=True) if place is None]
        numbers = count_from(0)
        order = [(1, next(numbers)) if place is None else (0, place) for place in places]
        return joined([before._counted, count(new, self.vocabulary, engine)], order, engine)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._engine)

    def known(self, term: str) -> bool:
        """Whether any passage holds the term."""
        return self.frequency(term) > 0

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """How many passages hold each of the terms."""
        return self._engine.frequencies(terms)

    def idf(self, term: str, frequency: int | None = None) -> float:
        """Lucene's idf over the shelf's passages and a hundred of general Chinese; `frequency` where it is known."""
        often = self.frequency(term) if frequency is None else frequency
        return self._idf(often + _GENERAL * expected_share(term))

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
        scored = self._engine.search(dict.fromkeys(asked, 1.0), limit if within is None else self.passages)
        places = (self._place(one.document) for one in scored)
        for article, passage in islice((p for p in places if within is None or p[0] in within), limit):
            found.setdefault(article, []).append(passage)
        return found

    def holding(self, articles: Sequence[int], terms: Sequence[str]) -> list[list[int]]:
        """For each of the articles, for each term: a number whose bit i says whether sentence i holds it."""
        return self._engine.holding([self._counted.documents(article) for article in articles], terms)

    def passage(self, article: int, number: int) -> Passage:
        """Passage `number` of article `article`, both counted from 0."""
        return self.indexed(article).passages[number]

    def number(self, article: int, passage: Passage) -> int:
        """The number of the passage in article `article`. Raises ValueError where it is none of it."""
        return self.indexed(article).passages.index(passage)

    def _idf(self, holding: float) -> float:
        return lucene_idf(holding, self.passages + _GENERAL)

    def _place(self, document: int) -> tuple[int, int]:
        """The number of the article, and of the passage in it."""
        article = bisect_right(self._starts, document) - 1
        return article, document - self._starts[article]


def _indexed(
    counted: Counted, articles: Sequence[Article], vocabulary: Vocabulary, article: int
) -> IndexedArticle:
    """Article number `article` with the lengths of its sentences; the last few hundred asked for are kept."""
    sizes = counted.engine.part_lengths(counted.documents(article))
    return IndexedArticle(articles[article], sizes, vocabulary)


def _frequency(engine: Engine, term: str) -> int:
    """How many passages hold the term."""
    return engine.frequencies([term])[0]
