"""What stands above prose: the title and the by-line, taken off its first paragraphs; and the headings within it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.language.script import language_of
from bot.model import Article, Heading, Source
from bot.readers.newspaper.byline import author_of
from bot.readers.newspaper.furniture import squeeze
from bot.readers.prose import article_language, opening

__all__ = ["Paragraph", "article_from", "compose", "plain_paragraphs"]

_LOWEST = 6
_LONGEST_HEADING = 80
_STATEMENT = re.compile(r"[。；，;,][”’」』）)\"']*$")
_LONGEST_TITLE = 40
_LONGEST_ENGLISH_TITLE = 100
_NEAR_THE_TOP = 3


class Paragraph(NamedTuple):
    """A paragraph as a reader finds it; `level` is that of a heading, 1 the highest, and 0 for any other."""

    text: str
    level: int = 0


def plain_paragraphs(texts: Iterable[str]) -> list[Paragraph]:
    """Paragraphs of a format that knows no headings."""
    return [Paragraph(text) for text in texts]


def compose(source: Source, paragraphs: Sequence[Paragraph]) -> Article:
    """The article of `paragraphs`; a long one, or one that ends as a statement does, was set as a heading by mistake."""
    headings = tuple(
        Heading(number, min(level, _LOWEST))
        for number, (text, level) in enumerate(paragraphs, 1)
        if level and len(text) <= _LONGEST_HEADING and not _STATEMENT.search(text)
    )
    return Article(source, "\n".join(text for text, _ in paragraphs), headings=headings)


def article_from(paragraphs: Sequence[Paragraph], known: Source) -> Article:
    """The article of `paragraphs`; what `known` leaves open (title and language "", author None) is found in them.

    A title, and a by-line below it, are no paragraphs. A by-line that is there says more than a known author.
    """
    title, body = _parted(paragraphs, known.title)
    author = author_of(body[0].text) if title and len(body) > 1 and len(body) < len(paragraphs) else None
    article = compose(known, body[1:] if author else body)
    source = replace(
        known,
        title=title or opening(article.text),
        author=author or known.author,
        language=known.language or article_language(article.text),
    )
    return replace(article, source=source)


def _parted(paragraphs: Sequence[Paragraph], known: str) -> tuple[str, Sequence[Paragraph]]:
    """The title, "" where there is none, and the paragraphs after it; a known title need not stand above them."""
    if not known:
        title = _title([text for text, _ in paragraphs]) or ""
        return title, paragraphs[1:] if title else paragraphs
    for i, paragraph in enumerate(paragraphs[:_NEAR_THE_TOP]):
        if squeeze(paragraph.text) == squeeze(known) and i + 1 < len(paragraphs):
            return known, [*paragraphs[:i], *paragraphs[i + 1 :]]
    return known, paragraphs


def _title(paragraphs: Sequence[str]) -> str | None:
    """The first paragraph when it is short, no sentence, and longer prose follows."""
    if not paragraphs:
        return None
    first, rest = paragraphs[0], paragraphs[1:]
    longest = _LONGEST_ENGLISH_TITLE if language_of(first) == "en" else _LONGEST_TITLE
    if len(first) > longest or re.search(r"[。；，：;,:.…][”’」』）)\"']*$", first):
        return None
    return first if rest and max(map(len, rest)) > len(first) else None
