"""Articles: a source, a text, and the stretches of it that are spoken of."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, Self

__all__ = ["UNREADABLE", "Article", "Field", "Heading", "Passage", "Source", "Span", "squeezed"]

UNREADABLE = "〔…〕"
"""Stands in a text where its file could not be read; what is beside it is never quoted as sure."""


_NO_LETTERS = re.compile(r"\W")
_BASE32 = b"abcdefghijklmnopqrstuvwxyz234567" * 8
"""A letter or digit for each byte, by its lowest five bits."""
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*", re.IGNORECASE)


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
    """The published source of an article. Fields that nobody knows are None.

    `url` is an address of the web or None: what bears another scheme, such as javascript:, no door gives on.
    """

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

    def __post_init__(self) -> None:
        if self.url is not None and not _WEB_ADDRESS.fullmatch(self.url):
            object.__setattr__(self, "url", None)

    @property
    def record(self) -> tuple[str, str, str] | None:
        """Title, publication and day as they are compared; None where neither publication nor day is known."""
        if not (self.publication or self.published):
            return None
        return squeezed(self.title), squeezed(self.publication or ""), str(self.published)

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
    """The id that it keeps, as that of an earlier edition; empty where it is the one made of what it is now."""
    headings: tuple[Heading, ...] = ()
    """Those of its paragraphs that are headings, in order; none where its format does not tell."""

    @cached_property
    def id(self) -> str:
        """Ten characters of `[a-z2-7]`: the id that it keeps, else one made of title, publication, date and text.

        A paper prints several articles of one title a day, so the text belongs to it; a shelf lets a new edition
        keep the id of the one before. Where neither publication nor date is known, the text alone makes it.
        """
        return self.kept_id or self._made_id()

    def under(self, article_id: str) -> Self:
        """Return the article with that id; it is kept only if it is not the one made of what it is."""
        kept = "" if self._made_id() == article_id else article_id
        return self if kept == self.kept_id else replace(self, kept_id=kept)

    def _made_id(self) -> str:
        record = self.source.record
        key = self.text if record is None else "\0".join((*record, self.text_hash))
        return hashlib.sha256(key.encode()).digest()[:10].translate(_BASE32).decode()

    @property
    def titled_text(self) -> str:
        """The title, a line break, and the text."""
        return f"{self.source.title}\n{self.text}"

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


def squeezed(text: str) -> str:
    """Return the letters and digits of a title or a name, without regard to case."""
    return _NO_LETTERS.sub("", text).casefold()
