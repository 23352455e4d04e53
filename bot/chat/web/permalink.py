"""Links to a paragraph that know when its article has changed."""

import re
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from bot.model import Article

__all__ = ["Landing", "Since", "landing", "written"]

_WRITTEN = re.compile(r"([1-9]\d{0,5})\.([0-9a-f]{8})", re.ASCII)


class Since(StrEnum):
    """What became of the paragraph since the link was made."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"


class Landing(NamedTuple):
    """The paragraph a link leads to now, None where its words are gone, and the number it had."""

    paragraph: int | None
    before: int
    since: Since


def written(article: Article, paragraph: int) -> str:
    """The paragraph's number and eight hexadecimal digits of its text's SHA-256, like `3.1f0c9a2b`."""
    return f"{paragraph}.{_fingerprints(article)[paragraph - 1]}"


def landing(article: Article, at: str) -> Landing | None:
    """Where the link leads in the article as it is; the nearest of equal paragraphs. None for no such link."""
    match = _WRITTEN.fullmatch(at)
    if match is None:
        return None
    before, fingerprint = int(match[1]), match[2]
    same = [number for number, held in enumerate(_fingerprints(article), 1) if held == fingerprint]
    if not same:
        return Landing(None, before, Since.CHANGED)
    nearest = min(same, key=lambda number: abs(number - before))
    return Landing(nearest, before, Since.SAME if nearest == before else Since.MOVED)


def _fingerprints(article: Article) -> tuple[str, ...]:
    texts = (span.cut(article.text) for span in article.paragraphs)
    return tuple(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8] for text in texts)
