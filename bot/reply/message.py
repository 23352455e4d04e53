"""A reply: its text and its marks, and the builder that puts one together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Span

__all__ = ["Builder", "Mark", "Marked", "Reply", "below"]


class Mark(StrEnum):
    """The kind of a stretch of a reply."""

    QUOTE = "quote"
    FOLDED = "folded"
    """A quotation that shows only its beginning until it is unfolded."""
    FOCUS = "focus"
    TERM = "term"
    """A word of the question."""
    DIFFERENCE = "difference"
    """Where words that are verified and the author's own differ."""
    SOURCE = "source"
    OUTLINE = "outline"
    """The points of an outline with their numbers."""
    POINT = "point"
    """A slice of the article within an outline."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a reply's text, in characters, and its kind."""

    span: Span
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reply:
    """A text and its marks, ordered by their start; focus and terms lie within their quotation."""

    text: str
    marks: tuple[Marked, ...] = ()


def below(line: str, content: Reply) -> Reply:
    """Return the reply with a line of our own above it."""
    by = len(line) + 1
    marks = (Marked(Span(m.span.start + by, m.span.end + by), m.mark) for m in content.marks)
    return Reply(f"{line}\n{content.text}", tuple(marks))


class Builder:
    """A reply being put together line by line."""

    def __init__(self) -> None:
        self._text = ""
        self._marks: list[Marked] = []

    def line(self, text: str, mark: Mark | None = None, within: Iterable[tuple[Span, Mark]] = ()) -> None:
        """Add a line, marked as a whole and at the spans `within`, which count from its start."""
        if self._text:
            self._text += "\n"
        start = len(self._text)
        self._text += text
        if mark and text:
            self._marks.append(Marked(Span(start, len(self._text)), mark))
        for span, kind in within:
            if span.start < span.end:
                self._marks.append(Marked(Span(start + span.start, start + span.end), kind))

    def built(self) -> Reply:
        """Return the reply as it stands."""
        return Reply(self._text, tuple(sorted(self._marks, key=lambda m: (m.span.start, -m.span.end))))
