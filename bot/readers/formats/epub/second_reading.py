"""All text of a book's page, read by lxml alone, to tell what the article of the book lacks."""

import re
from collections.abc import Iterator
from typing import Any

from bot.readers.markup.tags import is_hidden, tag_name

__all__ = ["LEAST", "page_texts"]

LEAST = 12
"""Fewer characters are an ornament, or the number of a page."""

_UNREAD = frozenset("head script style template nav rt rp annotation annotation-xml".split())
_CALLS = frozenset(("a", "sup"))
_MARK = re.compile(r"\W*[\d①-⑳*†‡]{1,4}\W*")


def page_texts(page: str) -> Iterator[str]:
    """Yield the texts of the elements of `page` that its reader sees, without marks of notes, in no set order."""
    from lxml import etree
    from lxml import html as lxml

    try:
        root = lxml.document_fromstring(
            page.encode(), parser=lxml.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = tag_name(element)
        if name and name not in _UNREAD and not is_hidden(element):
            yield from _own(element, name)
            waiting.extend(element)


def _own(element: Any, name: str) -> Iterator[str]:
    """Yield the text that stands in `element` and in no other within it."""
    texts = [element.text, *(child.tail for child in element)]
    yield from (text for text in texts if text and not (name in _CALLS and _MARK.fullmatch(text)))
