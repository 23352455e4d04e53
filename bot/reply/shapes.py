"""The shapes of the JSON objects that `bot.reply.record` and `bot.reply.verification_record` make."""

from typing import Literal

from pydantic import BaseModel

__all__ = [
    "AnswerObject",
    "ArticleExcerpt",
    "ArticleList",
    "ArticleObject",
    "ArticleText",
    "ListedObject",
    "Published",
    "VerificationObject",
]


class Published(BaseModel):
    """An article's id and source, and where it is read here; what nobody knows is null."""

    id: str
    title: str
    author: str | None
    author_post: str | None
    publication: str | None
    edition: str | None
    edition_name: str | None
    column: str | None
    published: str | None
    url: str | None
    digest: bool
    link: str | None


class SourceObject(Published):
    """Where a passage comes from."""

    paragraph: int | None


class UnderstoodObject(BaseModel):
    """A word of the question that stands nowhere, and the quoted passage's word of like meaning."""

    asked: str
    found: str


class EvidenceObject(BaseModel):
    """The question's words that stand on the shelf, those that do not, and those with another word for them."""

    found: list[str]
    missing: list[str]
    understood: list[UnderstoodObject]


class OtherObject(BaseModel):
    """Another passage."""

    passage: str
    focus: str
    source: SourceObject
    score: float


class ItemObject(BaseModel):
    """An item of a list: what is quoted of it, all of it, and the paragraph in which it begins."""

    text: str
    whole: str
    paragraph: int


class PointObject(BaseModel):
    """A point of an outline, in the article's own characters; `depth` is that of a heading, from 1."""

    paragraph: int
    depth: int
    text: str


class AnswerObject(BaseModel):
    """An answer; `passage` and `focus` are the article's own characters, with … where a list leaves some out.

    `note` is in our own words. Of `choices`, `article` takes the one that is meant.
    """

    question: str
    after: str | None
    found: bool
    kind: Literal["passage", "source", "outline", "choice", "not_found"]
    verdict: Literal["sure", "unsure"] | None
    reason: Literal["empty_shelf", "no_words", "no_match", "no_more"] | None
    passage: str | None
    focus: str | None
    items: list[ItemObject]
    source: SourceObject | None
    citation: str | None
    score: float | None
    confidence: float
    evidence: EvidenceObject
    others: list[OtherObject]
    suggestions: list[str]
    note: str | None
    outline: list[PointObject]
    choices: list["ArticleObject"]


class DifferenceObject(BaseModel):
    """Words that differ; where some were added or left out, one side is empty. Not `in_words`: in form only."""

    kind: Literal["added", "missing", "changed"]
    claimed: str
    original: str
    in_words: bool


class StretchObject(BaseModel):
    """A stretch of the claim, and the article's own characters that it is like; null if there are none."""

    claimed: str
    outcome: Literal["exact", "same_words", "nearly", "not_found", "too_short"]
    original: str | None
    differences: list[DifferenceObject]
    source: SourceObject | None
    citation: str | None


class QuotationObject(BaseModel):
    """What stands in quotation marks, or all of a claim without any; `nowhere` is what of it no article says."""

    words: str
    outcome: Literal["exact", "same_words", "nearly", "joined", "partly", "not_found", "too_short"]
    stretches: list[StretchObject]
    nowhere: list[str]


class VerificationObject(BaseModel):
    """A claim held against the articles; the outcome is that of its worst quotation."""

    claim: str
    outcome: Literal["exact", "same_words", "nearly", "joined", "partly", "not_found", "too_short"]
    cut: bool
    quotations: list[QuotationObject]


class ArticleObject(Published):
    """An article's source and length."""

    paragraphs: int
    characters: int


class ArticleText(ArticleObject):
    """An article with its text, paragraph by paragraph."""

    text: list[str]


class ArticleExcerpt(ArticleObject):
    """An article with some of its paragraphs, from the one of the number `first` on, and the number of the next one."""

    first: int
    text: list[str]
    next: int | None


class ListedObject(ArticleObject):
    """An article on the shelf, and when it was added there."""

    added: str | None


class ArticleList(BaseModel):
    """A page of the articles found, and how many there are on all pages."""

    articles: list[ListedObject]
    total: int
    page: int
    pages: int
