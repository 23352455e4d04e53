"""The lines of pages → those of each article: a headline begins the next one."""

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from bot.readers.formats.pdf.columns import Line
from bot.readers.formats.pdf.margins import usual_em
from bot.readers.heading import NUMBERED
from bot.readers.newspaper.furniture import squeeze

__all__ = ["Stretch", "articles_in"]

_HEADLINE = 1.5
"""Type larger by so much is that of a headline."""
_SAME_SIZE = 0.95
_MIN_CHARACTERS, _MIN_PLAIN_CHARACTERS = 60, 100
"""The shortest article of a newspaper, and of any other document, whose slides may bear headlines too."""
_PART = re.compile(
    r"\W*(?:前\s*言|序\s*言?|引\s*言|导\s*论|绪\s*论|正\s*文|目\s*[录錄次]|摘\s*要|结\s*[语論论]|後\s*記|后\s*记|跋|致\s*[谢謝]|附\s*[录錄件表]|参考(?:文献|资料)|注\s*释"
    r"|preface|foreword|introduction|contents|abstract|conclusions?|references|bibliography|appendi(?:x|ces)|acknowledge?ments?|notes|summary)\b.{0,12}",
    re.IGNORECASE,
)
"""Headings of the parts of one work."""


class Stretch(NamedTuple):
    """The lines of an article page by page, and on which page it begins, counted from 0."""

    page: int
    lines: list[list[Line]]


def articles_in(
    pages: Sequence[Sequence[Line]], *, is_newspaper: bool, named: Set[str] = frozenset()
) -> list[Stretch]:
    """Return the articles on `pages`, each from its headline on; one with all lines if they cannot be told apart.

    Documents other than newspapers hold several only if their headlines are as large as the one that they begin
    with, and neither numbered nor those of a work's parts nor among the headings `named` in its bookmarks.
    """
    whole = Stretch(0, [list(lines) for lines in pages])
    least = _HEADLINE * usual_em(pages)
    if not is_newspaper:
        first = next((line for lines in pages for line in lines), None)
        if len(pages) == 1 or first is None or first.em < least:
            return [whole]
        least = _SAME_SIZE * max(line.em for lines in pages for line in lines if _is_headline(line, least))
    found = _from_headlines(pages, least)
    shortest = _MIN_CHARACTERS if is_newspaper else _MIN_PLAIN_CHARACTERS
    if len(found) < 2 or any(_length(article) < shortest for article in found):
        return [whole]
    if not is_newspaper and any(_is_part(article, named) for article in found):
        return [whole]
    return found


def _from_headlines(pages: Sequence[Sequence[Line]], least: float) -> list[Stretch]:
    found: list[Stretch] = []
    was_headline = True  # what stands above the first headline is its kicker, or the paper's
    for number, lines in enumerate(pages):
        if found:
            found[-1].lines.append([])
        for line in lines:
            is_headline = _is_headline(line, least)
            if not found or (is_headline and not was_headline):
                found.append(Stretch(number, [[]]))
            found[-1].lines[-1].append(line)
            was_headline = is_headline or (len(found) == 1 and _length(found[0]) < _MIN_CHARACTERS)
    return found


def _is_headline(line: Line, least: float) -> bool:
    """Return whether a line is set as large as headlines are, and is no initial."""
    return line.em >= least and len(line.text.strip()) > 1


def _length(article: Stretch) -> int:
    return sum(len(line.text) for lines in article.lines for line in lines)


def _is_part(article: Stretch, named: Set[str]) -> bool:
    """Return whether an article begins with the heading of a part of a larger work."""
    text = next((line.text for lines in article.lines for line in lines), "")
    return bool(NUMBERED.match(text) or _PART.fullmatch(text)) or squeeze(text) in named
