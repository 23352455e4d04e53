"""Articles that are fetched when they are looked at, as a sequence."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from bot.model import Article

__all__ = ["Articles", "Chained", "Fetch"]

_FETCHED_AT_ONCE = 100

Fetch = Callable[[Sequence[int]], Sequence[Article]]
"""Returns the articles of these numbers, in the same order."""


class Articles(Sequence[Article]):
    """The articles of these numbers, fetched when they are looked at."""

    def __init__(self, numbers: Sequence[int] | NDArray[np.int64], fetch: Fetch) -> None:
        self.numbers, self._fetch = np.asarray(numbers, dtype=np.int64), fetch

    def of(self, numbers: Sequence[int] | NDArray[np.int64]) -> "Articles":
        """Return the articles of other numbers of the same shelf."""
        return Articles(numbers, self._fetch)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> "Articles": ...
    def __getitem__(self, place: int | slice) -> "Article | Articles":
        if isinstance(place, slice):
            return self.of(self.numbers[place])
        return self._fetch([int(self.numbers[place])])[0]

    def __iter__(self) -> Iterator[Article]:
        for start in range(0, len(self), _FETCHED_AT_ONCE):
            yield from self._fetch(self.numbers[start : start + _FETCHED_AT_ONCE].tolist())

    def __reversed__(self) -> Iterator[Article]:
        return iter(self[::-1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_is, self, other))

    def __hash__(self) -> int:
        return hash(self.numbers.tobytes())


class Chained(Sequence[Article]):
    """The articles of several sequences, one after the other."""

    def __init__(self, parts: Sequence[Sequence[Article]]) -> None:
        self._parts = tuple(parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Article]: ...
    def __getitem__(self, place: int | slice) -> Article | Sequence[Article]:
        places = range(len(self))[place]
        if isinstance(places, range):
            return tuple(self._at(each) for each in places)
        return self._at(places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_is, self, other))

    def __hash__(self) -> int:
        return hash(self._parts)

    def _at(self, place: int) -> Article:
        for part in self._parts:
            if place < len(part):
                return part[place]
            place -= len(part)
        raise IndexError(place)


def _is(one: object, other: object) -> bool:
    return one == other
