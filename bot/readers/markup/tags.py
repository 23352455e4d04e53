"""What HTML's tags mean for its text: what ends a line, what is not read, what stands around an article."""

import re
from typing import Any

__all__ = ["AROUND", "BLOCKS", "UNREAD", "has_class", "is_hidden", "tag_name"]

UNREAD = frozenset(
    "script style noscript template svg object iframe select button textarea input head rt rp audio video canvas map".split()
)
AROUND = frozenset("nav footer aside menu dialog".split())
BLOCKS = frozenset(
    "address article aside blockquote body center caption dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main menu nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PREFIX = re.compile(r"\{[^}]*\}|[a-z]+:")


def tag_name(element: Any) -> str:
    """Return the name of lxml's `element` in lower case, without namespace; "" for a comment."""
    return _PREFIX.sub("", element.tag.lower(), count=1) if isinstance(element.tag, str) else ""


def is_hidden(element: Any) -> bool:
    """Return whether a browser would not show `element`."""
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def has_class(element: Any, words: re.Pattern[str]) -> bool:
    """Return whether the class or id of `element` matches."""
    return bool(words.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
