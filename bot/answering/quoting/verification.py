"""Verifying quotations: words that stand in the articles exactly, in other forms, nearly, in part or not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol, Self

from rapidfuzz.distance import Levenshtein

from bot.answering.quoting.comparison import differences, widened
from bot.answering.quoting.excerpts import Excerpts
from bot.answering.quoting.occurrences import SHORTEST, Match, Occurrences
from bot.answering.quoting.plain import plain
from bot.answering.quoting.quotation import Fragment, Outcome, Quotation, Verification, place_of, rank
from bot.answering.quoting.stretches import between, between_ellipses, clauses, quoted, runs_on, trimmed
from bot.language import graphemes
from bot.model import Article, Span

__all__ = ["LONGEST", "AnyVerifier", "Verifier", "VerifierOf", "verify"]

LONGEST = 2000
"""Characters of a message that are verified."""
_PLACES, _QUOTATIONS = 20, 20
_ANOTHER_PASSAGE, _LEADING_WORDS, _SHORTEST_REST = 6, 3, 2
"""Characters: of a difference that may be another passage, within words and at their ends; of a rest worth telling."""
_CLAUSES = 24


def verify(words: str, articles: Sequence[Article]) -> Verification:
    """Verify `words` against articles that are asked only once."""
    return Verifier(articles).verify(words)


class AnyVerifier(Protocol):
    """Verifies quotations, wherever the articles lie."""

    def verify(self, words: str) -> Verification:
        """Verify what is in quotation marks, one by one; all of it if nothing is, or if it stands whole."""

    def narrowed(self, words: str) -> "Verifier":
        """Return a verifier for these words alone."""


class VerifierOf:
    """Verifies quotations against what several shelves have of them, each looked up anew for the words.

    `narrow` returns a verifier of the parts of a shelf that may be quoted from in these words.
    """

    def __init__(self, narrow: Sequence[Callable[[str], "Verifier"]]) -> None:
        self._narrow = narrow

    def narrowed(self, words: str) -> "Verifier":
        """Return a verifier for these words; what stands equally well on several shelves is shown where the first has it."""
        return Verifier.together([narrowed(graphemes.head(words, LONGEST)) for narrowed in self._narrow])

    def verify(self, words: str) -> Verification:
        """Verify what is in quotation marks, one by one; all of it if nothing is, or if it stands whole."""
        return self.narrowed(words).verify(words)


class Verifier:
    """Verifies quotations against the articles it was built of."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._hold([(article, Span(0, len(article.text))) for article in articles])

    @classmethod
    def within(cls, stretches: Sequence[tuple[Article, Span]]) -> Self:
        """Return a verifier of parts of articles, those of one article side by side and in order."""
        verifier = cls(())
        verifier._hold(stretches)
        return verifier

    def _hold(self, stretches: Sequence[tuple[Article, Span]]) -> None:
        self._plain = plain()
        self._shelves: tuple[Occurrences, ...] = (Occurrences(stretches, self._plain),)

    @classmethod
    def together(cls, verifiers: Sequence["Verifier"]) -> "Verifier":
        """Return a verifier of the articles of all; what stands equally well in several is shown where the first has it."""
        joined = cls(())
        joined._shelves = tuple(shelf for verifier in verifiers for shelf in verifier._shelves)
        return joined

    def narrowed(self, words: str) -> "Verifier":  # noqa: ARG002 - all of it is at hand
        """Return itself."""
        return self

    def verify(self, words: str) -> Verification:
        """Verify what is in quotation marks, one by one.

        All of it if nothing is, or if it stands whole.
        """
        text = graphemes.head(words, LONGEST)
        whole = self._quotation(text, trimmed(text, Span(0, len(text))))
        marked = quoted(text)
        long = any(self._length(text, span) >= SHORTEST for span in marked)
        if not long or whole.outcome is Outcome.EXACT or self._stands_outside(text, whole, marked):
            return Verification(text, (whole,), len(words) > LONGEST)
        found = tuple(self._quotation(text, span) for span in marked[:_QUOTATIONS])
        return Verification(text, found, len(words) > LONGEST or len(marked) > _QUOTATIONS)

    def _length(self, text: str, span: Span) -> int:
        return len(span.cut(text).translate(self._plain))

    def _stands_outside(self, text: str, whole: Quotation, marked: list[Span]) -> bool:
        """Return whether most of what is not in quotation marks stands in the articles too."""
        placed = [part for part in whole.fragments if part.places]
        inside = {i for span in marked for i in range(*span)}
        outside = {i for i in range(*whole.words) if i not in inside and self._plain[ord(text[i])]}
        standing = {i for part in placed for i in range(*part.words)}
        differing = {i for part in placed for d in part.differences if d.in_words for i in range(*d.words)}
        return len(outside) < 2 * len(outside & (standing - differing))

    def _quotation(self, text: str, words: Span) -> Quotation:
        if self._length(text, words) < SHORTEST:
            return Quotation(words, (Fragment(words, Outcome.TOO_SHORT),))
        whole = Quotation(words, (self._placed(text, words, self._everywhere)[0],))
        stretches = [stretch for stretch in between_ellipses(text, words) if self._length(text, stretch)]
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
        gaps = between(words, [excerpt.words for excerpt in found])
        parts = [clause for gap in gaps for clause in clauses(text, gap)][:_CLAUSES]
        rest = [self._clause(text, part) for part in parts]
        nowhere = runs_on(text, [clause.words for clause in rest if clause.outcome is Outcome.NOT_FOUND])
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
        best = min(readings, key=lambda r: (rank(r.fragment.outcome), -r.fragment.similarity))
        alike = [r.fragment.places[0] for r in readings if r.fragment.outcome is best.fragment.outcome]
        return replace(best.fragment, places=tuple(alike[:_PLACES])), best.end

    def _reading(self, text: str, words: Span, match: Match, shelf: Occurrences) -> "_Reading":
        article, bare = shelf.slice(match.at)
        claimed, offsets = words.cut(text), self._plain.offsets(words.cut(text))
        matched = Span(offsets[match.of.start], offsets[match.of.end - 1] + 1)
        span = graphemes.widened(article.text, widened(claimed, matched, article.text, bare, self._plain))
        return _Reading(self._compared(text, words, article, span), match.at.end)

    def _compared(self, text: str, words: Span, article: Article, span: Span) -> Fragment:
        """Return the words as they stand in that slice of the article."""
        place, claimed = place_of(article, span), words.cut(text)
        if claimed == span.cut(article.text):
            return Fragment(words, Outcome.EXACT, (place,), (), 1.0)
        unlike = tuple(differences(claimed, span.cut(article.text), words.start, span.start, self._plain))
        outcome = Outcome.NEARLY if any(d.in_words for d in unlike) else Outcome.SAME_WORDS
        plain = claimed.translate(self._plain), span.cut(article.text).translate(self._plain)
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
