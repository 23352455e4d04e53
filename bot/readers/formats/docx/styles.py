"""What the styles of a Word document say of its paragraphs and runs."""

import re
from typing import TYPE_CHECKING

from bot.readers.elements import attribute, child, children, elements, value_of
from bot.readers.formats.docx.numbering import Numbered

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Styles", "outline_level"]

_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])")
_MAX_CHAIN = 20
_OUTLINE_LEVELS = 9


class Styles:
    """The styles in the part `root`; what a style leaves open it takes from the one it is based on."""

    def __init__(self, root: "Element | None") -> None:
        self._styles = {attribute(style, "styleId"): style for style in children(root, "style")}
        self._usual = value_of(root, "docDefaults", "rPrDefault", "rPr", "sz") or "20"
        plain = (key for key, style in self._styles.items() if _is_default(style))
        self._default = next(plain, "")

    def name(self, key: str) -> str:
        """Return the name of a style in lower case; "" for none."""
        return value_of(self._styles.get(key), "name").lower()

    def level(self, key: str) -> int:
        """Return 1 to 9 for the style of a heading, 0 for any other."""
        for style in self._chain(key):
            if match := _HEADING.fullmatch(value_of(style, "name").lower()):
                return int(match[1])
            if (level := outline_level(child(style, "pPr"))) is not None:
                return level
        return 0

    def numbered(self, key: str) -> Numbered | None:
        """Return the list and level that a style puts its paragraphs in; -1 for a level it leaves open."""
        for style in self._chain(key):
            if list_id := value_of(style, "pPr", "numPr", "numId"):
                level = value_of(style, "pPr", "numPr", "ilvl")
                return Numbered(list_id, int(level) if re.fullmatch(r"\d", level) else -1)
        return None

    def setting(self, key: str, name: str) -> str:
        """Return the value of a setting of runs, such as vertAlign; "" where no style says."""
        return next((value for style in self._chain(key) if (value := value_of(style, "rPr", name))), "")

    def size_of(self, paragraph: "Element") -> float:
        """Return the size of the type that `paragraph` begins with, in points."""
        run = next((run for run in elements(paragraph, "r") if _shown_text(run)), None)
        style = value_of(paragraph, "pPr", "pStyle") or self._default
        said = value_of(run, "rPr", "sz") or self.setting(value_of(run, "rPr", "rStyle"), "sz")
        size = said or self.setting(style, "sz") or self._usual
        return int(size) / 2 if re.fullmatch(r"\d{1,4}", size) else 0.0

    def _chain(self, key: str) -> list["Element"]:
        """Return a style and those it is based on, the nearest first."""
        chain: list[Element] = []
        while (style := self._styles.get(key)) is not None and len(chain) < _MAX_CHAIN:
            chain.append(style)
            key = value_of(style, "basedOn")
        return chain


def _shown_text(run: "Element") -> str:
    """Return the text of a run without white space around it."""
    return "".join(one.text or "" for one in children(run, "t")).strip()


def _is_default(style: "Element") -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true")


def outline_level(settings: "Element | None") -> int | None:
    """Return the level that settings of paragraphs name, 0 for body text; None if they name none."""
    value = value_of(settings, "outlineLvl")
    if not re.fullmatch(r"\d", value):
        return None
    return int(value) + 1 if int(value) < _OUTLINE_LEVELS else 0
