"""Where sentences start and end, quotation marks kept whole."""

import re

from bot.model import Span

__all__ = ["sentences"]

# A sentence ends after 。！？… or a full stop before a space, with the closing marks that follow it;
# not after ；, so that a list stays in one piece.
_END = re.compile(r"(?:[。！？!?…]+|\.(?=\s|$))[”’」』）)\]】》\"']*\s*")
# A mark that is not closed within so many characters was probably forgotten.
_LONGEST_QUOTATION = 120
_PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order; together they cover it without gaps.

    An end inside quotation marks or brackets does not count, unless the mark is not closed within 120 characters.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if end > start and not _inside_marks(text[start:end], text, end):
            spans.append(Span(start, end))
            start = end
    if start < len(text):
        spans.append(Span(start, len(text)))
    return tuple(spans)


def _inside_marks(piece: str, text: str, end: int) -> bool:
    """Whether `piece` opens a mark that is closed soon after `end`."""
    return any(
        piece.count(opening) > piece.count(closing)
        and 0 <= text.find(closing, end) < end - len(piece) + piece.rindex(opening) + _LONGEST_QUOTATION
        for opening, closing in _PAIRS.items()
    )
