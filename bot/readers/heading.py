"""Title, by-line and headings, found among the paragraphs of an article."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.language.script import language_of
from bot.model import Article, Heading, Source
from bot.readers.letterhead import letter_in
from bot.readers.newspaper.byline import author_of
from bot.readers.newspaper.furniture import squeeze
from bot.readers.prose import article_language, opening

__all__ = ["NUMBERED", "Paragraph", "article_from", "compose", "plain_paragraphs"]

_LOWEST_LEVEL = 6
_MAX_HEADING_CHARACTERS = 80
_STATEMENT = re.compile(r"[。；，;,][”’」』）)\"']*$")
_MAX_TITLE_CHARACTERS = 40
_MAX_ENGLISH_TITLE_CHARACTERS = 100
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


def article_from(paragraphs: Sequence[Paragraph], known: Source) -> Article:
    """Return the article of `paragraphs`, its source completed by what they say.

    `known` leaves open a title or language that is "" and an author that is None. The title and a by-line
    below it are not part of the text. A by-line takes precedence over a known author, and so does what an
    office's document says of itself.
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
    title, body = _split_title(paragraphs, known.title)
    author = author_of(body[0].text) if title and len(body) > 1 and len(body) < len(paragraphs) else None
    article = compose(known, body[1:] if author else body)
    source = replace(
        known,
        title=title or opening(article.text),
        author=author or known.author,
        language=known.language or article_language(article.text),
    )
    return replace(article, source=source)


def _split_title(paragraphs: Sequence[Paragraph], known: str) -> tuple[str, Sequence[Paragraph]]:
    """Return the title, or "", and the other paragraphs; a known title need not be among them."""
    if not known:
        title = "" if _is_one_of_several(paragraphs) else _title([text for text, _ in paragraphs]) or ""
        return title, paragraphs[1:] if title else paragraphs
    for i, paragraph in enumerate(paragraphs[:_TOP_PARAGRAPHS]):
        if squeeze(paragraph.text) == squeeze(known) and i + 1 < len(paragraphs):
            return known, [*paragraphs[:i], *paragraphs[i + 1 :]]
    return known, paragraphs


def _is_one_of_several(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether the first paragraph is a numbered heading that another of its level follows."""
    first = paragraphs[0] if paragraphs else Paragraph("")
    if not first.level or not NUMBERED.match(first.text):
        return False
    return any(level == first.level and NUMBERED.match(text) for text, level in paragraphs[1:])


def _title(paragraphs: Sequence[str]) -> str | None:
    """Return the first paragraph if it is short, not a sentence, and followed by longer prose."""
    if not paragraphs:
        return None
    first, rest = paragraphs[0], paragraphs[1:]
    longest = _MAX_ENGLISH_TITLE_CHARACTERS if language_of(first) == "en" else _MAX_TITLE_CHARACTERS
    if len(first) > longest or re.search(r"[。；，：;,:.…][”’」』）)\"']*$", first):
        return None
    return first if rest and max(map(len, rest)) > len(first) else None
