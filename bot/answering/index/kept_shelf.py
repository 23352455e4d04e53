"""A shelf whose articles the library keeps: an index finds, the postings beside the articles judge, what is shown is fetched."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.disk.quotable import quotable
from bot.answering.index.disk.store import Store
from bot.answering.index.disk.tables import Tables, keys_of
from bot.answering.index.disk.texts import Remembered, Texts
from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.register import Register
from bot.answering.index.shelf import ShelfIndex, Stretch
from bot.errors import ShelfChanged
from bot.language.meanings import meanings
from bot.language.vocabulary import Vocabulary
from bot.model import Article, Field
from bot.retrieval.engine import Cells
from bot.retrieval.found import FoundDocument
from bot.retrieval.gathered import Gathered
from bot.retrieval.key_set import KeySet
from bot.retrieval.rarity import rarities, telling

__all__ = ["KeptShelf"]

_FEW_ARTICLES = 64
"""Articles whose passages are all scored, where only these are looked at."""
_MORE_WANTED = 4
_TERMS_A_SENTENCE = 50
_MOST_BYTES = 100_000_000
"""What its articles and postings that are remembered take at most, as estimated."""


class KeptShelf(ShelfIndex):
    """The shelf as `tables` have it; `store` keeps its articles. Whoever inherits says how passages are found."""

    def __init__(
        self, tables: Tables, shelf: str, store: Store, vocabulary: Vocabulary, revision: int
    ) -> None:
        """`revision` is the one of the shelf of which the tables are."""
        self.vocabulary = vocabulary
        self._tables = tables
        self._texts: Texts = Texts(store, shelf, tables.keys, revision)
        self._register = tables.register_with(_fetching(self._texts))
        self.passages = tables.passages
        self.mean_sentence = max(1.0, tables.terms / max(1, tables.sentences))
        self.mean_passage = max(1.0, tables.terms / max(1, tables.passages))
        self.mean_article = max(1.0, tables.terms / max(1, len(self._register)))
        self._indexed = Remembered[IndexedArticle](
            self._newly_indexed, lambda one: _TERMS_A_SENTENCE * len(one.sizes)
        )
        self._gathered = lru_cache(4)(_gathering(self._texts))
        self._counted: tuple[bytes, NDArray[np.int64]] | None = None
        """The keys of the terms that were asked for last, and how many passages hold each."""
        self._asked_last: Mapping[str, int] = {}
        """The terms that were asked for last, and how many passages hold each."""
        self._scored: tuple[Mapping[int, int], Gathered] = {}, Gathered(())
        """What was found last: the place of each article, and the postings of all. Those weighed next are among them."""

    @abstractmethod
    def _often(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return for each key the number of passages that hold its term, at most that of all passages."""

    def _frequency(self, term: str) -> int:
        """Return the number of passages that hold a term which was not among those asked for last."""
        return int(self._often(keys_of([term]))[0])

    @abstractmethod
    def _search(
        self, keys: NDArray[np.uint64], limit: int, within: frozenset[int] | None
    ) -> Sequence[FoundDocument]:
        """Return about the best `limit` passages that hold any of the terms, fewer only if there are no more.

        `within` are the only articles to look at; if they are many, it may look at others too.
        """

    @abstractmethod
    def _enough(self, limit: int) -> int:
        """Return how many passages to find so that the best `limit` ones are among them."""

    @property
    def register(self) -> Register:
        """What is known of the articles; they are fetched from the library."""
        return self._register

    @property
    def bytes(self) -> int:
        """What it takes in memory, as estimated, once as much is remembered as may be."""
        return min(super().bytes, _MOST_BYTES)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return for each of the terms the number of passages that hold it."""
        found: list[int] = self._how_often(keys_of(terms)).tolist()
        self._asked_last = dict(zip(terms, found, strict=True))
        return found

    def frequency(self, term: str) -> int:
        """Return the number of passages that hold the term."""
        # most of those asked for one by one are words of the question, whose terms were looked up together
        known = self._asked_last.get(term)
        return self._frequency(term) if known is None else known

    def candidates(
        self, terms: Sequence[str], limit: int, within: frozenset[int] | None = None
    ) -> dict[int, list[int]]:
        """Return the numbers of the `limit` passages that BM25 puts first, by article, best first; ties in order."""
        keys, often = self._looked_up(terms)
        if not often.any():
            return {}
        if within is not None and len(within) <= _FEW_ARTICLES:
            found: Mapping[int, list[int] | None] = dict.fromkeys(sorted(within))
        else:
            found = self._found(keys, often, self._enough(limit), within)
        best: dict[int, list[int]] = {}
        for article, passage in self._best(found, keys, often, limit):
            best.setdefault(article, []).append(passage)
        return best

    def found(self, terms: Sequence[str], limit: int) -> Mapping[int, Sequence[int]]:
        """Return about the best `limit` passages for the terms, by article."""
        keys, often = self._looked_up(terms)
        return self._found(keys, often, limit, None) if often.any() else {}

    def texts(self, articles: Sequence[int]) -> Mapping[int, Article]:
        """Return those of the articles of these numbers that there are, in that order, fetched together."""
        return self._texts.articles.of(articles)

    def _looked_up(self, terms: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return the keys of the terms, each once, and how many passages hold them."""
        keys = keys_of(tuple(dict.fromkeys(terms)))
        return keys, self._how_often(keys)

    def _how_often(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return for each key the number of passages that hold its term; of those asked for last it is known."""
        # the terms that are weighed are those that are looked for next
        known, asked = self._counted, keys.tobytes()
        if known is None or known[0] != asked:
            self._counted = known = asked, self._often(keys)
        return known[1]

    def _found(
        self, keys: NDArray[np.uint64], often: NDArray[np.int64], limit: int, within: frozenset[int] | None
    ) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        keys, often = keys[often > 0], often[often > 0]
        for one in self._looked_for(keys[telling(often, self.passages)], limit, within):
            found.setdefault(one.article, []).append(one.document)
        return found

    def _looked_for(
        self, keys: NDArray[np.uint64], limit: int, within: frozenset[int] | None
    ) -> Iterator[FoundDocument]:
        """Yield at most `limit` passages of the articles as they are now."""
        most = limit
        while True:
            found = self._search(keys, most, within)
            stamps = self._tables.stamps([one.article for one in found])
            there = [
                one
                for one in found
                if stamps.get(one.article) == one.stamp and (within is None or one.article in within)
            ]
            if len(there) >= limit or len(found) < most:
                return iter(there[:limit])
            most *= _MORE_WANTED

    def _best(
        self,
        found: Mapping[int, list[int] | None],
        keys: NDArray[np.uint64],
        often: NDArray[np.int64],
        limit: int,
    ) -> list[tuple[int, int]]:
        """Return the articles and numbers of the best of the passages, exactly scored, best first."""
        remembered = self._texts.counted.known(list(found))
        known = self._texts.counted.of(list(found))
        gathered = Gathered([one.postings for one in known.values()])
        self._scored = {number: place for place, number in enumerate(known)}, gathered
        scores = gathered.scores(
            keys, rarities(often, self.passages), self._tables.terms / max(1, self.passages) or 1.0
        )
        places = [
            (-scores[first + number], article, number)
            for article, first, end in zip(known, gathered.documents, gathered.documents[1:], strict=False)
            for number in (found[article] or range(end - first))
            if scores[first + number] > 0
        ]
        ordered = [(article, number) for _, article, number in sorted(places)]
        return self._there(ordered, remembered, limit)

    def _there(
        self, places: Sequence[tuple[int, int]], remembered: Collection[int], limit: int
    ) -> list[tuple[int, int]]:
        """Return the first `limit` places whose articles are as the index has them.

        The library may be a moment ahead: what it has replaced or given away is not shown. Of those whose postings
        were not `remembered`, they were fetched together with what tells.
        """
        there: list[tuple[int, int]] = []
        for start in range(0, len(places), limit):
            some = places[start : start + limit]
            moved = self._texts.moved([article for article, _ in some if article in remembered])
            there += [place for place in some if place[0] not in moved]
            if len(there) >= limit:
                break
        return there[:limit]

    def indexed(self, article: int) -> IndexedArticle:
        """Return the article of that number. Raises ShelfChanged if the library no longer has it."""
        return self.all_indexed([article])[0]

    def all_indexed(self, articles: Sequence[int]) -> tuple[IndexedArticle, ...]:
        """Return the articles of these numbers, fetched together. Raises ShelfChanged as `indexed` does."""
        found = self._indexed.of(articles)
        if any(number not in found for number in articles):
            raise ShelfChanged("an article is no longer on the shelf; ask again")
        return tuple(found[number] for number in articles)

    def _newly_indexed(self, numbers: Sequence[int]) -> dict[int, IndexedArticle]:
        read, name, headed = self._texts.read, self._register.name, self._tables.headed(numbers)
        return {
            number: IndexedArticle(
                partial(read, number, one.seal),
                partial(name, Field.TITLE, number),
                one.postings.array("lengths").astype(np.int64),
                one.postings.firsts,
                self.vocabulary,
                has_headings=headed[number],
            )
            for number, one in self._texts.counted.of(numbers).items()
        }

    def bring(self, articles: Sequence[int]) -> None:
        """Fetch the texts of these articles together."""
        self._texts.articles.of(articles)

    def holding(self, articles: Sequence[int], terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each sentence holds each term."""
        gathered, places = self._lying(articles)
        return gathered.held(keys_of(terms), places)

    def meant(self, articles: Sequence[int]) -> Cells:
        """Return where words with a meaning stand: of each its row in the meanings, and its column as for `holding`."""
        gathered, places = self._lying(articles)
        return gathered.cells(_words_with_a_meaning(), places)

    def _lying(self, articles: Sequence[int]) -> tuple[Gathered, Sequence[int]]:
        """Return postings among which are those of the articles, and their places. Raises ArticleNotFound as `indexed` does."""
        places, scored = self._scored
        if all(article in places for article in articles):
            return scored, [places[article] for article in articles]
        return self._gathered(tuple(articles)), range(len(articles))

    def quotable(self, words: str) -> list[Stretch]:
        """Return the passages that share the rarest terms with a part of the words, with what stands beside them."""
        return quotable(words, self)


@cache
def _words_with_a_meaning() -> KeySet:
    return KeySet(meanings().keys)


def _fetching(texts: Texts) -> Callable[[Sequence[int]], Sequence[Article]]:
    """Return what fetches articles by their numbers; one that the library no longer has is left out."""

    def fetch(numbers: Sequence[int]) -> Sequence[Article]:
        found = texts.articles.of(numbers)
        return [found[number] for number in numbers if number in found]

    return fetch


def _gathering(texts: Texts) -> Callable[[tuple[int, ...]], Gathered]:
    """Return what gathers the postings of articles. What it returns raises ShelfChanged if one is gone."""

    def gather(numbers: tuple[int, ...]) -> Gathered:
        found = texts.counted.of(numbers)
        if any(number not in found for number in numbers):
            raise ShelfChanged("an article is no longer on the shelf; ask again")
        return Gathered([found[number].postings for number in numbers])

    return gather
