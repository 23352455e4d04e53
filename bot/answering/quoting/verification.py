"""Verifying quotations: words that stand in the articles exactly, in other forms, nearly or not."""

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
    "Fragment",
    "Kind",
    "Outcome",
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
    """The ways in which quoted words stand in articles, best first.

    `SAME_WORDS` differ in form only.
    """

    EXACT = "exact"
    SAME_WORDS = "same_words"
    NEARLY = "nearly"
    NOT_FOUND = "not_found"
    TOO_SHORT = "too_short"


class Place(NamedTuple):
    """A slice of an article: `span` of its text, `within` of the paragraph in which it starts."""

    article: Article
    paragraph: int
    span: Span
    within: Span


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of the message without an ellipsis; `places` are in the order of the shelf."""

    words: Span
    outcome: Outcome
    places: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    """Those from the first of the places."""
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody quoted; fragments between ellipses all stand in one article, in order."""

    words: Span
    fragments: tuple[Fragment, ...]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the worst fragment."""
        return _worst(fragment.outcome for fragment in self.fragments)


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
        """The outcome of the worst quotation, those too short left out."""
        found = [quotation.outcome for quotation in self.quotations]
        return _worst([o for o in found if o is not Outcome.TOO_SHORT] or found)


def verify(words: str, articles: Sequence[Article]) -> Verification:
    """Verify `words` against articles that are asked only once."""
    return Verifier(articles).verify(words)


class Verifier:
    """Verifies quotations against the articles it was built of."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._plain = Plain()
        self._index = Occurrences(articles, self._plain)

    def verify(self, words: str) -> Verification:
        """Verify what is in quotation marks, one by one.

        All of it if nothing is, or if it stands whole.
        """
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
        """Return whether most of what is not in quotation marks stands in the article too."""
        if whole.outcome not in (Outcome.SAME_WORDS, Outcome.NEARLY):
            return False
        inside = {i for span in quoted for i in range(*span)}
        outside = {i for i in range(*whole.words) if i not in inside and self._plain[ord(text[i])]}
        differing = {
            i
            for fragment in whole.fragments
            for d in fragment.differences
            if d.in_words
            for i in range(*d.words)
        }
        return len(outside) > 2 * len(outside & differing)

    def _quotation(self, text: str, words: Span) -> Quotation:
        if self._length(text, words) < SHORTEST:
            return Quotation(words, (Fragment(words, Outcome.TOO_SHORT),))
        whole = Quotation(words, (self._placed(text, words, self._index.everywhere)[0],))
        stretches = [stretch for stretch in _between_ellipses(text, words) if self._length(text, stretch)]
        if whole.outcome in (Outcome.EXACT, Outcome.SAME_WORDS) or len(stretches) < 2:
            return whole
        split = Quotation(words, self._in_order(text, stretches))
        return (
            whole
            if whole.outcome is Outcome.NEARLY and split.outcome in (Outcome.NOT_FOUND, Outcome.TOO_SHORT)
            else split
        )

    def _in_order(self, text: str, stretches: list[Span]) -> tuple[Fragment, ...]:
        """Return the stretches in the article that holds most, each after the one before."""
        long = [stretch for stretch in stretches if self._length(text, stretch) >= SHORTEST]
        anywhere = [self._placed(text, stretch, self._index.everywhere)[0] for stretch in long]
        homes = dict.fromkeys(
            self._index.home(place.article) for fragment in anywhere for place in fragment.places
        )
        rows = [self._row(text, stretches, home) for home in homes]
        nowhere = tuple(
            Fragment(stretch, Outcome.NOT_FOUND if long else Outcome.TOO_SHORT) for stretch in stretches
        )
        return max(rows, key=lambda row: sum(fragment.similarity for fragment in row), default=nowhere)

    def _row(self, text: str, stretches: list[Span], region: Span) -> tuple[Fragment, ...]:
        row = []
        for stretch in stretches:
            fragment, end = self._placed(text, stretch, region)
            row.append(fragment)
            region = Span(end, region.end)
        return tuple(row)

    def _placed(self, text: str, words: Span, region: Span) -> tuple[Fragment, int]:
        """Return the words at their best place within `region`, and its end.

        `region.start` if nowhere.
        """
        matches = self._index.matches(words.cut(text).translate(self._plain), region)
        readings = [self._reading(text, words, match) for match in matches]
        if not readings:
            return Fragment(words, Outcome.NOT_FOUND), region.start
        best = min(readings, key=lambda reading: _rank(reading.fragment.outcome))
        alike = [r.fragment.places[0] for r in readings if r.fragment.outcome is best.fragment.outcome]
        return replace(best.fragment, places=tuple(alike[:_PLACES])), best.end

    def _reading(self, text: str, words: Span, match: Match) -> "_Reading":
        article, bare = self._index.slice(match.at)
        quoted_words, offsets = words.cut(text), self._plain.offsets(words.cut(text))
        matched = Span(offsets[match.of.start], offsets[match.of.end - 1] + 1)
        span = widened(quoted_words, matched, article.text, bare, self._plain)
        place = _place(article, span)
        if quoted_words == span.cut(article.text):
            return _Reading(Fragment(words, Outcome.EXACT, (place,), (), 1.0), match.at.end)
        unlike = tuple(
            differences(quoted_words, span.cut(article.text), words.start, span.start, self._plain)
        )
        outcome = Outcome.NEARLY if any(d.in_words for d in unlike) else Outcome.SAME_WORDS
        plain = quoted_words.translate(self._plain), span.cut(article.text).translate(self._plain)
        similarity = Levenshtein.normalized_similarity(*plain)
        return _Reading(Fragment(words, outcome, (place,), unlike, similarity), match.at.end)


class _Reading(NamedTuple):
    """A match in its author's own characters, and its end in the joined plain text."""

    fragment: Fragment
    end: int


def _place(article: Article, span: Span) -> Place:
    paragraphs = article.paragraphs
    number = bisect_right(paragraphs, span.start, key=lambda paragraph: paragraph.start)
    start, end = paragraphs[number - 1]
    return Place(article, number, span, Span(span.start - start, min(span.end, end) - start))


def _between_ellipses(text: str, words: Span) -> list[Span]:
    """Return what stands between ellipses, trimmed."""
    gaps = [match.span() for match in _ELLIPSIS.finditer(text, *words)]
    starts, ends = [words.start, *(end for _, end in gaps)], [*(start for start, _ in gaps), words.end]
    return [_trimmed(text, Span(start, end)) for start, end in zip(starts, ends, strict=True)]


def _trimmed(text: str, span: Span) -> Span:
    """Return `span` without the quotation marks and blanks at its ends."""
    end = span.start + len(span.cut(text).rstrip(_OUTER))
    return Span(end - len(text[span.start : end].lstrip(_OUTER)), end)


def _rank(outcome: Outcome) -> int:
    return list(Outcome).index(outcome)


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return max(outcomes, key=_rank)
