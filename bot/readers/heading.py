"""What stands above prose: the title and the by-line, taken off its first paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.model import Article, Source
from bot.readers.byline import author_of
from bot.readers.furniture import squeezed
from bot.readers.prose import language_of, opening

__all__ = ["headed"]

_LONGEST_TITLE = 40
_LONGEST_ENGLISH_TITLE = 100
_NEAR_THE_TOP = 3


def headed(paragraphs: Sequence[str], known: Source) -> Article:
    """The article of `paragraphs`; what `known` leaves open (title and language "", author None) is found in them.

    A title, and a by-line below it, are no paragraphs. A by-line that is there says more than a known author.
    """
    title, body = _parted(paragraphs, known.title)
    author = author_of(body[0]) if title and len(body) > 1 and len(body) < len(paragraphs) else None
    body = body[1:] if author else body
    text = "\n".join(body)
    source = replace(
        known,
        title=title or opening(text),
        author=author or known.author,
        language=known.language or language_of(text),
    )
    return Article(source, text)


def _parted(paragraphs: Sequence[str], known: str) -> tuple[str, Sequence[str]]:
    """The title, "" where there is none, and the paragraphs after it; a known title need not stand above them."""
    if not known:
        title = _title(paragraphs) or ""
        return title, paragraphs[1:] if title else paragraphs
    for i, paragraph in enumerate(paragraphs[:_NEAR_THE_TOP]):
        if squeezed(paragraph) == squeezed(known) and i + 1 < len(paragraphs):
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
