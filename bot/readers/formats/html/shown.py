"""What a page hides until its script has run, such as all of a WeChat article as it is fetched."""

import re
from typing import Any

from bot.readers.markup.tags import is_hidden, tag_name

__all__ = ["reveal"]

_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:!important)?\s*;?", re.IGNORECASE)
_UNREAD = ("script", "style", "noscript", "template", "textarea", "option")
_SHARE = 0.5


def reveal(root: Any) -> None:
    """Show, in place, what hides half of the page's text or more, and WeChat's article."""
    sizes = _sizes(root)
    whole = sizes.get(root, 0)
    for element, size in sizes.items():
        if is_hidden(element) and (element.get("id") == "js_content" or size > _SHARE * whole > 0):
            element.attrib.pop("hidden", None)
            element.set("style", _HIDING.sub("", element.get("style") or ""))


def _sizes(root: Any) -> dict[Any, int]:
    """Return the number of characters that each element holds."""
    sizes: dict[Any, int] = {}
    for element in reversed(list(root.iter())):
        name = tag_name(element)
        if not name or name in _UNREAD:
            continue
        inner = sum(sizes.get(child, 0) + len((child.tail or "").strip()) for child in element)
        sizes[element] = len((element.text or "").strip()) + inner
    return sizes
