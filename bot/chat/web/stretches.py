"""A text cut where marks begin and end, so that a template only has to print it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Span

__all__ = ["Piece", "Stretch", "stretches"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of a text; `term` where it is a word of the question."""

    text: str
    term: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces that lie in the focus, or do not."""

    pieces: tuple[Piece, ...]
    focus: bool


def stretches(text: str, focus: Sequence[Span], terms: Sequence[Span]) -> tuple[Stretch, ...]:
    """The whole of `text` in order, nothing twice; spans of either kind are in order and do not overlap."""
    return tuple(
        Stretch(tuple(Piece(piece.cut(text), inside) for piece, inside in _cut(stretch, terms)), in_focus)
        for stretch, in_focus in _cut(Span(0, len(text)), focus)
    )


def _cut(whole: Span, spans: Iterable[Span]) -> list[tuple[Span, bool]]:
    """`whole` in pieces, each with whether it is one of `spans`; empty pieces left out."""
    pieces: list[tuple[Span, bool]] = []
    at = whole.start
    for span in spans:
        start, end = max(span.start, at), min(span.end, whole.end)
        if start < end:
            pieces += [(Span(at, start), False), (Span(start, end), True)]
            at = end
    pieces.append((Span(at, whole.end), False))
    return [(span, marked) for span, marked in pieces if span.start < span.end]
