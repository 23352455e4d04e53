"""Which items of a list a question names by their places, counted from the front or the end."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.language.mark_numbers import CHINESE_NAMES, mark_number
from bot.language.numerals import value
from bot.language.place_words import (
    BARE,
    BEYOND,
    CHINESE_OPENING,
    CHINESE_TERM,
    ENDS,
    ENGLISH_OPENING,
    ENGLISH_TERM,
    EXCEPT,
    EXCEPT_BEFORE,
    LINK,
    NTH,
    ORDINALS,
    OUTSIDE,
    OUTSIDE_AFTER_EXCEPT,
)

__all__ = ["ANY_PLACES", "ItemPlaces", "NamedPlaces", "numbered", "places_named", "places_opening"]

_Range = tuple[int, int]
_CHINESE_SIGNS = frozenset("第倒前后头首末")
_UNCOUNTED = ("nth", "from_end", "bare")
"""What names a place of a list only with a counter, or before 是什么."""


class ItemPlaces(NamedTuple):
    """Places in a list, each range with its first and its last: (1, 3) for 前三条, (-2, -1) for 最后两条."""

    ranges: tuple[_Range, ...]
    are_left_out: bool = False
    """Whether all items but these are asked for."""

    @property
    def single(self) -> frozenset[int]:
        """The places that are named one by one from the front, by which other things than items may be called: 第九届."""
        return frozenset(first for first, last in self.ranges if first == last > 0)

    def of(self, length: int) -> tuple[int, ...]:
        """Return the asked indices of a list so long, from 0, in order; none if it lacks any of the places."""
        named = set[int]()
        for ends in self.ranges:
            first, last = sorted(_index(place, length) for place in ends)
            if first < 0 or last >= length:
                return ()
            named.update(range(first, last + 1))
        return tuple(index for index in range(length) if (index in named) is not self.are_left_out)


ANY_PLACES = ItemPlaces(((1, -1),))
"""Those of all items, however many there are."""


class NamedPlaces(NamedTuple):
    """Places and where in the text they are named; the counter is the one by which they count: 条 of 第三条."""

    places: ItemPlaces
    start: int
    end: int
    counter: str = ""
    thing: str = ""
    """What stands within the words that leave the places out: 措施 of 前三项措施以外."""


def places_named(text: str) -> NamedPlaces | None:
    """Return the places that the folded question names first; None if it names none."""
    term = _term(text)
    end = 0
    while term and (found := term.search(text, end)):
        ranges, end, counter, is_complete = _row(text, found, term)
        if (
            ranges
            and not BEYOND.match(text, end)
            and (is_complete or ENDS.match(text, end) or OUTSIDE.match(text, end))
        ):
            return _named(text, found.start(), end, ranges, counter)
    return None


def places_opening(text: str, start: int = 0) -> NamedPlaces | None:
    """Return the places that the folded text names at `start`, where it says nothing else: 首条, 第二, last."""
    term = _term(text)
    if term is None:
        return None
    excluded = EXCEPT.match(text, start)
    opening = CHINESE_OPENING if term is CHINESE_TERM else ENGLISH_OPENING
    found = opening.match(text, excluded.end() if excluded else start)
    if found is None:
        return None
    ranges, end, counter, _ = _row(text, found, term)
    return _named(text, found.start(), end, ranges, counter) if ranges else None


def _term(text: str) -> re.Pattern[str] | None:
    """Return what may name a place in the text; each takes milliseconds to compile, and most questions need neither."""
    if not _CHINESE_SIGNS.isdisjoint(text) or any(name in text for name in CHINESE_NAMES):
        return CHINESE_TERM
    return ENGLISH_TERM if any("a" <= char <= "z" for char in text) else None


def numbered(text: str) -> frozenset[int]:
    """Return the numbers of whatever the folded text calls 第三 or third."""
    return frozenset(_range(*_told(found))[0] for found in NTH.finditer(text))


def _named(text: str, start: int, end: int, ranges: Sequence[_Range], counter: str) -> NamedPlaces:
    before = EXCEPT_BEFORE.search(text, 0, start)
    after = (OUTSIDE_AFTER_EXCEPT if before else OUTSIDE).match(text, end)
    return NamedPlaces(
        places=ItemPlaces(tuple(ranges), bool(before or after)),
        start=before.start() if before else start,
        end=after.end() if after else end,
        counter=counter,
        thing=after["thing"] if after else "",
    )


def _row(text: str, found: re.Match[str], term: re.Pattern[str]) -> tuple[list[_Range], int, str, bool]:
    """Return the places that begin with `found` and are joined to it, where they end, their counter, and whether they have one."""
    kind, said = _told(found)
    ranges, end, counter = [_range(kind, said)], found.end(), _counter(found)
    is_complete = bool(counter) or kind not in _UNCOUNTED
    while link := LINK.match(text, end):
        following = term.match(text, link.end()) or (None if link["thing"] else BARE.match(text, link.end()))
        if following is None or not _goes_on(link, counter, _counter(following)):
            break
        next_kind, said = _told(following)
        # 倒数第一和第二
        one = _range("from_end" if kind == "from_end" and next_kind in _UNCOUNTED else next_kind, said)
        ranges[-1:] = [(ranges[-1][0], one[1])] if link["to"] else [ranges[-1], one]
        end, counter = following.end(), _counter(following) or counter
        is_complete = is_complete or bool(counter) or next_kind not in _UNCOUNTED
    known = all(0 not in one for one in ranges)
    return (ranges if known else []), end, counter, is_complete


def _goes_on(link: re.Match[str], counter: str, following: str) -> bool:
    """Return whether what is linked is of the same list: 第二条 第一款 is a place within another."""
    return not link["comma"] or not (counter and following) or counter == following


def _told(found: re.Match[str]) -> tuple[str, str]:
    """Return how a place is named, and the words of its number."""
    groups = found.groupdict().items()
    return next((kind, said) for kind, said in groups if said is not None and not kind.startswith("counter"))


def _counter(found: re.Match[str]) -> str:
    groups = found.groupdict().items()
    return next((said for kind, said in groups if said is not None and kind.startswith("counter")), "")


def _range(kind: str, said: str) -> _Range:
    """Return the first and the last place that are named; 0 where the number is none."""
    number = _number(said)
    match kind.removeprefix("english_"):
        case "from_end":
            return -number, -number
        case "first" | "first_many":
            return min(1, number), number
        case "last" | "last_many":
            return -number, max(-1, -number)
        case "final" | "alone_final":
            return -1, -1
        case "penultimate":
            return -2, -2
        case "last_but":
            return -number - 1, -number - 1
        case "first_one" | "alone_first":
            return 1, 1
    return number, number


def _number(said: str) -> int:
    digits = said.rstrip("stndrh")
    if digits.isdecimal():
        return int(digits)
    return ORDINALS.get(said) or value(said) or mark_number(said)


def _index(place: int, length: int) -> int:
    return place - 1 if place > 0 else length + place
