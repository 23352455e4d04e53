"""What is found out about quoted words: where and how they stand in the articles, exactly, nearly, in part or not."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.answering.quoting.comparison import Difference
from bot.model import Article, Span

__all__ = ["Fragment", "Outcome", "Place", "Quotation", "Verification", "place_of", "rank"]


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


def place_of(article: Article, span: Span) -> Place:
    """Return the place of a slice of the article's text."""
    paragraphs = article.paragraphs
    number = bisect_right(paragraphs, span.start, key=lambda paragraph: paragraph.start)
    start, end = paragraphs[number - 1]
    return Place(article, number, span, Span(span.start - start, min(span.end, end) - start))


def rank(outcome: Outcome) -> int:
    """Return 0 for the best outcome, and more for a worse one."""
    return list(Outcome).index(outcome)


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return max(outcomes, key=rank)
