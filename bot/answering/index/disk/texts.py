"""Articles of a shelf on disk and their postings, fetched from the library by number; those used last are remembered."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from bot.answering.index.disk.store import Store
from bot.model import Article
from bot.retrieval.packing import unpacked
from bot.retrieval.postings import Postings

__all__ = ["Remembered", "Texts"]

_MOST = 512
_MOST_WEIGHT = 4_000_000
"""Characters of articles, or cells of postings, that are remembered; an article may be a book."""
_Value = TypeVar("_Value")


class Remembered(Generic[_Value]):
    """Values by number: those asked for are fetched together, those asked for last are remembered."""

    def __init__(
        self, fetch: Callable[[Sequence[int]], Mapping[int, _Value]], weight: Callable[[_Value], int]
    ) -> None:
        self._fetch, self._weight = fetch, weight
        self._known: OrderedDict[int, _Value] = OrderedDict()
        self._total = 0
        self._lock = threading.Lock()

    def of(self, numbers: Sequence[int]) -> dict[int, _Value]:
        """Return those of the values that there are."""
        with self._lock:
            found = {number: self._known[number] for number in numbers if number in self._known}
            for number in found:
                self._known.move_to_end(number)
        lacking = [number for number in dict.fromkeys(numbers) if number not in found]
        fetched = self._fetch(lacking) if lacking else {}
        with self._lock:
            self._remember(fetched)
        return {
            number: value
            for number in numbers
            if (value := found.get(number, fetched.get(number))) is not None
        }

    def _remember(self, fetched: Mapping[int, _Value]) -> None:
        for number, value in fetched.items():
            if number not in self._known:
                self._known[number] = value
                self._total += self._weight(value)
        while len(self._known) > 1 and (len(self._known) > _MOST or self._total > _MOST_WEIGHT):
            self._total -= self._weight(self._known.popitem(last=False)[1])


class Texts:
    """The articles of a shelf by number; `keys` returns the ids and seals of those that the index has."""

    def __init__(
        self, store: Store, shelf: str, keys: Callable[[Sequence[int]], Mapping[int, tuple[str, str]]]
    ) -> None:
        self._store, self._shelf, self._keys = store, shelf, keys
        self.articles = Remembered[Article](self._articles, lambda article: len(article.text))
        self.postings = Remembered[Postings](self._postings, lambda postings: len(postings.parts.places))

    def _articles(self, numbers: Sequence[int]) -> dict[int, Article]:
        keys = self._keys(numbers)
        there = self._store.shelved(self._shelf, [article_id for article_id, _ in keys.values()])
        return {
            number: there[article_id].article
            for number, (article_id, _) in keys.items()
            if article_id in there
        }

    def _postings(self, numbers: Sequence[int]) -> dict[int, Postings]:
        keys = self._keys(numbers)
        there = self._store.postings(self._shelf, list(keys.values()))
        found: dict[int, Postings] = {}
        for number, (one, _) in keys.items():
            # what is damaged is as good as gone, until the index is built anew and cuts it again
            with suppress(ValueError, KeyError):
                found[number] = unpacked(there[one])
        return found
