"""The sentences of a text, with quotations kept whole."""

import re
from collections.abc import Iterator

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
_PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` in order; together they cover it without gaps.

    An end inside quotation marks or brackets does not count, unless the mark is not closed within 120 characters.
    What goes on for more than 2,000 characters is no sentence and is cut, if possible after a comma or a blank.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if end > start and not _inside_marks(text[start:end], text, end):
            spans += _cut(text, start, end)
            start = end
    return (*spans, *_cut(text, start, len(text)))


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the stretch in spans that are not too long; none if it is empty."""
    while end - start > _LONGEST:
        breaks = [match.end() for match in _PAUSE.finditer(text, start + 1, start + _LONGEST)]
        at = breaks[-1] if breaks else start + _LONGEST
        yield Span(start, at)
        start = at
    if start < end:
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
