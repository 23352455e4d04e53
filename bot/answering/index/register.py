"""The register of a shelf: what is known of its articles, in columns, without holding their texts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.articles import Articles, Fetch
from bot.answering.index.names import Names, joined_names, names_of
from bot.answering.index.spellings import Spellings, joined_spellings, places_in_order, spellings_of
from bot.each_once import each_once
from bot.language.keys import key
from bot.language.normalise import folded
from bot.model import Article, Field, Source

__all__ = ["NAMED", "Entries", "Register", "entries_of", "joined_entries"]

NAMED = (Field.TITLE, Field.AUTHOR, Field.AUTHOR_POST, Field.PUBLICATION, Field.COLUMN)
"""The fields of a source that a question may name its article by."""
_NO_RECORD = 0
_SPELLED = 1_000
"""Articles from which on it is kept how their titles are spelled; what tells it takes a second to load."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Entries:
    """Some articles of a register, in the shelf's order, a row each."""

    numbers: Numbers
    """Ascending: the shelf's order."""
    ids: NDArray[np.bytes_]
    days: NDArray[np.int32]
    """The ordinal of the day of publication; 0 where it is not known."""
    tongues: NDArray[np.bytes_]
    """The language without its region."""
    records: NDArray[np.uint64]
    """A key of the record by which editions are known, 0 for none."""
    headed: NDArray[np.bool_]
    """Whether the article has headings."""
    names: Mapping[Field, Names]
    spelled: Spellings | None = None
    """How the titles are spelled, if that is kept."""

    @each_once
    def spellings(self) -> Spellings:
        """How the titles are spelled."""
        if self.spelled is not None:
            return self.spelled
        titles = self.names[Field.TITLE]
        return spellings_of(titles.name(place) for place in range(len(self.numbers)))


def entries_of(numbers: Sequence[int], known: Sequence[tuple[str, Source, bool]]) -> Entries:
    """Return the entries of articles, each known by its id, its source, and whether it has headings."""
    sources = [source for _, source, _ in known]
    return Entries(
        np.array(numbers, dtype=np.int64),
        np.array([article_id.encode() for article_id, _, _ in known], dtype="S16"),
        np.array(
            [source.published.toordinal() if source.published else 0 for source in sources], dtype=np.int32
        ),
        np.array([_tongue(source.language) for source in sources], dtype="S16"),
        np.array([_record(source) for source in sources], dtype=np.uint64),
        np.array([has_headings for _, _, has_headings in known], dtype=np.bool_),
        {field: names_of(folded(getattr(source, field) or "") for source in sources) for field in NAMED},
    )


def joined_entries(parts: Sequence[tuple[Entries, NDArray[np.bool_]]]) -> Entries:
    """Return the entries of several that stay, in the order of their numbers."""
    numbers = np.concatenate([entries.numbers[stays] for entries, stays in parts])
    order = np.argsort(numbers, kind="stable")
    rows = [(entries, np.flatnonzero(stays)) for entries, stays in parts]
    names = {field: joined_names([(of.names[field], stays) for of, stays in rows]) for field in NAMED}
    is_spelled = len(numbers) > _SPELLED
    spelled = joined_spellings([(of.spellings, stays) for of, stays in rows]) if is_spelled else None

    def column(name: str) -> NDArray[np.generic]:
        joined: NDArray[np.generic] = np.concatenate(
            [getattr(entries, name)[stays] for entries, stays in parts]
        )
        return joined[order]

    return Entries(
        numbers[order],
        column("ids").astype("S16"),
        column("days").astype(np.int32),
        column("tongues").astype("S16"),
        column("records").astype(np.uint64),
        column("headed").astype(np.bool_),
        {field: replace(of, codes=of.codes[order]) for field, of in names.items()},
        None if spelled is None else replace(spelled, codes=spelled.codes[order]),
    )


