"""Title, by-line and headings, found among the paragraphs of an article."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.model import Article, Heading, Source
from bot.readers.headlines import headline_at, is_subtitle
from bot.readers.letterhead import letter_in
from bot.readers.newspaper.byline import author_of
from bot.readers.newspaper.furniture import squeeze
from bot.readers.prose import article_language, opening

__all__ = ["NUMBERED", "Paragraph", "article_from", "compose", "plain_paragraphs"]

_LOWEST_LEVEL = 6
_MAX_HEADING_CHARACTERS = 80
_STATEMENT = re.compile(r"[。；，;,][”’」』）)\"']*$")
_TOP_PARAGRAPHS = 3
NUMBERED = re.compile(
    r"第.{1,6}[章节節篇编編部回卷条條]|[一二三四五六七八九十]{1,3}[、.．]|[（(].{1,3}[)）]|\d|(?:chapter|part)\b",
    re.IGNORECASE,
)
"""How a heading begins that is one of several."""


class Paragraph(NamedTuple):
    """A paragraph from a reader; `level` is 0, or that of a heading, 1 being the highest."""

    text: str
    level: int = 0


def plain_paragraphs(texts: Iterable[str]) -> list[Paragraph]:
    """Return the paragraphs of a format that has no headings."""
    return [Paragraph(text) for text in texts]


def compose(source: Source, paragraphs: Sequence[Paragraph]) -> Article:
    """Return the article of `paragraphs`.

    A heading that is long, or ends as a statement does, was set as one by mistake and is plain text.
    """
    headings = tuple(
        Heading(number, min(level, _LOWEST_LEVEL))
        for number, (text, level) in enumerate(paragraphs, 1)
        if level and len(text) <= _MAX_HEADING_CHARACTERS and not _STATEMENT.search(text)
    )
    return Article(source, "\n".join(text for text, _ in paragraphs), headings=headings)


def article_from(paragraphs: Sequence[Paragraph], known: Source, *, title_at: int | None = None) -> Article:
    """Return the article of `paragraphs`, its source completed by what they say.

    `known` leaves open a title or language that is "" and an author that is None. The title, which may be known to
    stand at `title_at`, and a by-line below it are not part of the text; what stands above it is. A by-line takes
    precedence over a known author, and so does what an office's document says of itself.
    """
    if letter := letter_in([text for text, _ in paragraphs]):
        article = compose(known, [kept for i, kept in enumerate(paragraphs) if i not in letter.head])
        source = replace(
            known,
            title=letter.title,
            author=letter.issuer or known.author,
            published=letter.published or known.published,
            language=known.language or article_language(article.text),
        )
        return replace(article, source=source)
    title, place = _titled(paragraphs, known.title) if title_at is None else (known.title, title_at)
    body = [one for i, one in enumerate(paragraphs) if i != place]
    author, line = _by_line(body, place) if title and place is not None else (None, None)
    article = compose(known, [one for i, one in enumerate(body) if i != line])
    source = replace(
        known,
        title=title or opening(article.text),
        author=author or known.author,
        language=known.language or article_language(article.text),
    )
    return replace(article, source=source)


def _titled(paragraphs: Sequence[Paragraph], known: str) -> tuple[str, int | None]:
    """Return the title, or "", and which paragraph it is; a known title need not be among them."""
    if not known:
        place = None if _is_one_of_several(paragraphs) else headline_at([text for text, _ in paragraphs])
        return ("", None) if place is None else (paragraphs[place].text, place)
    for i, paragraph in enumerate(paragraphs[:_TOP_PARAGRAPHS]):
        if squeeze(paragraph.text) == squeeze(known) and i + 1 < len(paragraphs):
            return known, i
    return known, None


def _by_line(body: Sequence[Paragraph], start: int) -> tuple[str | None, int | None]:
    """Return the authors that a line right below the title names, or below its subtitle, and which line that is."""
    if start + 1 < len(body) and (author := author_of(body[start].text)):
        return author, start
    below = start + 1
    if below + 1 < len(body) and is_subtitle(body[start].text):
        return (author, below) if (author := author_of(body[below].text, bare=False)) else (None, None)
    return None, None


def _is_one_of_several(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether the first paragraph is a numbered heading that another of its level follows."""
    first = paragraphs[0] if paragraphs else Paragraph("")
    if not first.level or not NUMBERED.match(first.text):
        return False
    return any(level == first.level and NUMBERED.match(text) for text, level in paragraphs[1:])
