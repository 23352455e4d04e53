"""Lines of plain text → paragraphs: those of a hard-wrapped text are joined."""

import re
from collections.abc import Iterator, Sequence

from bot.readers.prose import join_lines

__all__ = ["paragraphs"]

_INDENT = re.compile(r"\u3000|\t|[ \u00a0]{2,}")
_SENTENCE_END = re.compile(r"[。！？!?.…][”’」』）)\"']*$")
_NARROWEST, _WIDEST = 30, 130
"""The widths of wrapped lines, a Han character counted twice."""
_FULL = 0.8
_FULL_INDENTED = 0.88


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs in order; the lines of a hard-wrapped block are joined."""
    for block in re.split(r"\n[^\S\n]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        if _is_wrapped(lines):
            yield join_lines(lines)
        elif groups := _indented_groups(lines):
            yield from map(join_lines, groups)
        else:
            yield from (line.strip() for line in lines)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Return whether lines, save the last, are nearly equal and some end within a sentence."""
    if len(lines) < 2 or any(line[0] in "\u3000\t" for line in lines[1:]):
        return False
    widths = [_width(line.strip()) for line in lines]
    widest = max(widths)
    if not _NARROWEST <= widest <= _WIDEST or min(widths[:-1]) < _FULL * widest or widths[-1] > widest:
        return False
    return 2 * sum(map(_is_broken, lines[:-1])) >= len(lines) - 1


def _indented_groups(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines of each paragraph of a wrapped block whose first lines are set in; none of any other block."""
    if len(lines) < 2 or not _INDENT.match(lines[0]):
        return []
    groups: list[list[str]] = []
    for line in lines:
        if _INDENT.match(line):
            groups.append([line])
        else:
            groups[-1].append(line)
    goes_on = [line for group in groups for line in group[:-1]]
    widest = max(map(_width, lines))
    if not goes_on or not _NARROWEST <= widest <= _WIDEST:
        return []
    full = all(_width(line.rstrip()) >= _FULL_INDENTED * widest for line in goes_on)
    return groups if full and 2 * sum(map(_is_broken, goes_on)) >= len(goes_on) else []


def _is_broken(line: str) -> bool:
    return not _SENTENCE_END.search(line.strip()[-12:])


def _width(line: str) -> int:
    return sum(2 if char > "\u2e7f" else 1 for char in line)
