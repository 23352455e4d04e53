"""Links to a paragraph, or to a passage in it, that notice when the article has changed."""

import re
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from bot.model import Article, Passage, Span

__all__ = ["Change", "LinkTarget", "link_target", "paragraph_reference", "passage_reference"]

_REFERENCE = re.compile(r"([1-9]\d{0,5})\.([0-9a-f]{8})(?:\.(\d{1,7})-(\d{1,7}))?", re.ASCII)


class Change(StrEnum):
    """The paragraph's fate since the link was made."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"


class LinkTarget(NamedTuple):
    """The paragraph that a link leads to now, None if its words are gone, and its former number."""

    paragraph: int | None
    before: int
    since: Change
    passage: Span | None = None
    """The linked passage, in characters of the paragraph; None for the whole paragraph."""


def paragraph_reference(article: Article, paragraph: int) -> str:
    """Return the paragraph's number and 8 hex digits of its text's SHA-256, like `3.1f0c9a2b`."""
    return f"{paragraph}.{_fingerprint(article.paragraphs[paragraph - 1].cut(article.text))}"


def passage_reference(article: Article, passage: Passage) -> str:
    """Return the paragraph's reference with the passage's characters in it, like `3.1f0c9a2b.12-57`."""
    start = article.paragraphs[passage.paragraph - 1].start
    return f"{paragraph_reference(article, passage.paragraph)}.{passage.start - start}-{passage.end - start}"


def link_target(article: Article, at: str) -> LinkTarget | None:
    """Return the link's target, the nearest of equal paragraphs; None if `at` is no link."""
    match = _REFERENCE.fullmatch(at)
    if match is None:
        return None
    before, fingerprint = int(match[1]), match[2]
    texts = (span.cut(article.text) for span in article.paragraphs)
    same = [number for number, text in enumerate(texts, 1) if _fingerprint(text) == fingerprint]
    if not same:
        return LinkTarget(None, before, Change.CHANGED)
    nearest = min(same, key=lambda number: abs(number - before))
    passage = _passage_within(article.paragraphs[nearest - 1], match)
    return LinkTarget(nearest, before, Change.SAME if nearest == before else Change.MOVED, passage)


def _passage_within(paragraph: Span, match: "re.Match[str]") -> Span | None:
    if match[3] is None:
        return None
    start, end = int(match[3]), int(match[4])
    return Span(start, end) if start < end <= paragraph.end - paragraph.start else None


def _fingerprint(paragraph: str) -> str:
    return sha256(paragraph.encode("utf-8", "surrogatepass")).hexdigest()[:8]
