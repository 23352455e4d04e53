"""Whether quoted words stand in the articles: exactly, in other characters, nearly, or not at all."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from bot.answering.quoting.comparison import Difference, Kind, differences, widened
from bot.answering.quoting.occurrences import SHORTEST, Match, Occurrences
from bot.answering.quoting.plain import Plain
from bot.model import Article, Span

__all__ = [
    "Difference",
    "Kind",
    "Outcome",
    "Part",
    "Place",
    "Quotation",
    "Verification",
    "Verifier",
    "verify",
]

LONGEST = 2000
_PLACES, _QUOTATIONS = 20, 20
_OUTER = " \t\r\n\u00a0\u3000\"'“”„‘’「」『』«»﹁﹂﹃﹄〝〞＂＇"
_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|«([^«»]+)»|\"([^\"]+)\"|＂([^＂]+)＂")
_ELLIPSIS = re.compile(r"[\[（(【]?(?:…+|⋯+|\.{3,}|。{3,})[\]）)】]?")


class Outcome(StrEnum):
    """How quoted words stand in the articles, best first; `SAME_WORDS` differ in form only."""

    EXACT = "exact"
    SAME_WORDS = "same_words"
    NEARLY = "nearly"
    NOT_FOUND = "not_found"
    TOO_SHORT = "too_short"


class Place(NamedTuple):
    """A slice of an article: `span` of its text, `within` of the paragraph (numbered from 1) where it starts."""

    article: Article
    paragraph: int
    span: Span
    within: Span


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the message without an ellipsis; `places` in the order of the shelf, `differences` from the first."""

    words: Span
    outcome: Outcome
    places: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody quoted; parts between ellipses all stand in one article, in order."""

    words: Span
    parts: tuple[Part, ...]

    @property
    def outcome(self) -> Outcome:
        """That of the part that stands worst."""
        return _worst(part.outcome for part in self.parts)


@dataclass(frozen=True, slots=True)
class Verification:
    """A message and its quotations in order; `cut` when it was too long to be looked at whole.

    Spans of `words` are of `text`, the message's first 2,000 characters.
    """

    text: str
    quotations: tuple[Quotation, ...]
    cut: bool

    @property
    def outcome(self) -> Outcome:
        """That of the quotation that stands worst, those too short left out."""
        found = [quotation.outcome for quotation in self.quotations]
        return _worst([o for o in found if o is not Outcome.TOO_SHORT] or found)


def verify(words: str, articles: Sequence[Article]) -> Verification:
    """`Verifier(articles).verify(words)`, for articles that are asked once."""
    return Verifier(articles).verify(words)


class Verifier:
    """Verifies quotations against the articles it was built of."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._plain = Plain()
        self._index = Occurrences(articles, self._plain)

    def verify(self, words: str) -> Verification:
        """What stands in quotation marks, one by one; all the words where nothing does or where they stand whole."""
        text = words[:LONGEST]
        whole = self._quotation(text, _trimmed(text, Span(0, len(text))))
        quoted = [_trimmed(text, Span(*match.span(match.lastindex or 0))) for match in _QUOTED.finditer(text)]
        long = any(self._length(text, span) >= SHORTEST for span in quoted)
        if not long or whole.outcome is Outcome.EXACT or self._stands_outside(text, whole, quoted):
            return Verification(text, (whole,), len(words) > LONGEST)
        found = tuple(self._quotation(text, span) for span in quoted[:_QUOTATIONS])
        return Verification(text, found, len(words) > LONGEST or len(quoted) > _QUOTATIONS)

    def _length(self, text: str, span: Span) -> int:
        return len(span.cut(text).translate(self._plain))

    def _stands_outside(self, text: str, whole: Quotation, quoted: list[Span]) -> bool:
        """Whether most of what is not in quotation marks stands in the article too."""
        if whole.outcome not in (Outcome.SAME_WORDS, Outcome.NEARLY):
            return False
        inside = {i for span in quoted for i in range(*span)}
        outside = {i for i in range(*whole.words) if i not in inside and self._plain[ord(text[i])]}
        differing = {
            i for part in whole.parts for d in part.differences if d.in_words for i in range(*d.words)
        }
        return len(outside) > 2 * len(outside & differing)

    def _quotation(self, text: str, words: Span) -> Quotation:
        if self._length(text, words) < SHORTEST:
            return Quotation(words, (Part(words, Outcome.TOO_SHORT),))
        whole = Quotation(words, (self._placed(text, words, self._index.everywhere)[0],))
        pieces = [piece for piece in _pieces(text, words) if self._length(text, piece)]
        if whole.outcome in (Outcome.EXACT, Outcome.SAME_WORDS) or len(pieces) < 2:
            return whole
        split = Quotation(words, self._in_order(text, pieces))
        return (
            whole
            if whole.outcome is Outcome.NEARLY and split.outcome in (Outcome.NOT_FOUND, Outcome.TOO_SHORT)
            else split
        )

    def _in_order(self, text: str, pieces: list[Span]) -> tuple[Part, ...]:
        """The pieces in the one article that holds most of them, each after the one before."""
        long = [piece for piece in pieces if self._length(text, piece) >= SHORTEST]
        anywhere = [self._placed(text, piece, self._index.everywhere)[0] for piece in long]
        homes = dict.fromkeys(self._index.home(place.article) for part in anywhere for place in part.places)
        rows = [self._row(text, pieces, home) for home in homes]
        nowhere = tuple(Part(piece, Outcome.NOT_FOUND if long else Outcome.TOO_SHORT) for piece in pieces)
        return max(rows, key=lambda row: sum(part.similarity for part in row), default=nowhere)

    def _row(self, text: str, pieces: list[Span], region: Span) -> tuple[Part, ...]:
        row = []
        for piece in pieces:
            part, end = self._placed(text, piece, region)
            row.append(part)
            region = Span(end, region.end)
        return tuple(row)

    def _placed(self, text: str, words: Span, region: Span) -> tuple[Part, int]:
        """The words where they stand best within `region` and where that ends; `region.start` where nowhere."""
        matches = self._index.matches(words.cut(text).translate(self._plain), region)
        readings = [self._reading(text, words, match) for match in matches]
        if not readings:
            return Part(words, Outcome.NOT_FOUND), region.start
        best = min(readings, key=lambda reading: _rank(reading.part.outcome))
        alike = [r.part.places[0] for r in readings if r.part.outcome is best.part.outcome]
        return replace(best.part, places=tuple(alike[:_PLACES])), best.end

    def _reading(self, text: str, words: Span, match: Match) -> "_Reading":
        article, bare = self._index.slice(match.at)
        mine, offsets = words.cut(text), self._plain.offsets(words.cut(text))
        matched = Span(offsets[match.of.start], offsets[match.of.end - 1] + 1)
        span = widened(mine, matched, article.text, bare, self._plain)
        place = _place(article, span)
        if mine == span.cut(article.text):
            return _Reading(Part(words, Outcome.EXACT, (place,), (), 1.0), match.at.end)
        unlike = tuple(differences(mine, span.cut(article.text), words.start, span.start, self._plain))
        outcome = Outcome.NEARLY if any(d.in_words for d in unlike) else Outcome.SAME_WORDS
        plain = mine.translate(self._plain), span.cut(article.text).translate(self._plain)
        similarity = Levenshtein.normalized_similarity(*plain)
        return _Reading(Part(words, outcome, (place,), unlike, similarity), match.at.end)


class _Reading(NamedTuple):
    """A match in its author's own characters, and where it ends in the joined plain text."""

    part: Part
    end: int


def _place(article: Article, span: Span) -> Place:
    paragraphs = article.paragraphs
    number = bisect_right(paragraphs, span.start, key=lambda paragraph: paragraph.start)
    start, end = paragraphs[number - 1]
    return Place(article, number, span, Span(span.start - start, min(span.end, end) - start))


def _pieces(text: str, words: Span) -> list[Span]:
    """What stands between ellipses, trimmed."""
    gaps = [match.span() for match in _ELLIPSIS.finditer(text, *words)]
    starts, ends = [words.start, *(end for _, end in gaps)], [*(start for start, _ in gaps), words.end]
    return [_trimmed(text, Span(start, end)) for start, end in zip(starts, ends, strict=True)]


def _trimmed(text: str, span: Span) -> Span:
    """`span` without the quotation marks and blanks at its ends."""
    end = span.start + len(span.cut(text).rstrip(_OUTER))
    return Span(end - len(text[span.start : end].lstrip(_OUTER)), end)


def _rank(outcome: Outcome) -> int:
    return list(Outcome).index(outcome)


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return max(outcomes, key=_rank)
