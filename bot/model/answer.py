"""Questions, what was found, and the kinds of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from bot.model.article import UNREADABLE, Article, Field, Passage, Span

__all__ = [
    "MOST_HITS",
    "Answer",
    "ChoiceAnswer",
    "Evidence",
    "Hit",
    "Item",
    "Listing",
    "NotFound",
    "OutlineAnswer",
    "PassageAnswer",
    "Point",
    "Question",
    "Reason",
    "SourceAnswer",
    "Verdict",
    "is_found",
]

MOST_HITS = 20
"""How many hits an answer has: enough to page through."""


_LOOKED_AT = 1_000
"""The newest of the articles to choose from whose records are looked at."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: what is quoted of it, and all of it; spans of `Article.text`.

    Of a long item only the leading sentence is quoted.
    """

    paragraph: int
    span: Span
    whole: Span


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as a hit quotes it: what announces it, a span of `Article.text`, and its items in order."""

    announcement: Span | None
    items: tuple[Item, ...]
    is_parted: bool = False
    """Whether items of the list that stand between these are left out."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a person asked it."""

    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched, its article, its score and the words of the question it holds.

    Scores compare within one answer only. `matches` are spans of the passage's own text,
    `focus` the sentences of it that answer; both in order, never overlapping.
    """

    passage: Passage
    article: Article
    score: float
    matches: Sequence[Span] = ()
    focus: Sequence[Span] = ()
    listing: Listing | None = None
    """The list that begins in the passage or that it belongs to, if that answers."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The question's words that the shelf holds, and those that stand nowhere on it."""

    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    understood: tuple[tuple[str, str], ...] = ()
    """Further words that stand nowhere, each with the quoted passage's word of like meaning."""


class Verdict(StrEnum):
    """The bot's certainty about a passage: it answers, or offers the closest one."""

    SURE = "sure"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why nothing was found."""

    EMPTY_SHELF = "empty_shelf"
    NO_WORDS = "no_words"
    NO_MATCH = "no_match"
    NO_MORE = "no_more"


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """A question answered by quoting; `hits` are best first, at least one.

    It is never sure if the first hit's passage has a place that could not be read.
    """

    question: Question
    verdict: Verdict
    hits: Sequence[Hit]
    evidence: Evidence
    confidence: float
    """The probability, 0 to 1, that the first hit holds the answer."""
    light: str = ""
    """The question that this one leaned on; empty if it stood alone."""

    def __post_init__(self) -> None:
        if UNREADABLE in self.hits[0].passage.text:
            object.__setattr__(self, "verdict", Verdict.UNSURE)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the list that the first hit quotes, in order; none if it quotes no list."""
        listing = self.hits[0].listing
        return listing.items if listing else ()


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """A question about the article itself, answered from its source record."""

    question: Question
    article: Article
    fields: tuple[Field, ...]
    light: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the record says anything of the fields."""
        return any(map(self.article.source.knows, self.fields))


class Point(NamedTuple):
    """A point of an outline: `span` of the article's text, in that paragraph; the depth of a heading, from 1."""

    paragraph: int
    span: Span
    depth: int = 1


@dataclass(frozen=True, slots=True)
class OutlineAnswer:
    """A question of what an article is about, answered with its headings or with how its paragraphs begin."""

    question: Question
    article: Article
    points: tuple[Point, ...]
    """In the article's order, at least one."""
    left_out: int = 0
    """How many more there are."""
    light: str = ""

    @property
    def by_headings(self) -> bool:
        """Whether the points are the headings that the author set."""
        return self.points[0].paragraph in {number for number, _ in self.article.headings}


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """A question about an article that does not say which; `articles` are all that may be meant, newest first."""

    question: Question
    articles: Sequence[Article]
    fields: tuple[Field, ...] = ()
    """What is asked of their source records; none if the question is what an article is about."""
    light: str = ""

    @property
    def is_known(self) -> bool:
        """Whether any of the articles can say what is asked."""
        looked_at = islice(self.articles, _LOOKED_AT)
        return not self.fields or any(a.source.knows(field) for a in looked_at for field in self.fields)


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing on the shelf answers; `suggestions` are things that could be asked instead."""

    question: Question
    reason: Reason
    evidence: Evidence = Evidence()
    confidence: float = 0.0
    suggestions: tuple[str, ...] = ()
    closest: Sequence[Hit] = ()
    """What came nearest, best first: for measuring, never to be quoted."""
    light: str = ""


Answer = PassageAnswer | SourceAnswer | OutlineAnswer | ChoiceAnswer | NotFound


def is_found(answer: Answer) -> bool:
    """Return whether the answer quotes something: passages, or what the source record knows."""
    if isinstance(answer, SourceAnswer):
        return answer.is_known
    return not isinstance(answer, NotFound | ChoiceAnswer)
