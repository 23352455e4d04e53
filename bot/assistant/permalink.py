"""Links to a paragraph, or to a passage in it, that notice when the article has changed."""

import re
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from bot.model import Article, Passage, Span

__all__ = ["Landing", "Since", "landing", "passage_at", "written"]

_WRITTEN = re.compile(r"([1-9]\d{0,5})\.([0-9a-f]{8})(?:\.(\d{1,7})-(\d{1,7}))?", re.ASCII)


class Since(StrEnum):
    """The paragraph's fate since the link was made."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"


class Landing(NamedTuple):
    """The paragraph that a link leads to now, None if its words are gone, and its former number."""

    paragraph: int | None
    before: int
    since: Since
    passage: Span | None = None
    """The linked passage, in characters of the paragraph; None for the whole paragraph."""


def written(article: Article, paragraph: int) -> str:
    """Return the paragraph's number and 8 hex digits of its text's SHA-256, like `3.1f0c9a2b`."""
    return f"{paragraph}.{_fingerprint(article.paragraphs[paragraph - 1].cut(article.text))}"


def passage_at(article: Article, passage: Passage) -> str:
    """Return the paragraph's reference with the passage's characters in it, like `3.1f0c9a2b.12-57`."""
    start = article.paragraphs[passage.paragraph - 1].start
    return f"{written(article, passage.paragraph)}.{passage.start - start}-{passage.end - start}"


def landing(article: Article, at: str) -> Landing | None:
    """Return the link's target, the nearest of equal paragraphs; None if `at` is no link."""
    match = _WRITTEN.fullmatch(at)
    if match is None:
        return None
    before, fingerprint = int(match[1]), match[2]
    texts = (span.cut(article.text) for span in article.paragraphs)
    same = [number for number, text in enumerate(texts, 1) if _fingerprint(text) == fingerprint]
    if not same:
        return Landing(None, before, Since.CHANGED)
    nearest = min(same, key=lambda number: abs(number - before))
    passage = _within(article.paragraphs[nearest - 1], match)
    return Landing(nearest, before, Since.SAME if nearest == before else Since.MOVED, passage)


def _within(paragraph: Span, match: "re.Match[str]") -> Span | None:
    if match[3] is None:
        return None
    start, end = int(match[3]), int(match[4])
    return Span(start, end) if start < end <= paragraph.end - paragraph.start else None


def _fingerprint(paragraph: str) -> str:
    return sha256(paragraph.encode("utf-8", "surrogatepass")).hexdigest()[:8]
