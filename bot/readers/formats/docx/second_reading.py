"""A second reading of a Word document, that knows nothing of its structure: every text in it, in order."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.readers.elements import child, elements, local_name, value_of
from bot.readers.formats.docx.body import UNREAD_STYLES
from bot.readers.formats.docx.runs import is_on
from bot.readers.formats.docx.styles import Styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["every_text", "skipped_texts"]

_SKIPPED = frozenset(("del", "moveFrom", "Fallback", "rt"))


def every_text(root: "Element | None") -> list[str]:
    """Return the texts under `root`, one a paragraph, also what nobody sees."""
    texts: list[list[str]] = [[]]
    for element in root.iter() if root is not None else ():
        name = local_name(element)
        if name == "p":
            texts.append([])
        elif name == "t":
            texts[-1].append(element.text or "")
    return ["".join(text) for text in texts if text]


def skipped_texts(root: "Element", styles: Styles) -> Iterator[str]:
    """Yield what an article leaves out on purpose: what is deleted or hidden, a table of contents."""
    for element in root.iter():
        if _is_skipped(element, styles):
            yield "".join(one.text or "" for one in elements(element, "t"))


def _is_skipped(element: "Element", styles: Styles) -> bool:
    name = local_name(element)
    if name == "p":
        return bool(UNREAD_STYLES.match(styles.name(value_of(element, "pPr", "pStyle"))))
    if name == "r":
        return is_on(child(element, "rPr"), "vanish")
    return name in _SKIPPED
