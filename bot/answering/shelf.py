"""A shelf made ready for searching: its passages in an engine, its statistics, its articles indexed."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from functools import lru_cache, partial
from itertools import count as count_from
from itertools import islice
from pathlib import Path

from bot.answering.counting import Count, Counted, counted, joined
from bot.answering.indexed import IndexedArticle, indexed
from bot.answering.kept import Kept
from bot.language.commonness import expected_share
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.model import Article, Passage
from bot.passages import passages
from bot.retrieval.engine import Engine

__all__ = ["ShelfIndex"]

_GENERAL = 100.0
"""How many passages of general Chinese an idf assumes beside the shelf's own, so that a shelf of
seven passages still knows 天气 from 驾驶舱. On large shelves they do not count."""
_KEPT_READY = 512
"""Articles kept ready for scoring; one of 3,000 characters takes ten milliseconds and 0.3 MB."""
_WARMED = 32
"""Of what is new on a shelf, how many articles are made ready at once, so that no question waits for it."""


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
        self._ready: Callable[[Article], IndexedArticle] = (
            before._ready if before else lru_cache(_KEPT_READY)(partial(_made_ready, vocabulary))
        )
        kept = Kept(keep, self.articles, vocabulary, engine)
        self._counted = kept.found() or self._anew(engine, before, count)
        kept.keep(self._counted)
        self._engine = self._counted.engine
        self._starts = self._counted.starts
        terms = self._engine.collection_length
        self.mean_sentence = max(1.0, terms / max(1, sum(self._counted.sentences)))
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
        for article in new[-_WARMED:]:
            self._ready(article)
        return joined([before._counted, count(new, self.vocabulary, engine)], order, engine)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._engine)

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
        scored = self._engine.search(dict.fromkeys(asked, 1.0), limit if within is None else self.passages)
        places = (self._place(one.document) for one in scored)
        for article, passage in islice((p for p in places if within is None or p[0] in within), limit):
            found.setdefault(article, []).append(passage)
        return found

    def indexed(self, article: int) -> IndexedArticle:
        """Article number `article` made ready; the last few hundred used are kept, also from the shelf as it was."""
        return self._ready(self.articles[article])

    def passage(self, article: int, number: int) -> Passage:
        """Passage `number` of article `article`, both counted from 0."""
        return self.indexed(article).passages[number]

    def number(self, article: int, passage: Passage) -> int:
        """The number of the passage in article `article`. Raises ValueError where it is none of it."""
        return self.indexed(article).passages.index(passage)

    @property
    def terms(self) -> Set[str]:
        """Every term that some passage holds."""
        return self._engine.terms()

    def _idf(self, holding: float) -> float:
        return math.log(1 + (self.passages + _GENERAL - holding + 0.5) / (holding + 0.5))

    def _place(self, document: int) -> tuple[int, int]:
        """The number of the article, and of the passage in it."""
        article = bisect_right(self._starts, document) - 1
        return article, document - self._starts[article]


def _made_ready(vocabulary: Vocabulary, article: Article) -> IndexedArticle:
    return indexed(article, passages(article), vocabulary)
