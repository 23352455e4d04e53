"""The source of a PDF: what the document says of itself, without what programs fill in."""

from collections.abc import Sequence
from typing import Any

from bot.model import Source
from bot.readers.authors import believed_author, is_nobody
from bot.readers.formats.pdf.columns import Line
from bot.readers.newspaper.byline import names_in
from bot.readers.newspaper.furniture import squeeze
from bot.readers.placeholders import is_placeholder
from bot.readers.prose import tidy_paragraphs

__all__ = ["known_source"]

_MAX_TITLE_CHARACTERS = 120
_TITLE_LINES = 8


def known_source(
    document: Any, paragraphs: Sequence[str], first_page: Sequence[Line], *, scanned: bool
) -> Source:
    """Return what the document says of itself; if it names no title, the one set largest is taken.

    The author of a `scanned` document is likely to be who scanned it. Whoever the text begins with is the author. The days when a file was made and changed are not those of the article.
    """
    fields = {key: " ".join(tidy_paragraphs([value])) for key, value in document.get_metadata_dict().items()}
    title, author = fields.get("Title", ""), fields.get("Author", "")
    top = [squeeze(paragraph) for paragraph in paragraphs[:5]]
    if not title or is_placeholder(title) or squeeze(title) not in top:
        title = _largest(first_page, paragraphs) or ("" if is_placeholder(title) else title)
    in_text = bool(squeeze(author)) and any(squeeze(author) in paragraph for paragraph in top)
    if in_text and not is_nobody(author):
        return Source(title=title, author=names_in(author) or author, language="")
    return Source(
        title=title, author=None if scanned else believed_author(author, is_maker=True), language=""
    )


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
