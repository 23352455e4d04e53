"""Articles of a shelf on disk and their postings, fetched from the library by number; those used last are remembered."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Generic, NamedTuple, TypeVar

from bot.answering.index.disk.store import Store
from bot.answering.index.disk.tables import is_of
from bot.errors import ShelfChanged
from bot.model import Article
from bot.retrieval.packing import Packed, opened

__all__ = ["Counted", "Remembered", "Texts"]

_MOST = 512
_MOST_WEIGHT = 4_000_000
"""Characters of articles, or cells of postings, that are remembered; an article may be a book."""
_Value = TypeVar("_Value")


class Counted(NamedTuple):
    """What a candidate is weighed by: its article's postings, and their seal."""

    postings: Packed
    seal: str


class Remembered(Generic[_Value]):
    """Values by number: those asked for are fetched together, those asked for last are remembered."""

    def __init__(
        self, fetch: Callable[[Sequence[int]], Mapping[int, _Value]], weight: Callable[[_Value], int]
    ) -> None:
        self._fetch, self._weight = fetch, weight
        self._known: OrderedDict[int, tuple[_Value, int]] = OrderedDict()
        """Each with its weight, which takes as long to work out as all the rest."""
        self._total = 0
        self._lock = threading.Lock()

    def of(self, numbers: Sequence[int]) -> dict[int, _Value]:
        """Return those of the values that there are."""
        known = self._known
        with self._lock:
            found = {number: known[number][0] for number in numbers if number in known}
            for number in found:
                known.move_to_end(number)
        lacking = [number for number in dict.fromkeys(numbers) if number not in found]
        if not lacking:
            return found
        fetched = self._fetch(lacking)
        with self._lock:
            self._remember(fetched)
        found.update(fetched)
        return {number: found[number] for number in numbers if number in found}

    def known(self, numbers: Sequence[int]) -> set[int]:
        """Return the numbers of those that are remembered."""
        with self._lock:
            return {number for number in numbers if number in self._known}

    def _remember(self, fetched: Mapping[int, _Value]) -> None:
        for number, value in fetched.items():
            if number not in self._known:
                weight = self._weight(value)
                self._known[number] = value, weight
                self._total += weight
        while len(self._known) > 1 and (len(self._known) > _MOST or self._total > _MOST_WEIGHT):
            self._total -= self._known.popitem(last=False)[1][1]


class Texts:
    """The articles of a shelf by number; `keys` returns the ids and seals of those that the index has at `revision`.

    Postings are found of articles that are as the index has them: the library may be a moment ahead.
    """

    def __init__(
        self,
        store: Store,
        shelf: str,
        keys: Callable[[Sequence[int]], Mapping[int, tuple[str, str]]],
        revision: int,
    ) -> None:
        self._store, self._shelf, self._keys, self._revision = store, shelf, keys, revision
        self.articles = Remembered[Article](self._articles, lambda article: len(article.text))
        self.counted = Remembered[Counted](self._counted, lambda one: one.postings.length("places"))
        self._unreadable: set[int] = set()
        """The numbers of articles whose text did not come when it was to be read, whatever the library says of it."""

    def _articles(self, numbers: Sequence[int]) -> dict[int, Article]:
        keys = self._keys(numbers)
        there = self._store.shelved(self._shelf, [article_id for article_id, _ in keys.values()])
        return {
            number: there[article_id].article
            for number, (article_id, _) in keys.items()
            if article_id in there
        }

    def read(self, number: int, seal: str) -> Article:
        """Return the article of that number. Raises ShelfChanged if its text is not the one that was sealed so."""
        article = self.articles.of([number]).get(number)
        if article is None or not is_of(seal, article.text_hash):
            self._unreadable.add(number)
            raise ShelfChanged("the article is no longer on the shelf; ask again")
        return article

    def moved(self, numbers: Sequence[int]) -> set[int]:
        """Return the numbers of the articles that the library no longer has as the index has them.

        Those that could not be read before are among them.
        """
        unreadable = self._unreadable.intersection(numbers)
        if not numbers or self._store.revision(self._shelf) == self._revision:
            return unreadable
        return unreadable | self._changed(self._keys(numbers))

    def _changed(self, keys: Mapping[int, tuple[str, str]]) -> set[int]:
        hashes = self._store.hashes(self._shelf, [one for one, _ in keys.values()])
        return {number for number, (one, seal) in keys.items() if not is_of(seal, hashes.get(one, "-"))}

    def _counted(self, numbers: Sequence[int]) -> dict[int, Counted]:
        keys = self._keys([number for number in numbers if number not in self._unreadable])
        there = self._store.postings(self._shelf, list(keys.values()))
        moved = self.moved(list(keys))
        found: dict[int, Counted] = {}
        for number, (one, seal) in keys.items():
            # what is damaged is as good as gone, until the index is built anew and cuts it again
            with suppress(ValueError):
                if one in there and number not in moved:
                    found[number] = Counted(opened(there[one]), seal)
        return found
