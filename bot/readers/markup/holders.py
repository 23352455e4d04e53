"""What an element of a web page holds, looked at from outside: a side bar, a form to fill in, lines of code."""

import re
from collections.abc import Iterator
from typing import Any

from bot.readers.markup.tags import BLOCKS, UNREAD, has_class, is_hidden, tag_name

__all__ = ["code_in", "is_aside", "is_filled_in"]

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmt|relate[ds]?|recommend\w*|side-?bar|rank\w*|hot(?:news|list)?|share|copyright|breadcrumbs?|crumbs?|guess|promo\w*|toc|ads?|advert\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WHOLE = frozenset("body main article".split())
"""A site writes on these what else is on the page: comments-open, has-sidebar."""
_FORM_STOPS = 3
"""A form with as many sentences is the frame of a page, and not one to fill in."""


def code_in(element: Any) -> Iterator[str]:
    """Yield the text of preformatted lines; each block, and each `code` beside another, is a line of its own."""
    yield element.text or ""
    codes = sum(tag_name(child) == "code" for child in element)
    for child in element:
        name = tag_name(child)
        ends = name == "br" or name in BLOCKS or (name == "code" and codes > 1)
        if name and name not in UNREAD and not is_hidden(child):
            yield from code_in(child)
        yield ("\n" if ends else "") + (child.tail or "")


def is_aside(element: Any, name: str) -> bool:
    """Return whether the element is named for what is no article, and does not hold the page's headline."""
    if name in _WHOLE or not has_class(element, _ASIDE):
        return False
    return next(element.iter("h1"), None) is None


def is_filled_in(element: Any, name: str) -> bool:
    """Return whether it is a form to fill in, and not one that is the frame of a whole page."""
    if name != "form":
        return False
    stops = 0
    for text in element.itertext():
        stops += text.count("。") + text.count(". ")
        if stops >= _FORM_STOPS:
            return False
    return True
