"""Small type above and below the line: powers, indices, marks of notes and fractions stay what they are."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.readers.formats.pdf.fragment import MARK, Fragment
from bot.readers.raised import LOWERED, RAISED

__all__ = ["with_raised"]

_SMALLER = 0.87
_RISE, _FALL = 0.14, 0.06
"""What is set higher or lower by more, as a multiple of the type size, is raised or lowered."""
_MIN_RISE_OF_LARGE = 0.3
_NEAR = 0.35
"""The widest gap, as a multiple of the type size, between a character and what is raised beside it."""
_MOST_CHARACTERS = 12
_MOST_NEIGHBOURS = 40
_CELL = 6.0
"""Edges are looked up in strips of so many points."""
_FIGURES = re.compile(r"[+\-−–=()]{0,3}\d{1,9}[+\-−–=(),，、]{0,3}\d{0,9}|[+\-−–]")
_TERM = re.compile(r"(?!(?:st|nd|rd|th)$)[A-Za-z\d+\-−–=()/.,]{1,12}")
_BASE = re.compile(r"(?:(?:^|[^A-Za-z])[A-Za-z]|[\d)）\]])$")
"""What is raised beside it is a power, and below it an index: a variable, a figure, a bracket."""
_NOTE_MARK = re.compile(r"[\d,，、–-]{1,7}|[①-⑳⓪㉑-㉟]|[*＊†‡※]{1,3}|[\[［〔(（【]\s*\d{1,3}\s*[\]］〕)）】]")
_NOTED = re.compile(r"(?:[^\x00-\x7f米里]|[A-Za-z]{3}|[.,;:!?\"'])$")
"""What a note is about: no variable, no figure and no unit, of which a raised figure is the power."""
_VARIABLE = re.compile(r"[A-Za-z)\]]\s*$")
_PART = re.compile(r"[\dA-Za-z.,]{1,8}")


def with_raised(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments, with those above or below a line, and its fractions, in their places in it."""
    return _Page(fragments).mended()


