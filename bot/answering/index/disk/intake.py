"""Articles on their way into an index on disk: their numbers, and their postings, cut at most once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from bot.answering.index.cutting import packed_postings
from bot.answering.index.disk.layer import Shelved, stamp_of
from bot.answering.index.disk.store import Kept, Store
from bot.answering.index.disk.tables import sealed
from bot.answering.index.processes import Workshop
from bot.language.vocabulary import Vocabulary
from bot.retrieval.packing import opened
from bot.retrieval.postings import Postings

__all__ = ["Intake", "number_of"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_ROOM = 2_048
"""Numbers of one microsecond: the ids of articles added in it order them as the library does, by two characters."""


class Intake:
    """Brings articles of a shelf from the library, cut by `vocabulary`; postings are kept there under `seal`."""

    def __init__(
        self, store: Store, shelf: str, vocabulary: Vocabulary, seal: str, workshop: Workshop
    ) -> None:
        """Many articles are cut in the `workshop`."""
        self._store, self._shelf, self._vocabulary, self._seal = store, shelf, vocabulary, seal
        self._workshop = workshop

    def shelved(
        self, ids: Sequence[str], known: Mapping[str, int], taken: Callable[[int], bool]
    ) -> list[Shelved]:
        """Return those of the articles that are on the shelf, with their postings.

        `known` are the numbers that articles have; no other gets one that is `taken`.
        """
        there = self._store.shelved(self._shelf, ids)
        keys = {one: (one, self.seal(kept)) for one, kept in there.items()}
        counted = self._kept(list(keys.values()))
        lacking = [one for one in there if one not in counted]
        texts = [there[one].article for one in lacking]
        cut = dict(zip(lacking, packed_postings(texts, self._vocabulary, self._workshop), strict=True))
        self._store.keep(self._shelf, {keys[one]: content for one, content in cut.items()})
        counted |= {one: opened(content).postings for one, content in cut.items()}
        numbers = _numbers(there, known, taken)
        return [Shelved(numbers[one], kept.article, counted[one]) for one, kept in there.items()]

    def _kept(self, keys: Sequence[tuple[str, str]]) -> dict[str, Postings]:
        """Return the postings that are kept under these keys; those that are damaged are forgotten."""
        counted: dict[str, Postings] = {}
        damaged: set[str] = set()
        for one, content in self._store.postings(self._shelf, keys).items():
            try:
                counted[one] = opened(content).postings
            except ValueError:
                damaged.add(one)
        if damaged:
            self._store.forget(self._shelf, [key for key in keys if key[0] in damaged])
        return counted

    def seal(self, kept: Kept) -> str:
        """Return under what seal the article's postings are kept."""
        return sealed(self._seal, stamp_of(kept.article.text_hash))


def number_of(article_id: str, added_at: datetime) -> int:
    """Return a number by which articles stand as they were added, those of one moment by their ids."""
    since = added_at.astimezone(UTC) - _EPOCH
    moment = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    first, second = (_ALPHABET.find(one) for one in f"{article_id:0<2}"[:2])
    return moment * _ROOM + max(0, first) * len(_ALPHABET) + max(0, second)


def _numbers(
    there: Mapping[str, Kept], known: Mapping[str, int], taken: Callable[[int], bool]
) -> dict[str, int]:
    numbers: dict[str, int] = {}
    used: set[int] = set()
    for one, number in _wanted(there.items()):
        had = known.get(one)
        if had is not None and had // _ROOM == number // _ROOM:
            numbers[one] = had
            continue
        while number in used or taken(number):
            number += 1
        numbers[one] = number
        used.add(number)
    return numbers


def _wanted(kept: Iterable[tuple[str, Kept]]) -> list[tuple[str, int]]:
    return sorted(((one, number_of(one, each.added_at)) for one, each in kept), key=lambda pair: pair[::-1])
