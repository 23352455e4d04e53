"""Where on a large shelf words may be quoted from: the passages that share rare terms with a part of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from bot.answering.index.shelf import Stretch
from bot.language.terms import terms
from bot.language.vocabulary import Vocabulary
from bot.model import Article, Span
from bot.passages import passages

__all__ = ["quotable"]

_WINDOW, _STEP = 60, 40
"""Characters of a part, and from the start of one to that of the next."""
_RAREST = 16
_PASSAGES_OF_ONE, _PASSAGES_OF_MANY, _MANY = 16, 6, 4
"""Passages of each part; of a long claim with many parts, fewer."""


class Searched(Protocol):
    """The part of a shelf that is needed here."""

    vocabulary: Vocabulary

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return for each of the terms the number of passages that hold it."""

    def found(self, terms: Sequence[str], limit: int) -> Mapping[int, Sequence[int]]:
        """Return about the best passages for the terms, by article."""

    def texts(self, articles: Sequence[int]) -> Mapping[int, Article]:
        """Return those of the articles of these numbers that there are, fetched together."""


def quotable(words: str, shelf: Searched) -> list[Stretch]:
    """Return the stretches, in the shelf's order: each passage found with the one before and the one after it."""
    parts = list(_parts(words))
    limit = _PASSAGES_OF_ONE if len(parts) <= _MANY else _PASSAGES_OF_MANY
    found: dict[int, set[int]] = {}
    for part in parts:
        for article, numbers in shelf.found(_rarest(part, shelf), limit).items():
            found.setdefault(article, set()).update(numbers)
    articles = shelf.texts(sorted(found))
    return [
        stretch
        for number, article in articles.items()
        for stretch in _stretches(article, sorted(found[number]))
    ]


def _parts(words: str) -> Iterator[str]:
    for start in range(0, max(1, len(words) - (_WINDOW - _STEP)), _STEP):
        if part := words[start : start + _WINDOW].strip():
            yield part


def _rarest(part: str, shelf: Searched) -> list[str]:
    """Return the rarest terms of the part that the shelf has."""
    asked = tuple(dict.fromkeys(terms(part, shelf.vocabulary)))
    known = [pair for pair in zip(shelf.frequencies(asked), asked, strict=True) if pair[0]]
    return [term for _, term in sorted(known)[:_RAREST]]


def _stretches(article: Article, numbers: Sequence[int]) -> Iterator[Stretch]:
    """Yield the passages with their neighbours, those that touch as one."""
    cut = passages(article)
    begun: tuple[int, int] | None = None
    # of a text that changed a moment ago, numbers may be too high
    for number in (number for number in numbers if number < len(cut)):
        first, last = max(0, number - 1), min(len(cut) - 1, number + 1)
        if begun is not None and first > begun[1] + 1:
            yield article, Span(cut[begun[0]].start, cut[begun[1]].end)
            begun = None
        begun = (first if begun is None else begun[0], last)
    if begun is not None:
        yield article, Span(cut[begun[0]].start, cut[begun[1]].end)
