"""A text cut at the ends of its marks, so that a template only has to print it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Span

__all__ = ["Slice", "Stretch", "stretches"]


@dataclass(frozen=True, slots=True)
class Slice:
    """A run of characters; `term` is whether it is a word of the question."""

    text: str
    term: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Slices that lie in the focus, or do not."""

    slices: tuple[Slice, ...]
    focus: bool


def stretches(text: str, focus: Sequence[Span], terms: Sequence[Span]) -> tuple[Stretch, ...]:
    """Return all of `text` in order, nothing twice.

    The spans of each kind must be in order and not overlap.
    """
    return tuple(
        Stretch(tuple(Slice(span.cut(text), inside) for span, inside in _cut(stretch, terms)), in_focus)
        for stretch, in_focus in _cut(Span(0, len(text)), focus)
    )


def _cut(whole: Span, spans: Iterable[Span]) -> list[tuple[Span, bool]]:
    """Return `whole` in parts, each with whether it is one of `spans`; empty parts are left out."""
    cut: list[tuple[Span, bool]] = []
    at = whole.start
    for span in spans:
        start, end = max(span.start, at), min(span.end, whole.end)
        if start < end:
            cut += [(Span(at, start), False), (Span(start, end), True)]
            at = end
    cut.append((Span(at, whole.end), False))
    return [(span, marked) for span, marked in cut if span.start < span.end]
