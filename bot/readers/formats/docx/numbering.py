"""The numbers that Word sets before paragraphs by itself: 第一条, （二）, 1.1, a), •."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.readers.counting import counted
from bot.readers.elements import attribute, child, children, value_of
from bot.readers.symbols import in_symbol_font, is_symbol_font

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Labels", "Numbered"]

_BULLET = "•"
_LEVELS = 9
_MAX_LABEL_CHARACTERS = 60
_WIDE_CLOSED = re.compile(r"[、。，：；）】〕》」』．]$")


class Numbered(NamedTuple):
    """Which list a paragraph belongs to, and its level there from 0."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; `text` has %1 where the number of level 1 goes."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    font: str = ""
    follows: str = "tab"
    restarts_after: int | None = None
    """The level, from 1, whose paragraphs start it anew; 0 for none, None for all above."""
    in_figures: bool = False
    style: str = ""


@dataclass
class Labels:
    """The labels of a document's paragraphs, told in the order of the paragraphs."""

    numbering: "Element | None"
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._abstract = {
            attribute(one, "abstractNumId"): one for one in children(self.numbering, "abstractNum")
        }
        self._lists = {attribute(one, "numId"): one for one in children(self.numbering, "num")}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._styled = {value_of(one, "styleLink"): key for key, one in self._abstract.items()}

    def label(self, place: Numbered) -> str:
        """Return what stands before the next paragraph at `place`, with the space after it; "" for nothing."""
        if place.list_id not in self._lists or not 0 <= place.level < _LEVELS:
            return ""
        level = self._level(place.list_id, place.level)
        self._count(place, level)
        if level.form == "bullet":
            return self._bullet(level)
        text = re.sub(r"%([1-9])", lambda match: self._number(place, int(match[1]) - 1, level), level.text)
        return _with_space(text.strip()[:_MAX_LABEL_CHARACTERS], level.follows)

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level of a list that belongs to a paragraph style, 0 if none does."""
        levels = range(_LEVELS) if list_id in self._lists else ()
        return next((i for i in levels if style and self._level(list_id, i).style == style), 0)

    def _bullet(self, level: _Level) -> str:
        shown = in_symbol_font(level.font, level.text) if is_symbol_font(level.font) else level.text.strip()
        # what bullets are drawn with says nothing, unless it is a box to tick
        return (shown if shown in ("☐", "☑", "☒", "□") else _BULLET) + " " if shown else ""

    def _number(self, place: Numbered, number: int, level: _Level) -> str:
        other = self._level(place.list_id, number)
        count = self._counts[self._abstract_id(place.list_id)].get(number, other.start)
        return counted(count, "decimal" if level.in_figures and other.form != "none" else other.form)

    def _count(self, place: Numbered, level: _Level) -> None:
        counts = self._counts[self._abstract_id(place.list_id)]
        override = self._override(place)
        if override is not None and place not in self._begun:
            counts[place.level] = override
        elif place.level in counts:
            counts[place.level] += 1
        else:
            counts[place.level] = level.start
        self._begun.add(place)
        for above in range(place.level):
            counts.setdefault(above, self._level(place.list_id, above).start)
        for below in [one for one in counts if one > place.level]:
            after = self._level(place.list_id, below).restarts_after
            if after is None or (after and place.level < after):
                del counts[below]

    def _override(self, place: Numbered) -> int | None:
        starts = (_whole(value_of(one, "startOverride")) for one in self._overrides(*place))
        return next((start for start in starts if start is not None), None)

    def _overrides(self, list_id: str, level: int) -> Iterator["Element"]:
        """Yield what a list changes of a level of its definition."""
        changes = children(self._lists[list_id], "lvlOverride")
        return (one for one in changes if attribute(one, "ilvl") == str(level))

    def _abstract_id(self, list_id: str) -> str:
        """Return the id of the definition that a list follows, over one link to a style."""
        key = value_of(self._lists[list_id], "abstractNumId")
        linked = value_of(self._abstract.get(key), "numStyleLink")
        return self._styled.get(linked, key) if linked else key

    def _level(self, list_id: str, level: int) -> _Level:
        if (list_id, level) not in self._levels:
            own = (child(one, "lvl") for one in self._overrides(list_id, level))
            general = children(self._abstract.get(self._abstract_id(list_id)), "lvl")
            usual = (one for one in general if attribute(one, "ilvl") == str(level))
            found = next((one for one in own if one is not None), None)
            self._levels[list_id, level] = _level(next(usual, None) if found is None else found)
        return self._levels[list_id, level]


def _level(element: "Element | None") -> _Level:
    if element is None:
        return _Level()
    fonts = child(element, "rPr", "rFonts")
    legal = child(element, "isLgl")
    start, restart = value_of(element, "start"), value_of(element, "lvlRestart")
    return _Level(
        start=1 if (first := _whole(start)) is None else first,
        form=value_of(element, "numFmt") or _alternative(element) or "decimal",
        text=value_of(element, "lvlText"),
        font="" if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi"),
        follows=value_of(element, "suff") or "tab",
        restarts_after=_whole(restart),
        in_figures=legal is not None and attribute(legal, "val") not in ("0", "false"),
        style=value_of(element, "pStyle"),
    )


def _alternative(element: "Element") -> str:
    """Return the number format that newer Words choose, and older ones fall back from."""
    return value_of(element, "AlternateContent", "Fallback", "numFmt")


def _with_space(label: str, follows: str) -> str:
    if not label or follows == "nothing" or _WIDE_CLOSED.search(label):
        return label
    return f"{label} "


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,5}", text) else None
