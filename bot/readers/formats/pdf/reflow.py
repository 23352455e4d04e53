"""Lines of pages → paragraphs: hard breaks and hyphens undone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from bot.readers.formats.pdf.columns import Line
from bot.readers.formats.pdf.notes import NotedPage
from bot.readers.prose import join_lines

__all__ = ["paragraphs_of"]

_SHORT_CHARACTERS = 1.8
"""The last line of a paragraph falls short of its column by at least as many of its characters."""
_SENTENCE_END = re.compile(r"[。！？!?.…：:；;][”’」』）)\]\"']*$")
_WORD_BROKEN = re.compile(r"(?P<stem>[^\W\d_]+)[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LATIN_END = re.compile(r"[A-Za-z\u00c0-\u024f,;][”’\"')]*$")


def paragraphs_of(pages: Sequence[NotedPage]) -> list[str]:
    """Return the paragraphs in order, across columns and pages; notes after the paragraph that their page ends in."""
    lines = [line for page in pages for line in page.lines]
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text[:-1]))
    pitch = _pitch(lines)
    blocks: list[list[Line]] = []
    notes: list[list[Line]] = []
    for page in pages:
        for line in page.lines:
            if blocks and not _starts(blocks[-1], line, pitch):
                blocks[-1].append(line)
            else:
                blocks += [*notes, [line]]
                notes = []
        notes += page.notes
    return [_join([line.text for line in block], words) for block in [*blocks, *notes]]


def _pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance from top to top of two lines, as a multiple of their size."""
    steps = [
        (after.top - before.top) / before.size
        for before, after in pairwise(lines)
        if before.size > 0 and 0 < after.top - before.top < 4 * before.size
    ]
    return median(steps) if steps else 1.5


def _starts(block: Sequence[Line], line: Line, pitch: float) -> bool:
    """Return whether `line` starts a paragraph after `block`."""
    before = block[-1]
    if _WORD_BROKEN.search(before.text) and line.text[:1].islower():
        return False
    size = max(before.size, 1.0)
    if line.is_row or before.is_row:
        return True
    if abs(line.size - before.size) > 0.2 * size:
        return True
    if _is_below(before, line) and line.top - before.top > (pitch + 0.45) * size:
        return True
    if _is_indented(block, line):
        return True
    return _ends_short(before, line)


def _is_below(before: Line, line: Line) -> bool:
    return line.top > before.top and line.column_left == before.column_left


def _is_indented(block: Sequence[Line], line: Line) -> bool:
    """Return whether a first line is indented, and not a whole block or all but its first."""
    indent = line.left - line.column_left
    if not 0.9 * line.size < indent < 8 * line.size:
        return False
    return abs(line.left - block[-1].left) > 0.5 * line.size or (len(block) == 1 and _is_full(block[0]))


def _is_full(line: Line) -> bool:
    return line.column_right - line.right <= _SHORT_CHARACTERS * line.size and bool(
        _SENTENCE_END.search(line.text)
    )


def _ends_short(before: Line, line: Line) -> bool:
    """Return whether `before` falls short of its column, like the last line of a paragraph."""
    missing = before.column_right - before.right
    width = before.column_right - before.column_left
    ends = bool(_SENTENCE_END.search(before.text))
    if _LATIN_END.search(before.text) or (ends and line.text[:1].isascii()):
        # Set ragged: the next word might not have fitted.
        first = len(line.text.split(" ", 1)[0]) * before.size * 0.6
        return missing > max(first, 0.12 * width) and (ends or missing > 0.4 * width)
    return missing > (_SHORT_CHARACTERS * before.size if ends else 0.35 * width)


def _join(texts: Sequence[str], words: Counter[str]) -> str:
    return join_lines(_mend_words(texts, words))


def _mend_words(texts: Sequence[str], words: Counter[str]) -> Iterator[str]:
    """Yield the lines, with the halves of words broken at line ends put together."""
    held = ""
    for text in texts:
        held = _mend(held, text.strip(), words) if held else text.strip()
        if not _WORD_BROKEN.search(held):
            yield held.replace("\u00ad", "")
            held = ""
    if held:
        yield held.replace("\u00ad", "-")


def _mend(before: str, after: str, words: Counter[str]) -> str:
    """Return two lines joined at a hyphen, which stays if the document spells the word so."""
    stem = _WORD_BROKEN.search(before)
    rest = re.match(r"[^\W\d_]+", after)
    if not stem or not rest or not rest[0][0].islower():
        return before.replace("\u00ad", "-") + after
    together, apart = (stem["stem"] + rest[0]).lower(), f"{stem['stem']}-{rest[0]}".lower()
    keeps = words[apart] > words[together]
    return before[:-1] + ("-" if keeps else "") + after
