"""The excerpts of a claim that stand somewhere: quoted among other words, changed here and there, joined from several places."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.answering.quoting.common_runs import Shared, best_shared, coincidence, least_shared
from bot.answering.quoting.occurrences import Occurrences
from bot.answering.quoting.plain import Plain
from bot.language.graphemes import widened
from bot.model import Article, Span

__all__ = ["Excerpt", "Excerpts"]

_MOST = 8
_LEAST_SHARE = 0.6
"""Of the characters of a excerpt that are the article's own."""
_TO_END = re.compile(r"[^\W_]{0,4}(?=[\W_]|$)")
_TO_START = re.compile(r"[^\W_]{0,2}(?=[\W_]|$)")
_REACH = 6


class Excerpt(NamedTuple):
    """A stretch of the message and the slice of an article that it is like."""

    words: Span
    article: Article
    span: Span


class Excerpts:
    """Finds excerpts on shelves, of which the first is preferred."""

    def __init__(self, shelves: Sequence[Occurrences], plain: Plain) -> None:
        self._shelves, self._plain = shelves, plain

    def of(self, text: str, words: Span) -> list[Excerpt]:
        """Return at most eight excerpts of the words, which do not overlap; the clearest first."""
        quoted = words.cut(text)
        plain, offsets = quoted.translate(self._plain), self._plain.offsets(quoted)
        found: list[Excerpt] = []
        rest = [Span(0, len(plain))]
        while rest and len(found) < _MOST:
            part = rest.pop(0)
            best = self._best(plain, part, is_first=not found)
            if best is None:
                continue
            shelf, (match, _) = best
            at = Span(offsets[match.of.start] + words.start, offsets[match.of.end - 1] + 1 + words.start)
            room = Span(
                offsets[part.start] + words.start,
                words.end if part.end == len(plain) else offsets[part.end - 1] + 1 + words.start,
            )
            article, span = shelf.slice(match.at)
            found.append(_whole_clauses(text, at, room, article, span))
            rest += [Span(part.start, match.of.start), Span(match.of.end, part.end)]
        return list(_apart(found))

    def _best(self, plain: str, part: Span, *, is_first: bool) -> tuple[Occurrences, Shared] | None:
        """Return what of that part of the plain words is most clearly in an article; None for mere coincidences."""
        best: tuple[Occurrences, Shared] | None = None
        for shelf in self._shelves:
            least = least_shared(plain, shelf) if is_first else coincidence(shelf)
            shared = best_shared(plain, part, shelf) if part.end - part.start >= least else None
            if shared is None or shared.equal < least or shared.share < _LEAST_SHARE:
                continue
            if best is None or shared.worth > best[1].worth:
                best = shelf, shared
        return best


def _whole_clauses(text: str, words: Span, room: Span, article: Article, span: Span) -> Excerpt:
    """Return the excerpt up to the ends of its clause where both end soon, so that a changed last word is shown."""
    right = _soon(text[words.end : words.end + _REACH], article.text[span.end : span.end + _REACH], _TO_END)
    left = _soon(
        text[max(0, words.start - _REACH) : words.start][::-1],
        article.text[max(0, span.start - _REACH) : span.start][::-1],
        _TO_START,
    )
    if words.end + right[0] > room.end:
        right = (0, 0)
    if words.start - left[0] < room.start:
        left = (0, 0)
    return Excerpt(
        widened(text, Span(words.start - left[0], words.end + right[0])),
        article,
        widened(article.text, Span(span.start - left[1], span.end + right[1])),
    )


def _soon(words: str, text: str, to_end: re.Pattern[str]) -> tuple[int, int]:
    """Return how far the ends of both clauses are; (0, 0) unless both are near."""
    in_words, in_text = to_end.match(words), to_end.match(text)
    return (in_words.end(), in_text.end()) if in_words and in_text else (0, 0)


def _apart(excerpts: Sequence[Excerpt]) -> Iterator[Excerpt]:
    """Yield the excerpts in the message's order, none beginning before the end of the one before it."""
    end = 0
    for excerpt in sorted(excerpts, key=lambda excerpt: excerpt.words):
        if excerpt.words.start >= end:
            yield excerpt
            end = excerpt.words.end
