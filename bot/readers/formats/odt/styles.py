"""What the styles of an OpenDocument text say of its paragraphs, stretches and lists."""

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.readers.elements import attribute, children, elements, local_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["ListLevel", "Styles"]

_MAX_CHAIN = 20
_USUAL_SIZE = 12.0
_TITLES = ("title", "标题", "標題")


class ListLevel(NamedTuple):
    """How the items of a level of a list are counted; a bullet has no `form`."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown_levels: int = 1
    start: int = 1
    is_bullet: bool = False


class Styles:
    """The styles under `roots`, the document's and its own; one of a later root counts."""

    def __init__(self, *roots: "Element | None") -> None:
        self._styles: dict[str, Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self.outline: dict[int, ListLevel] = {}
        """How headings are counted, by level."""
        for root in roots:
            for style in elements(root, "style"):
                self._styles[attribute(style, "name")] = style
            for style in elements(root, "list-style"):
                self._lists[attribute(style, "name")] = dict(_levels(style))
            for style in elements(root, "outline-style"):
                self.outline = dict(_levels(style))

    def is_title(self, key: str) -> bool:
        """Return whether a paragraph of that style is set as the title."""
        return any(_shown_name(style) in _TITLES for style in self._chain(key))

    def level(self, key: str) -> int:
        """Return the level of headings in that style, 0 for a style of text."""
        for style in self._chain(key):
            if (level := attribute(style, "default-outline-level")).isdecimal():
                return int(level)
        return 0

    def script(self, key: str) -> str:
        """Return `super` or `sub` for a style of stretches that are raised or lowered, else ""."""
        place = self._setting(key, "text-position").split(" ")[0]
        if place in ("super", "sub"):
            return place
        share = place.rstrip("%")
        if not share.lstrip("-").isdecimal() or share.strip("-0") == "":
            return ""
        return "sub" if share.startswith("-") else "super"

    def size_of(self, paragraph: "Element") -> float:
        """Return the size of the type that `paragraph` begins with, in points; the usual one where no style says."""
        keys = [attribute(paragraph, "style-name")]
        first = paragraph[0] if len(paragraph) and not (paragraph.text or "").strip() else None
        if first is not None and local_name(first) == "span":
            keys = [attribute(first, "style-name"), *keys]
        size = next((said for key in keys if (said := self._setting(key, "font-size"))), "")
        return float(size[:-2]) if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?pt", size) else _USUAL_SIZE

    def is_hidden(self, key: str) -> bool:
        """Return whether text in that style is not shown."""
        return self._setting(key, "display") == "none"

    def list_of(self, key: str) -> str:
        """Return the name of the list that paragraphs of that style stand in; "" for none."""
        return next((name for style in self._chain(key) if (name := attribute(style, "list-style-name"))), "")

    def list_level(self, name: str, level: int) -> ListLevel:
        """Return how the list style `name` counts at `level`, from 1; a bullet where it does not say."""
        return self._lists.get(name, {}).get(level, ListLevel(is_bullet=True))

    def _setting(self, key: str, name: str) -> str:
        for style in self._chain(key):
            for properties in children(style, "text-properties"):
                if value := attribute(properties, name):
                    return value
        return ""

    def _chain(self, key: str) -> list["Element"]:
        """Return a style and those it is based on, the nearest first."""
        chain: list[Element] = []
        while (style := self._styles.get(key)) is not None and len(chain) < _MAX_CHAIN:
            chain.append(style)
            key = attribute(style, "parent-style-name")
        return chain


def _shown_name(style: "Element") -> str:
    return (attribute(style, "display-name") or attribute(style, "name")).lower()


def _levels(style: "Element") -> "list[tuple[int, ListLevel]]":
    return [(int(level), _level(one)) for one in style if (level := attribute(one, "level")).isdecimal()]


def _level(one: "Element") -> ListLevel:
    start, shown = attribute(one, "start-value"), attribute(one, "display-levels")
    return ListLevel(
        attribute(one, "num-format"),
        attribute(one, "num-prefix"),
        attribute(one, "num-suffix"),
        int(shown) if shown.isdecimal() and len(shown) < 3 else 1,
        int(start) if start.isdecimal() and len(start) < 6 else 1,
        bool(attribute(one, "bullet-char")),
    )