class _Page:
    """The fragments of a page, found by their edges; one that is joined to another leaves its place empty."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self._slots: list[Fragment | None] = list(fragments)
        self._strips: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._part_of: dict[int, int] = {}
        for number in range(len(fragments)):
            self._enter(number)

    def mended(self) -> list[Fragment]:
        """Return the fragments in their order."""
        for number, fragment in self._short(_is_part):
            self._mend_fraction(number, fragment)
        for number, fragment in self._short(lambda _: True):
            self._mend_raised(number, fragment)
        self._join_glued()
        return [fragment for fragment in self._slots if fragment is not None]

    def _short(self, fits: Callable[[Fragment], bool]) -> Iterator[tuple[int, Fragment]]:
        """Yield the short fragments that fit and are still there, from the left."""
        short = [
            (fragment.left, number)
            for number, fragment in enumerate(self._slots)
            if fragment and len(fragment.text) <= _MOST_CHARACTERS and fits(fragment)
        ]
        for _, number in sorted(short):
            if (fragment := self._slots[number]) is not None:
                yield number, fragment

    def _join_glued(self) -> None:
        """Join the fragments that touch each other in the file."""
        for number, fragment in enumerate(self._slots):
            if fragment and fragment.is_glued and number:
                kept = self._kept(number - 1)
                if kept != number and (before := self._slots[kept]):
                    self._slots[kept] = _joined([before, fragment])
                    self._leave(number, kept)

    def _leave(self, number: int, kept: int) -> None:
        """Empty the place of a fragment that is now part of the one at `kept`."""
        if number != kept:
            self._slots[number] = None
            self._part_of[number] = kept

    def _kept(self, number: int) -> int:
        """Return the place of the fragment that the one at `number` is part of, or its own."""
        while number in self._part_of:
            number = self._part_of[number]
        return number

    def _mend_fraction(self, number: int, over: Fragment) -> None:
        """Put the fraction, of which `over` is the upper part, into its line, if it is one."""
        for below in self._near("middle", _edge(over, "middle"), number):
            under = self._slots[below]
            if under is None or not _is_part(under) or not _is_over(over, under):
                continue
            left, right = min(over.left, under.left), max(over.right, under.right)
            level = (over.top + under.bottom) / 2
            before = self._beside("right", left, {number, below}, lambda item: _is_level(item, level))  # noqa: B023
            after = self._beside("left", right, {number, below}, lambda item: _is_level(item, level))  # noqa: B023
            place = before if before is not None else after
            host = None if place is None else self._slots[place]
            if host is None or (before is not None and _VARIABLE.search(host.text)):
                continue  # what stands above and below a variable is its power and its index
            gap = " " if before is not None and host.text.rstrip()[-1:].isdigit() else ""
            if before is not None:
                self._slots[before] = host = replace(host, text=host.text.rstrip())
            text = f"{gap}{over.text.strip()}⁄{under.text.strip()}"
            self._put(number, before, replace(host, text=text, left=left, right=right), after)
            self._leave(below, self._kept(number))
            return

    def _mend_raised(self, number: int, small: Fragment) -> None:
        """Put `small` into the line beside which it is raised or lowered, if there is one."""
        before = self._beside("right", small.left, {number}, lambda item: _is_raised(small, item))
        host = None if before is None else self._slots[before]
        after = self._beside(
            "left",
            small.right,
            {number, before},
            lambda item: _is_raised(small, item) if host is None else _is_same_line(host, item),
        )
        if before is None and (after is None or small.base > _base(self._slots[after])):
            return
        self._put(number, before, small, after)

    def _put(self, number: int, before: int | None, middle: Fragment, after: int | None) -> None:
        """Leave one fragment of the three, or two, in the place of the first of the line."""
        kept = next(place for place in (before, after) if place is not None)
        parts = [None if place is None else self._slots[place] for place in (before, after)]
        self._slots[kept] = _joined([part for part in (parts[0], middle, parts[1]) if part is not None])
        for place in (number, after):
            if place is not None:
                self._leave(place, kept)
        self._enter(kept)

    def _beside(
        self, edge: str, at: float, but: set[int | None], fits: Callable[[Fragment], bool]
    ) -> int | None:
        """Return the number of the nearest fragment with an `edge` beside the place `at` that fits."""
        found = [
            (abs(_edge(fragment, edge) - at), number)
            for number in self._near(edge, at, *but)
            if (fragment := self._slots[number]) is not None
            and abs(_edge(fragment, edge) - at) < _NEAR * fragment.em
            and fits(fragment)
        ]
        return min(found)[1] if found else None

    def _near(self, edge: str, at: float, *but: int | None) -> Iterator[int]:
        strip = int(at // _CELL)
        for key in (strip - 1, strip, strip + 1):
            yield from (number for number in self._strips[edge, key][:_MOST_NEIGHBOURS] if number not in but)

    def _enter(self, number: int) -> None:
        if fragment := self._slots[number]:
            for edge in ("left", "right", "middle"):
                self._strips[edge, int(_edge(fragment, edge) // _CELL)].append(number)


def _edge(fragment: Fragment, edge: str) -> float:
    match edge:
        case "left":
            return fragment.left
        case "right":
            return fragment.right
    return (fragment.left + fragment.right) / 2


def _base(fragment: Fragment | None) -> float:
    return fragment.base if fragment else 0.0


def _is_part(fragment: Fragment) -> bool:
    return _PART.fullmatch(fragment.text.strip()) is not None


def _is_over(over: Fragment, under: Fragment) -> bool:
    """Return whether one stands right above the other, of one size, with room for a rule between."""
    same = min(over.em, under.em) > 0.8 * max(over.em, under.em)
    return same and 0.7 * under.em < under.base - over.base < 1.7 * under.em


def _is_level(line: Fragment, level: float) -> bool:
    """Return whether a fraction whose middle is at `level` belongs to `line`."""
    return abs((line.top + line.bottom) / 2 - level) < 0.35 * line.em


def _is_raised(small: Fragment, line: Fragment) -> bool:
    rise = line.base - small.base
    return small.em < _SMALLER * line.em and (
        _RISE * line.em < rise < line.em or _FALL * line.em < -rise < 0.5 * line.em
    )


def _is_same_line(line: Fragment, after: Fragment) -> bool:
    return abs(line.base - after.base) < _FALL * line.em and abs(line.em - after.em) < 0.15 * line.em


def _joined(chain: Sequence[Fragment]) -> Fragment:
    """Return fragments of a line that touch each other as one, with what is raised written so."""
    sizes = sorted((fragment.em for fragment in chain), reverse=True)
    usual = sizes[1] if sizes[0] > 2 * sizes[1] else sizes[0]  # an initial may be as high as two lines
    host = max(
        (fragment for fragment in chain if fragment.em <= usual), key=lambda item: (item.em, len(item.text))
    )
    text = ""
    for fragment in chain:
        form = "" if fragment is host else _form(fragment, host, text)
        text = text.rstrip() + form if form else text + fragment.text
    return replace(host, text=text, left=chain[0].left, right=max(fragment.right for fragment in chain))


def _form(fragment: Fragment, host: Fragment, before: str) -> str:
    """Return what is raised or lowered beside `before` as it is written; "" if it is an ordinary part of the line."""
    rise = (host.base - fragment.base) / max(host.em, 0.1)
    text = fragment.text.strip()
    if fragment.em >= _SMALLER * host.em and abs(rise) < _MIN_RISE_OF_LARGE:
        return ""
    if rise > _RISE and _NOTE_MARK.fullmatch(text) and (not before or _NOTED.search(before.rstrip()[-3:])):
        return MARK + (text.translate(RAISED) if text[0].isdigit() else text)
    if rise > _RISE:
        return _marked(text, before, RAISED, "^")
    return _marked(text, before, LOWERED, "_") if rise < -_FALL else ""


def _marked(text: str, before: str, forms: dict[int, int], sign: str) -> str:
    """Return what is raised or lowered in Unicode's own forms, or in brackets; "" if it is neither figure nor term."""
    if _FIGURES.fullmatch(text):
        return text.translate(forms)
    if not _TERM.fullmatch(text) or not _BASE.search(before.rstrip()[-2:]):
        return ""
    written = text.translate(forms)
    return written if all(old != new for old, new in zip(text, written, strict=True)) else f"{sign}({text})"
