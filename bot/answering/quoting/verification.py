"""Verifying quotations: words that stand in the articles exactly, in other forms, nearly, in part or not."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from bot.answering.quoting.comparison import Difference, Kind, differences, widened
from bot.answering.quoting.excerpts import Excerpts
from bot.answering.quoting.occurrences import SHORTEST, Match, Occurrences
from bot.answering.quoting.plain import Plain, is_content
from bot.model import Article, Span

__all__ = [
    "LONGEST",
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
"""Characters of a message that are verified."""
_PLACES, _QUOTATIONS = 20, 20
_ANOTHER_PASSAGE, _LEADING_WORDS, _SHORTEST_REST = 6, 3, 2
"""Characters: of a difference that may be another passage, within words and at their ends; of a rest worth telling."""
_OUTER = " \t\r\n\u00a0\u3000\"'“”„‘’「」『』«»﹁﹂﹃﹄〝〞＂＇"
_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|«([^«»]+)»|\"([^\"]+)\"|＂([^＂]+)＂")
_CLAUSE = re.compile(r"[\w%‰°℃$￥€£+.\-]+")
_CLAUSES = 24
_ELLIPSIS = re.compile(r"[\[（(【]?(?:…+|⋯+|\.{3,}|。{3,})[\]）)】]?")


class Outcome(StrEnum):
    """The ways in which quoted words stand in articles, best first.

    `SAME_WORDS` differ in form only. Of `JOINED` words every stretch stands somewhere, but not together; of `PARTLY`
    ones some stand nowhere.
    """

    EXACT = "exact"
    SAME_WORDS = "same_words"
    NEARLY = "nearly"
    JOINED = "joined"
    PARTLY = "partly"
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
    """Words that somebody quoted; fragments between ellipses all stand in one article, in order.

    Those of words that do not stand whole are what of them stands somewhere; `nowhere` is the rest.
    """

    words: Span
    fragments: tuple[Fragment, ...]
    is_excerpted: bool = False
    """Whether the fragments were looked for one by one."""
    nowhere: tuple[Span, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The outcome of the worst fragment; of words found in excerpts, whether all of them were."""
        if self.is_excerpted:
            return Outcome.PARTLY if self.nowhere else Outcome.JOINED
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
        self._shelves: tuple[Occurrences, ...] = (Occurrences(articles, self._plain),)

    @classmethod
    def together(cls, verifiers: Sequence["Verifier"]) -> "Verifier":
        """Return a verifier of the articles of all; what stands equally well in several is shown where the first has it."""
        joined = cls(())
        joined._shelves = tuple(shelf for verifier in verifiers for shelf in verifier._shelves)
        return joined

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
        """Return whether most of what is not in quotation marks stands in the articles too."""
        placed = [part for part in whole.fragments if part.places]
        inside = {i for span in quoted for i in range(*span)}
        outside = {i for i in range(*whole.words) if i not in inside and self._plain[ord(text[i])]}
        standing = {i for part in placed for i in range(*part.words)}
        differing = {i for part in placed for d in part.differences if d.in_words for i in range(*d.words)}
        return len(outside) < 2 * len(outside & (standing - differing))

    def _quotation(self, text: str, words: Span) -> Quotation:
        if self._length(text, words) < SHORTEST:
            return Quotation(words, (Fragment(words, Outcome.TOO_SHORT),))
        whole = Quotation(words, (self._placed(text, words, self._everywhere)[0],))
        stretches = [stretch for stretch in _between_ellipses(text, words) if self._length(text, stretch)]
        if whole.outcome in (Outcome.EXACT, Outcome.SAME_WORDS):
            return whole
        if len(stretches) > 1:
            split = Quotation(words, self._in_order(text, stretches))
            if split.outcome not in (Outcome.NOT_FOUND, Outcome.TOO_SHORT):
                return split
            whole = whole if whole.outcome is Outcome.NEARLY else split
        if whole.outcome is Outcome.NEARLY and not self._has_another_passage(text, whole):
            return whole
        return self._in_excerpts(text, words) or whole

    def _has_another_passage(self, text: str, whole: Quotation) -> bool:
        """Return whether so many words in a row differ that they may stand elsewhere, or nowhere; fewer at either end."""
        unlike = [d.words for fragment in whole.fragments for d in fragment.differences if d.in_words]
        ends = [words for words in unlike if words.start == whole.words.start or words.end == whole.words.end]
        return any(self._length(text, words) >= _ANOTHER_PASSAGE for words in unlike) or any(
            self._length(text, words) >= _LEADING_WORDS for words in ends
        )

    def _in_excerpts(self, text: str, words: Span) -> Quotation | None:
        """Return the stretches of the words that stand somewhere, and the rest; None if none does."""
        found = Excerpts(self._shelves, self._plain).of(text, words)
        if not found:
            return None
        fragments = [self._compared(text, *excerpt) for excerpt in found]
        gaps = _between(words, [excerpt.words for excerpt in found])
        clauses = [clause for gap in gaps for clause in _clauses(text, gap)][:_CLAUSES]
        rest = [self._clause(text, clause) for clause in clauses]
        nowhere = _runs_on(text, [clause.words for clause in rest if clause.outcome is Outcome.NOT_FOUND])
        fragments += [clause for clause in rest if clause.places]
        if len(fragments) == 1 and not nowhere:
            return Quotation(words, tuple(fragments))
        return Quotation(words, tuple(sorted(fragments, key=lambda one: one.words)), True, nowhere)

    def _clause(self, text: str, words: Span) -> Fragment:
        """Return a short rest of a claim where it stands; one too short to tell counts as found if it stands anywhere."""
        if self._length(text, words) >= SHORTEST:
            return self._placed(text, words, self._everywhere)[0]
        plain = words.cut(text).translate(self._plain)
        stands = len(plain) < _SHORTEST_REST or any(plain in shelf.text for shelf in self._shelves)
        return Fragment(words, Outcome.TOO_SHORT if stands else Outcome.NOT_FOUND)

    @property
    def _everywhere(self) -> list["_Region"]:
        return [_Region(shelf, shelf.everywhere) for shelf in self._shelves]

    def _in_order(self, text: str, stretches: list[Span]) -> tuple[Fragment, ...]:
        """Return the stretches in the article that holds most, each after the one before."""
        long = [stretch for stretch in stretches if self._length(text, stretch) >= SHORTEST]
        anywhere = [self._placed(text, stretch, self._everywhere)[0] for stretch in long]
        homes = dict.fromkeys(
            _Region(shelf, home)
            for fragment in anywhere
            for place in fragment.places
            for shelf in self._shelves
            if (home := shelf.home(place.article)) is not None
        )
        rows = [self._row(text, stretches, home) for home in homes]
        nowhere = tuple(
            Fragment(stretch, Outcome.NOT_FOUND if long else Outcome.TOO_SHORT) for stretch in stretches
        )
        return max(rows, key=lambda row: sum(fragment.similarity for fragment in row), default=nowhere)

    def _row(self, text: str, stretches: list[Span], region: "_Region") -> tuple[Fragment, ...]:
        row = []
        for stretch in stretches:
            fragment, end = self._placed(text, stretch, [region])
            row.append(fragment)
            region = _Region(region.shelf, Span(end, region.span.end))
        return tuple(row)

    def _placed(self, text: str, words: Span, regions: list["_Region"]) -> tuple[Fragment, int]:
        """Return the words at their best place within the regions, and its end.

        The start of the first of them if nowhere.
        """
        plain = words.cut(text).translate(self._plain)
        readings = [
            self._reading(text, words, match, shelf)
            for shelf, span in regions
            for match in shelf.matches(plain, span)
        ]
        if not readings:
            return Fragment(words, Outcome.NOT_FOUND), regions[0].span.start
        best = min(readings, key=lambda r: (_rank(r.fragment.outcome), -r.fragment.similarity))
        alike = [r.fragment.places[0] for r in readings if r.fragment.outcome is best.fragment.outcome]
        return replace(best.fragment, places=tuple(alike[:_PLACES])), best.end

    def _reading(self, text: str, words: Span, match: Match, shelf: Occurrences) -> "_Reading":
        article, bare = shelf.slice(match.at)
        quoted_words, offsets = words.cut(text), self._plain.offsets(words.cut(text))
        matched = Span(offsets[match.of.start], offsets[match.of.end - 1] + 1)
        span = widened(quoted_words, matched, article.text, bare, self._plain)
        return _Reading(self._compared(text, words, article, span), match.at.end)

    def _compared(self, text: str, words: Span, article: Article, span: Span) -> Fragment:
        """Return the words as they stand in that slice of the article."""
        place, quoted_words = _place(article, span), words.cut(text)
        if quoted_words == span.cut(article.text):
            return Fragment(words, Outcome.EXACT, (place,), (), 1.0)
        unlike = tuple(
            differences(quoted_words, span.cut(article.text), words.start, span.start, self._plain)
        )
        outcome = Outcome.NEARLY if any(d.in_words for d in unlike) else Outcome.SAME_WORDS
        plain = quoted_words.translate(self._plain), span.cut(article.text).translate(self._plain)
        similarity = Levenshtein.normalized_similarity(*plain)
        return Fragment(words, outcome, (place,), unlike, similarity)


class _Reading(NamedTuple):
    """A match in its author's own characters, and its end in the joined plain text."""

    fragment: Fragment
    end: int


class _Region(NamedTuple):
    """A stretch of a shelf's joined plain text."""

    shelf: Occurrences
    span: Span


def _between(words: Span, found: list[Span]) -> list[Span]:
    """Return what of `words` lies before, between and after the spans, which are in order."""
    starts, ends = [words.start, *(span.end for span in found)], [*(span.start for span in found), words.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _clauses(text: str, span: Span) -> list[Span]:
    """Return what of `span` stands between marks and blanks."""
    return [Span(*match.span()) for match in _CLAUSE.finditer(text, *span)]


def _runs_on(text: str, clauses: Sequence[Span]) -> tuple[Span, ...]:
    """Return the clauses, those joined between which nothing but marks stands."""
    joined: list[Span] = []
    for clause in clauses:
        if joined and not any(is_content(char) for char in text[joined[-1].end : clause.start]):
            joined[-1] = Span(joined[-1].start, clause.end)
        else:
            joined.append(clause)
    return tuple(joined)


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
