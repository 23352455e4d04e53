"""What people type for a field of a source record → its value."""

import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

from bot.locale import languages, locale
from bot.readers.newspaper.masthead import day_of

__all__ = ["MAX_VALUE_CHARACTERS", "NotAValue", "is_address", "one_line", "value_of"]

MAX_VALUE_CHARACTERS = 200
"""Of a title, an author or a publication."""
_MAX_ADDRESS_CHARACTERS = 2_000
_UNKNOWN_WORDS = frozenset({"", "没有", "沒有", "不详", "不詳", "-", "—"})
_QUOTED_TITLE = re.compile(r"《([^《》]+)》")


class NotAValue(ValueError):
    """What was typed is no value of the field."""


def value_of(field: str, text: str) -> str | date | None:
    """Return the value that `text` gives a field of the source record; None says that nobody knows it.

    The field is title, author, publication, published or url. Raises NotAValue, also for a title that nobody knows.
    """
    words = one_line(text)
    if _says_unknown(words.casefold()):
        if field == "title":
            raise NotAValue
        return None
    if field == "published":
        day = day_of(words)
        if day is None:
            raise NotAValue
        return day
    if field == "url":
        if not is_address(words):
            raise NotAValue
        return words
    words = _without_quotes(words)
    if len(words) > MAX_VALUE_CHARACTERS:
        raise NotAValue
    return words


def one_line(text: str) -> str:
    """Return the text on one line, without what a terminal would obey or a database refuse."""
    line = " ".join(text.split())
    return "".join(char for char in line if unicodedata.category(char) not in ("Cc", "Cs"))


def is_address(text: str) -> bool:
    """Return whether the text is an address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") and bool(parts.hostname)
    return known and " " not in text and len(text) <= _MAX_ADDRESS_CHARACTERS


def _says_unknown(words: str) -> bool:
    """Return whether `words`, case-folded, say that nobody knows, in any of our languages."""
    return words in _UNKNOWN_WORDS or words in {
        locale(language)("articles.unknown").casefold() for language in languages()
    }


def _without_quotes(words: str) -> str:
    """Return a title without its 《》."""
    match = _QUOTED_TITLE.fullmatch(words)
    return match[1] if match else words
