"""How titles are spelled, in columns: their alphabetical order, without spelling each anew."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from bot.language.spelling import spelled

__all__ = ["Spellings", "joined_spellings", "places_in_order", "spellings_of"]

_END = "\0"


@dataclass(frozen=True, eq=False)
class Spellings(Sequence[bytes]):
    """The distinct spellings of titles, in alphabetical order, each read when it is looked at."""

    text: NDArray[np.uint8]
    """The spellings in UTF-8, each with a zero after it."""
    codes: NDArray[np.int32]
    """For each article the number of its title's spelling."""

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.flatnonzero(self.text == 0) + 1])

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(number, slice):
            return [self[each] for each in range(len(self))[number]]
        number = range(len(self))[number]  # raises IndexError, where an iteration ends
        first, end = self._starts[number : number + 2].tolist()
        return self.text[first:end].tobytes()


def spellings_of(titles: Iterable[str]) -> Spellings:
    """Return the spellings of the articles' titles, given in the articles' order."""
    return _in_order([(spelled(title).replace(_END, " ") + _END).encode() for title in titles])


def joined_spellings(parts: Sequence[tuple[Spellings, NDArray[np.int64]]]) -> Spellings:
    """Return the spellings of the articles at these places of each part, one part's after the other's."""
    every: list[bytes] = []
    for part, places in parts:
        known = part[:]
        every += [known[code] for code in part.codes[places].tolist()]
    return _in_order(every)


def places_in_order(parts: Sequence[Spellings]) -> list[NDArray[np.float64]]:
    """Return for each article of each part a number that tells its place among the titles of all; the same for the same."""
    most = max(parts, key=len)
    others = sorted({one for part in parts if part is not most for one in part})
    known: dict[bytes, float] = {}
    for number, one in enumerate(others):
        at = bisect_left(most, one)
        is_there = at < len(most) and most[at] == one
        known[one] = at if is_there else at - 1 + (number + 1) / (len(others) + 1)
    return [
        part.codes.astype(np.float64)
        if part is most
        else np.array([known[one] for one in part], dtype=np.float64)[part.codes]
        for part in parts
    ]


def _in_order(every: Sequence[bytes]) -> Spellings:
    distinct = sorted(set(every))
    numbers = {one: number for number, one in enumerate(distinct)}
    return Spellings(
        np.frombuffer(b"".join(distinct), np.uint8),
        np.array([numbers[one] for one in every], dtype=np.int32),
    )
