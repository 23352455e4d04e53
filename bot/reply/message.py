"""A reply: its text, what stretches of it are, and putting one together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Span

__all__ = ["Builder", "Mark", "Marked", "Reply"]


class Mark(StrEnum):
    """What a stretch of a reply is."""

    QUOTE = "quote"
    FOLDED = "folded"
    """A quotation of which the beginning is enough at first."""
    FOCUS = "focus"
    TERM = "term"
    """A word of the question."""
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a reply's text, in characters, and what it is."""

    span: Span
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reply:
    """A text and its marks, in order of their start; focus and terms lie within their quotation."""

    text: str
    marks: tuple[Marked, ...] = ()


class Builder:
    """Puts a reply together line by line, keeping count of where each piece lies."""

    def __init__(self) -> None:
        self._text = ""
        self._marks: list[Marked] = []

    def line(self, text: str, mark: Mark | None = None, within: Iterable[tuple[Span, Mark]] = ()) -> None:
        """Add a line; `within` are spans of the line itself."""
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
        """The reply as it stands."""
        return Reply(self._text, tuple(sorted(self._marks, key=lambda m: (m.span.start, -m.span.end))))
