"""What the package of an EPUB says of its book: who wrote it, and not who translated or made it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.model import Source
from bot.readers.authors import is_nobody
from bot.readers.elements import attribute, elements
from bot.readers.prose import article_language, opening, tidy_paragraphs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["book_source"]

# What programs write where they know nothing.
_NOBODY = re.compile(
    r"未知|佚名|不详|不明|无|unknown(?: author)?|anonymous|n/?a|none|null|calibre.*|[\W_]*", re.IGNORECASE
)
_AUTHORS = ("aut", "author", "cre", "ctb", "")
_WROTE = re.compile(r"(?<=\S)[\s（(/／]+(?:编著|編著|原著|著|撰)[)）]?$")
_FIRST_YEAR = 1000
"""Older years stand for an unknown one: calibre writes 0101."""


def book_source(package: "Element", text: str) -> Source:
    """Return what the package says of the book; the opening words if it has no title."""
    return Source(
        title=next(_known(package, "title"), "") or opening(text),
        author="、".join(dict.fromkeys(_authors(package))) or None,
        publication=next(_known(package, "publisher"), None),
        published=next((day for value in _known(package, "date") if (day := _day(value))), None),
        language=article_language(text),
        rights=next(_known(package, "rights"), None),
    )


def _authors(package: "Element") -> Iterator[str]:
    """Yield the creators that are authors, by their attribute or by what refines them; others have a role of their own."""
    roles = {
        attribute(meta, "refines").lstrip("#"): (meta.text or "").strip()
        for meta in elements(package, "meta")
        if attribute(meta, "property") == "role"
    }
    for field in elements(package, "creator"):
        role = attribute(field, "role") or roles.get(attribute(field, "id"), "")
        name = _WROTE.sub("", _text(field))
        if role.lower() in _AUTHORS and not (_NOBODY.fullmatch(name) or is_nobody(name)):
            yield name


def _known(package: "Element", name: str) -> Iterator[str]:
    """Yield the values of a field of Dublin Core that say something, in order."""
    values = map(_text, elements(package, name))
    return (value for value in values if not _NOBODY.fullmatch(value))


def _text(field: "Element") -> str:
    return " ".join(tidy_paragraphs([field.text or ""]))


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None
