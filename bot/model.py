"""The values everything else speaks of: articles, passages, questions, hits, answers.

All are frozen; offsets count characters (code points), ends are exclusive.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

PUBLIC_SHELF = "public"


@dataclass(frozen=True, slots=True)
class ShelfRef:
    """The shelves that are asked as one: their names, the one that goes first first."""

    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "ShelfRef":
        """Read what `str` wrote."""
        return cls(tuple(text.split("+")))

    def __str__(self) -> str:
        return "+".join(self.names)


PUBLIC = ShelfRef((PUBLIC_SHELF,))


class Span(NamedTuple):
    """A stretch of a text: characters `start` to `end`, end exclusive."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


class Field(StrEnum):
    """A part of the source record that a question can ask for."""

    TITLE = "title"
    AUTHOR = "author"
    AUTHOR_POST = "author_post"
    PUBLICATION = "publication"
    EDITION = "edition"
    COLUMN = "column"
    PUBLISHED = "published"
    URL = "url"
    LENGTH = "length"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The published source of an article. Fields that nobody knows are None."""

    title: str
    author: str | None = None
    author_post: str | None = None
    publication: str | None = None
    edition: str | None = None
    edition_name: str | None = None
    column: str | None = None
    published: date | None = None
    url: str | None = None
    language: str = "zh-Hans"
    rights: str | None = None
    digest: bool = False
    """True when the text is a summary in somebody else's words, not the published text."""

    def knows(self, field: Field) -> bool:
        """Return whether the record says anything of `field`; the length of a text anybody can count."""
        return field is Field.LENGTH or bool(getattr(self, field))


class Heading(NamedTuple):
    """A paragraph that its author set as a heading: its number, and its level, 1 the highest and 6 the lowest."""

    paragraph: int
    level: int


@dataclass(frozen=True)
class Article:
    """A source and its text: one paragraph a line, no blank lines, no line breaks within a paragraph."""

    source: Source
    text: str
    kept_id: str = ""
    """The id it had before its source was corrected; empty where that did not change it."""
    headings: tuple[Heading, ...] = ()
    """Those of its paragraphs that are headings, in order; none where its format does not tell."""

    @cached_property
    def id(self) -> str:
        """Ten characters of `[a-z2-7]`, the same for every edition of one publication.

        Made from title, publication and date; where neither publication nor date is known,
        from the text itself, so that two unrelated notes never replace one another.
        """
        if self.kept_id:
            return self.kept_id
        source = self.source
        if source.publication or source.published:
            key = "\0".join(
                [_squeezed(source.title), _squeezed(source.publication or ""), str(source.published)]
            )
        else:
            key = self.text
        return _base32(hashlib.sha256(key.encode()).digest())[:10]

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the text, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs in order; paragraph number n is at index n - 1."""
        return tuple(Span(*match.span()) for match in re.finditer(r"[^\n]+", self.text))


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of one paragraph: `text` is exactly `article.text[start:end]`."""

    article_id: str
    paragraph: int
    start: int
    end: int
    text: str


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
    """A question answered by quoting; `hits` are best first, at least one."""

    question: Question
    verdict: Verdict
    hits: Sequence[Hit]
    evidence: Evidence
    confidence: float
    """The probability, 0 to 1, that the first hit holds the answer."""
    light: str = ""
    """The question that this one leaned on; empty if it stood alone."""

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
        return not self.fields or any(a.source.knows(field) for a in self.articles for field in self.fields)


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


_MOST_LIGHT = 160
"""Characters of earlier questions that a question may lean on."""
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Previous:
    """The answer that a question may lean on, with those that it leaned on itself."""

    question: str
    light: str = ""
    """The earlier questions that it leaned on, the newest first, one a line."""
    shown: tuple[Hit, ...] = ()
    """The passages quoted so far, the newest last."""
    article: Article | None = None
    """The article that it was about."""
    number: int = 0
    """The number of the answer in the notebook; 0 if it is not written down."""
    position: int = 0
    """The index of the hit that it showed."""

    @property
    def words(self) -> str:
        """Its question and the earlier ones, the newest first, one a line."""
        return f"{' '.join(self.question.split())}\n{self.light}".strip()[:_MOST_LIGHT]

    @classmethod
    def after(cls, answer: Answer, before: "Previous | None" = None) -> "Previous":
        """Return the answer as one to lean on; `before` is what it could lean on itself."""
        hits = tuple(answer.hits[:1]) if isinstance(answer, PassageAnswer) else ()
        article = answer.article if isinstance(answer, SourceAnswer | OutlineAnswer) else None
        return cls(answer.question.text).showing(hits, article, before if answer.light else None)

    def showing(
        self, hits: tuple[Hit, ...], article: Article | None = None, before: "Previous | None" = None
    ) -> "Previous":
        """Return it with the passages that it quotes, and what `before` holds, on which it leaned."""
        shown = (*(before.shown if before else ()), *hits)
        known = article or (shown[-1].article if shown else before.article if before else None)
        return replace(self, light=before.words if before else "", shown=shown[-_MOST_SHOWN:], article=known)


def is_found(answer: Answer) -> bool:
    """Return whether the answer quotes something: passages, or what the source record knows."""
    if isinstance(answer, SourceAnswer):
        return answer.is_known
    return not isinstance(answer, NotFound | ChoiceAnswer)


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _base32(digest: bytes) -> str:
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(alphabet[byte & 31] for byte in digest)
