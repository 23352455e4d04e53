"""A source, formatted in a citation style."""

from dataclasses import replace
from datetime import date

from bot.answering.quoting.styles import DEFAULT_STYLE, STYLES, gbt7714
from bot.language.han import has_han
from bot.language.utf16 import ending, head, units
from bot.model import Article

__all__ = ["DEFAULT_STYLE", "STYLES", "cite", "locator", "short"]

_MAX_UNITS = 256


def cite(article: Article, style: str = DEFAULT_STYLE, accessed: date | None = None) -> str:
    """Return the citation of `article` in one of the `STYLES`, without what its source does not say.

    `accessed` is the day its address was opened; styles that have no place for it leave it out.
    """
    return STYLES[style].cite(article, accessed)


def locator(article: Article, paragraph: int) -> str:
    """Return what follows a citation to name the paragraph, in the article's language."""
    return f" 第{paragraph}段" if has_han(article.source.title) else f" para. {paragraph}"


def short(article: Article, paragraph: int) -> str:
    """Return the GB/T 7714 citation with the paragraph's number in at most 256 UTF-16 units.

    That is what a button can copy. If it is too long the address goes first, then the middle of the title,
    then the end.
    """
    source = article.source
    number = locator(article, paragraph)
    text = gbt7714.cite(article) + number
    if units(text) > _MAX_UNITS:
        text = gbt7714.cite(article, link=False) + number
    room = units(source.title) - (units(text) - _MAX_UNITS) - 1
    if units(text) > _MAX_UNITS and room > 0:
        title = head(source.title, (room + 1) // 2) + "…" + ending(source.title, room // 2)
        text = gbt7714.cite(replace(article, source=replace(source, title=title)), link=False) + number
    return text if units(text) <= _MAX_UNITS else head(text, _MAX_UNITS - 1) + "…"