class Register:
    """The articles of a shelf by what is known of them; `layers` hold them all, less those that are `gone`."""

    def __init__(self, layers: Sequence[Entries], fetch: Fetch, gone: Iterable[int] = ()) -> None:
        self._fetch = fetch
        without = np.array(sorted(gone), dtype=np.int64)
        # the newest layer says what is there: an article replaced since stands in it anew
        stays = [
            _all_but(
                entries.numbers,
                np.concatenate([without, *(later.numbers for later in layers[place + 1 :])]),
            )
            for place, entries in enumerate(layers)
        ]
        self.layers = tuple(zip(layers, stays, strict=True))
        self._size = sum(int(there.sum()) for there in stays)
        self._has_left = self._size < sum(map(len, stays))

    @classmethod
    def of(cls, articles: Sequence[Article]) -> "Register":
        """Return the register of articles that are at hand, numbered from 0."""
        known = [(article.id, article.source, bool(article.headings)) for article in articles]
        entries = entries_of(range(len(articles)), known)
        return cls([entries], lambda numbers: [articles[number] for number in numbers])

    def __len__(self) -> int:
        return self._size

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of all articles, in the shelf's order."""
        return np.sort(np.concatenate([entries.numbers[stays] for entries, stays in self.layers]))

    def articles(self, numbers: Sequence[int] | Numbers) -> Articles:
        """Return the articles of these numbers, in the same order."""
        return Articles(numbers, self._fetch)

    @cached_property
    def ids(self) -> NDArray[np.bytes_]:
        """The ids of all articles, in the shelf's order."""
        numbers = np.concatenate([entries.numbers[stays] for entries, stays in self.layers])
        ids = np.concatenate([entries.ids[stays] for entries, stays in self.layers])
        return ids[np.argsort(numbers, kind="stable")].astype("S16")

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """The ordinals of the days of publication, in the shelf's order, 0 where it is not known."""
        numbers = np.concatenate([entries.numbers[stays] for entries, stays in self.layers])
        days = np.concatenate([entries.days[stays] for entries, stays in self.layers])
        return days[np.argsort(numbers, kind="stable")].astype(np.int32)

    @cached_property
    def title_places(self) -> NDArray[np.float64]:
        """What tells each article's place among the titles as they are spelled, in the shelf's order; the same for the same."""
        numbers = np.concatenate([entries.numbers[stays] for entries, stays in self.layers])
        every = places_in_order([entries.spellings for entries, _ in self.layers])
        places = np.concatenate([own[stays] for own, (_, stays) in zip(every, self.layers, strict=True)])
        return places[np.argsort(numbers, kind="stable")]

    def number_of(self, article_id: str) -> int | None:
        """Return the number of the article of that id; None if it is not there."""
        wanted = article_id.encode()
        found = self._numbers(lambda entries: np.flatnonzero(entries.ids == wanted))
        return found[-1] if found else None

    def of_record(self, source: Source) -> list[int]:
        """Return the numbers of the articles with the source's record, in order; none if it has no record."""
        wanted = _record(source)
        if wanted == _NO_RECORD:
            return []
        return self._numbers(lambda entries: np.flatnonzero(entries.records == np.uint64(wanted)))

    def published(self, first: date, last: date) -> list[int]:
        """Return the numbers of the articles published between these days, both included, in order."""
        days = first.toordinal(), last.toordinal()
        return self._numbers(
            lambda entries: np.flatnonzero((days[0] <= entries.days) & (entries.days <= days[1]))
        )

    def spoken(self, tongue: str) -> list[int]:
        """Return the numbers of the articles in a language, given without its region, in order."""
        return self._numbers(lambda entries: np.flatnonzero(entries.tongues == tongue.encode()))

    def holding(self, field: Field, word: str) -> list[int]:
        """Return the numbers of the articles whose name of that kind holds the folded word, in order."""
        return self._numbers(lambda entries: entries.names[field].holding(word))

    def named(self, field: Field, name: str) -> list[int]:
        """Return the numbers of the articles of exactly that folded name, in order."""
        return self._numbers(lambda entries: entries.names[field].of(name))

    def names_in(self, field: Field, text: str) -> list[str]:
        """Return the names of that kind that articles bear and the folded text holds, in alphabetical order."""
        found = sorted({name for entries, _ in self.layers for name in entries.names[field].within(text)})
        # a layer still has the names of articles that were replaced or removed since
        return [name for name in found if self.named(field, name)] if self._has_left else found

    def has_bare(self, field: Field, letters: str) -> bool:
        """Return whether an article's name of that kind has these letters and digits, and no others."""
        return any(stays[entries.names[field].of_bare(letters)].any() for entries, stays in self.layers)

    def name(self, field: Field, number: int) -> str:
        """Return the article's folded name of that kind; empty if it has none."""
        for entries, stays in self.layers:
            place = int(entries.numbers.searchsorted(number))
            if place < len(stays) and entries.numbers[place] == number and stays[place]:
                return entries.names[field].name(place)
        return ""

    def _numbers(self, found: Callable[[Entries], NDArray[np.int64]]) -> list[int]:
        parts = []
        for entries, stays in self.layers:
            places = found(entries)
            parts.append(entries.numbers[places[stays[places]]])
        numbers: list[int] = np.sort(np.concatenate(parts)).tolist()
        return numbers


def _all_but(numbers: Numbers, without: Numbers) -> NDArray[np.bool_]:
    """Return which of the numbers, which ascend, are not among the others."""
    stays = np.ones(len(numbers), dtype=np.bool_)
    if len(numbers):
        at = np.minimum(numbers.searchsorted(without), len(numbers) - 1)
        stays[at[numbers[at] == without]] = False
    return stays


def _tongue(language: str) -> bytes:
    return language.partition("-")[0].encode()


def _record(source: Source) -> int:
    """Return a key of the record, above 0; _NO_RECORD if there is none."""
    return _NO_RECORD if source.record is None else key("\0".join(source.record)) or 1
