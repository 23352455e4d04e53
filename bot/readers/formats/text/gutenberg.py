"""A book of Project Gutenberg as plain text: what stands between its marks, and the record above them."""

import re
from typing import NamedTuple

from bot.model import Source

__all__ = ["Book", "book_in"]

_START = re.compile(r"^\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG.*$", re.MULTILINE | re.IGNORECASE)
_END = re.compile(
    r"^(?:\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg)",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD = re.compile(r"^(?P<name>Title|Author)[ \t]*:[ \t]*(?P<value>\S.*)$", re.MULTILINE | re.IGNORECASE)
_MADE_BY = re.compile(r"\s*(?:Produced by|E-text prepared by)[^\n]*(?:\n\S[^\n]*){0,8}\n\s*\n", re.IGNORECASE)
_MAX_HEAD_CHARACTERS = 20_000


class Book(NamedTuple):
    """The text of a book and its record."""

    text: str
    source: Source


def book_in(text: str) -> Book | None:
    """Return the book in `text` without the licence around it; None if it is none of Project Gutenberg's."""
    start = _START.search(text[:_MAX_HEAD_CHARACTERS])
    if start is None:
        return None
    end = _END.search(text, start.end())
    body = text[start.end() : end.start() if end else len(text)]
    if made := _MADE_BY.match(body):
        body = body[made.end() :]
    fields = {
        match["name"].lower(): match["value"].strip() for match in _FIELD.finditer(text[: start.start()])
    }
    if not body.strip():
        return None
    return Book(body, Source(title=fields.get("title", ""), author=fields.get("author"), language=""))
