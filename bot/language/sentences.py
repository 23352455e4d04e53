"""The sentences of a text, with quotations kept whole."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.language.graphemes import is_within, start_of
from bot.language.item_marks import ItemMarks, ends_in_mark
from bot.model import Span

__all__ = ["sentences"]

# A sentence ends after 。！？… or a full stop before a space, with the closing marks that follow it;
# not after ；, so that a list stays in one piece.
_END = re.compile(r"(?:[。！？!?…]+|\.(?=\s|$))[”’」』）)\]】》\"']*\s*")
# A mark that is not closed within so many characters was probably forgotten.
_LONGEST_QUOTATION = 120
_LONGEST = 2000
_PAUSE = re.compile(r"[，、；：,;:\s]+")
_OPENING = re.compile(r"[“「『（(《【]")
_LONGEST_MARK = 12
"""Characters of a mark that stops with 。."""
_PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` in order; together they cover it without gaps.

    An end inside quotation marks or brackets does not count, unless the mark is not closed within 120 characters; nor
    does the stop of an item's mark, as in `2. `, which belongs to the item.
    What goes on for more than 2,000 characters is no sentence and is cut, if possible after a comma or a blank.
    """
    ends = list(_ends(text))
    if _OPENING.search(text):  # in most passages nothing is quoted
        ends = list(_outside_marks(text, ends))
    edges = (0, *ends) if ends and ends[-1] == len(text) else (0, *ends, len(text))
    return tuple(span for start, end in pairwise(edges) for span in _cut(text, start, end))


def _ends(text: str) -> Iterator[int]:
    """Yield where something stops that is no item's mark."""
    marks = ItemMarks(text)
    for match in _END.finditer(text):
        at = match.start()
        # a 。 ends a mark at most where a line begins, and most lines begin with more
        may_be_mark = text[at] == "." or at <= _LONGEST_MARK or "\n" in text[at - _LONGEST_MARK : at]
        end = match.end()
        if end == len(text) or not (is_within(text, end) or (may_be_mark and marks.has_stop(at))):
            yield end


def _outside_marks(text: str, ends: Sequence[int]) -> Iterator[int]:
    """Yield those of the `ends` that are ends of sentences."""
    start = 0
    for end in ends:
        if not _inside_marks(text[start:end], text, end):
            yield end
            start = end


def _cut(text: str, start: int, end: int) -> Sequence[Span]:
    """Return the stretch in spans that are not too long; none if it is empty."""
    if end - start > _LONGEST:
        return tuple(_cut_shorter(text, start, end))
    return (Span(start, end),) if start < end else ()


def _cut_shorter(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST:
        breaks = [match.end() for match in _PAUSE.finditer(text, start + 1, start + _LONGEST)]
        fit = (at for at in reversed(breaks) if not ends_in_mark(text, at))
        at = next(fit, breaks[-1] if breaks else start_of(text, start + _LONGEST))
        yield Span(start, at)
        start = at
    yield Span(start, end)


def _inside_marks(piece: str, text: str, end: int) -> bool:
    """Return whether `piece` opens a mark that is closed soon after `end`."""
    for opening in set(_OPENING.findall(piece)):
        closing = _PAIRS[opening]
        if piece.count(opening) > piece.count(closing):
            last = end - len(piece) + piece.rindex(opening)
            if text.find(closing, end, last + _LONGEST_QUOTATION) >= 0:
                return True
    return False
