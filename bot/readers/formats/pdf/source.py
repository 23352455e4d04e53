"""The source of a PDF: what the document says of itself, without what programs fill in."""

import re
from collections.abc import Sequence
from typing import Any

from bot.model import Source
from bot.readers.formats.pdf.columns import Line
from bot.readers.newspaper.byline import names_in
from bot.readers.newspaper.furniture import squeeze
from bot.readers.placeholders import is_placeholder
from bot.readers.prose import tidy_paragraphs

__all__ = ["known_source"]

_NO_AUTHOR = re.compile(
    r"administrator|admin|root|users?|owner|guest|lenovo.*|dell.*|thinkpad.*|asus.*|acer.*|微软.*|founder|方正.*|wps.*|microsoft.*"
    r"|windows.*|mac(?:book)?.*|雨林木风|深度.*|系统之家|番茄花园|mc system|adobe.*|pdftex.*|latex.*|用户|作者|未知|佚名|匿名"
    r"|[（(]?(?:anonymous|unspecified|unknown|none|null|n/?a|author|default)[）)]?|\W*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"[^\s]*[\d_@\\/][^\s]*|[A-Za-z][A-Za-z.\-]*")
"""One word in Latin letters, or with a figure in it: the name of an account or a machine."""
_MAX_TITLE_CHARACTERS = 120
_TITLE_LINES = 8


def known_source(
    document: Any, paragraphs: Sequence[str], first_page: Sequence[Line], *, scanned: bool
) -> Source:
    """Return what the document says of itself; if it names no title, the one set largest is taken.

    The author of a `scanned` document is likely to be who scanned it. One word in Latin letters is an author only
    if the text begins with it. The days when a file was made and changed are not those of the article.
    """
    fields = {key: " ".join(tidy_paragraphs([value])) for key, value in document.get_metadata_dict().items()}
    title, author = fields.get("Title", ""), fields.get("Author", "")
    top = [squeeze(paragraph) for paragraph in paragraphs[:5]]
    if not title or is_placeholder(title) or squeeze(title) not in top:
        title = _largest(first_page, paragraphs) or ("" if is_placeholder(title) else title)
    in_text = bool(squeeze(author)) and any(squeeze(author) in paragraph for paragraph in top)
    named = author and not _NO_AUTHOR.fullmatch(author)
    if not named or not (in_text or not (scanned or _ACCOUNT.fullmatch(author))):
        author = ""
    return Source(title=title, author=names_in(author) or author or None, language="")


def _largest(first_page: Sequence[Line], paragraphs: Sequence[str]) -> str:
    """Return the paragraph near the top that is set clearly larger than the rest, or ""."""
    if len(first_page) < 3:
        return ""
    usual = sorted(line.em for line in first_page)[len(first_page) // 2]
    largest = max(first_page[:_TITLE_LINES], key=lambda line: line.em)
    if largest.em < 1.15 * usual:
        return ""
    return next(
        (
            text
            for text in paragraphs[:3]
            if squeeze(largest.text) in squeeze(text) and len(text) < _MAX_TITLE_CHARACTERS
        ),
        "",
    )
