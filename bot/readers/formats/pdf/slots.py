"""The fragments of a page, found by their edges, and joined where they belong together."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set

from bot.readers.formats.pdf.fragment import Fragment
from bot.readers.formats.pdf.joining import joined

__all__ = ["Slots", "edge_of"]

_NEAR = 0.35
"""The widest gap, as a multiple of the type size, between neighbours on a line."""
_MOST_CHARACTERS = 12
_MOST_NEIGHBOURS = 40
_CELL = 6.0
"""Edges are looked up in strips of so many points."""


class Slots:
    """The fragments of a page by number; one that is joined to another leaves its place empty."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self._slots: list[Fragment | None] = list(fragments)
        self._strips: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._part_of: dict[int, int] = {}
        for number in range(len(fragments)):
            self.enter(number)

    def __getitem__(self, number: int) -> Fragment | None:
        """Return the fragment at a place, None if it was joined to another."""
        return self._slots[number]

    def __setitem__(self, number: int, fragment: Fragment) -> None:
        """Replace the fragment at a place by one with the same edges."""
        self._slots[number] = fragment

    def __iter__(self) -> Iterator[Fragment | None]:
        """Yield the fragments, None for the empty places."""
        return iter(self._slots)

    def left(self) -> list[Fragment]:
        """Return the fragments that are left, in their order."""
        return [fragment for fragment in self._slots if fragment is not None]

    def short(self, fits: Callable[[Fragment], object]) -> Iterator[tuple[int, Fragment]]:
        """Yield the short fragments that fit and are still there, from the left."""
        short = [
            (fragment.left, number)
            for number, fragment in enumerate(self._slots)
            if fragment and len(fragment.text) <= _MOST_CHARACTERS and fits(fragment)
        ]
        for _, number in sorted(short):
            if (fragment := self._slots[number]) is not None:
                yield number, fragment

    def leave(self, number: int, kept: int) -> None:
        """Empty the place of a fragment that is now part of the one at `kept`."""
        if number != kept:
            self._slots[number] = None
            self._part_of[number] = kept

    def kept(self, number: int) -> int:
        """Return the place of the fragment that the one at `number` is part of, or its own."""
        while number in self._part_of:
            number = self._part_of[number]
        return number

    def put(self, number: int, before: int | None, middle: Fragment, after: int | None) -> None:
        """Leave one fragment of the three, or two, in the place of the first of the line."""
        kept = next(place for place in (before, after) if place is not None)
        parts = [None if place is None else self._slots[place] for place in (before, after)]
        self._slots[kept] = joined([part for part in (parts[0], middle, parts[1]) if part is not None])
        for place in (number, after):
            if place is not None:
                self.leave(place, kept)
        self.enter(kept)

    def beside(
        self,
        edge: str,
        at: float,
        but: Set[int | None],
        fits: Callable[[Fragment], object],
        reach: float = _NEAR,
    ) -> int | None:
        """Return the number of the nearest fragment with an `edge` beside the place `at` that fits.

        It is less than `reach` away, as a multiple of the type size.
        """
        found = [
            (abs(edge_of(fragment, edge) - at), number)
            for number in self.near(edge, at, *but)
            if (fragment := self._slots[number]) is not None
            and abs(edge_of(fragment, edge) - at) < reach * fragment.em
            and fits(fragment)
        ]
        return min(found)[1] if found else None

    def near(self, edge: str, at: float, *but: int | None) -> Iterator[int]:
        """Yield the numbers of the fragments with an `edge` about the place `at`."""
        strip = int(at // _CELL)
        for key in (strip - 1, strip, strip + 1):
            yield from (number for number in self._strips[edge, key][:_MOST_NEIGHBOURS] if number not in but)

    def over(self, left: float, right: float, *but: int) -> list[int]:
        """Return the numbers of the fragments whose middle stands between two places, nearest to their middle first."""
        middle = (left + right) / 2
        found = {
            number
            for x in (left, (left + middle) / 2, middle, (middle + right) / 2, right)
            for number in self.near("middle", x, *but)
        }
        places = [
            (abs(edge_of(item, "middle") - middle), number)
            for number in found
            if (item := self._slots[number])
        ]
        return [number for _, number in sorted(places)]

    def enter(self, number: int) -> None:
        """Note the edges of the fragment at a place."""
        if fragment := self._slots[number]:
            for edge in ("left", "right", "middle"):
                self._strips[edge, int(edge_of(fragment, edge) // _CELL)].append(number)


def edge_of(fragment: Fragment, edge: str) -> float:
    """Return the place of the edge `left`, `right` or `middle` from the left of the page."""
    match edge:
        case "left":
            return fragment.left
        case "right":
            return fragment.right
    return (fragment.left + fragment.right) / 2
