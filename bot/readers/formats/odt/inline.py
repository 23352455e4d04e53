"""What stands in a paragraph of an OpenDocument text: its text, the notes that it calls, the boxes set in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.model import UNREADABLE
from bot.readers.elements import attribute, child, children, local_name
from bot.readers.formats.odt.styles import Styles
from bot.readers.raised import placed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["UNREAD", "Inline"]

UNREAD = frozenset(
    "annotation annotation-end tracked-changes ruby-text note-citation hidden-text hidden-paragraph script forms"
    " table-of-content illustration-index table-index object-index user-index alphabetical-index bibliography"
    " sequence-decls variable-decls user-field-decls desc title event-listeners image".split()
)
_MOST_SPACES = 20


@dataclass
class Inline:
    """The stretches of one paragraph; `is_formula` tells whether an object is one."""

    styles: Styles
    is_formula: Callable[[str], bool]
    notes: "list[Element]" = field(default_factory=list)
    boxes: "list[Element]" = field(default_factory=list)
    _texts: list[tuple[str, str]] = field(default_factory=list)

    def text(self, paragraph: "Element") -> str:
        """Return the text of `paragraph`, with its powers and indices, without the marks of notes."""
        self._enter(paragraph, "")
        alike = groupby(self._texts, key=itemgetter(1))
        return "".join(placed("".join(text for text, _ in run), script) for script, run in alike)

    def _enter(self, element: "Element", script: str) -> None:
        self._add(element.text, script)
        for one in element:
            self._one(one, script)
            self._add(one.tail, script)

    def _one(self, one: "Element", script: str) -> None:
        name = local_name(one)
        if name in ("s", "tab", "line-break"):
            self._add("\n" if name == "line-break" else " " * _spaces(one), script)
        elif name == "note":
            self.notes += children(one, "note-body")
        elif name == "text-box":
            self.boxes.append(one)
        elif name == "object" and self._shows_formula(one):
            self._add(UNREADABLE, "")
        elif name == "span":
            key = attribute(one, "style-name")
            if not self.styles.is_hidden(key):
                self._enter(one, self.styles.script(key) or script)
        elif name not in UNREAD:
            self._enter(one, script)

    def _shows_formula(self, one: "Element") -> bool:
        return child(one, "math") is not None or self.is_formula(attribute(one, "href"))

    def _add(self, text: str | None, script: str) -> None:
        if text:
            self._texts.append((text, script))


def _spaces(one: "Element") -> int:
    count = attribute(one, "c")
    return min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 4 else 1
