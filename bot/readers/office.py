"""Documents of office programs: their lines → an article, and what their records say of its source."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.model import Article, Source
from bot.readers.authors import believed_author
from bot.readers.heading import NUMBERED, Paragraph, article_from
from bot.readers.headlines import lines_above
from bot.readers.newspaper.furniture import squeeze
from bot.readers.placeholders import is_placeholder
from bot.readers.prose import join_lines

__all__ = ["Line", "article_of", "source_of_record"]

_TOP_LINES = 8
_SAMPLE_LINES = 400
_LARGER = 1.15
"""So many times the size of the text is clearly larger."""
_MAX_TITLE_CHARACTERS = 60
_ENDS = re.compile(r"[。；，：;,:][”’」』）)\"']*$")


class Line(NamedTuple):
    """A paragraph of the document: its text, its level if it is a heading, whether it is set as the title."""

    text: str
    level: int = 0
    is_title: bool = False
    is_numbered: bool = False
    size: float = 0.0
    """Of its type, in points; 0 where nothing says."""


def source_of_record(title: str, creator: str) -> Source:
    """Return what the record in a file says of an article, both values on one line.

    Who made a file is its author only if it reads as a person's name, and not as an account's; when a file was made
    is never the day it was published.
    """
    return Source(
        title="" if is_placeholder(title) else title,
        author=believed_author(creator, is_maker=True),
        language="",
    )


def article_of(lines: Sequence[Line], known: Source) -> Article:
    """Return the article; its title is set as one, or opens the text, or is the known one."""
    lines = _with_whole_title(lines)
    texts = [Paragraph(line.text, line.level) for line in lines]
    if (place := _set_title(lines)) is not None:
        return article_from(texts, replace(known, title=lines[place].text), title_at=place)
    if any(squeeze(text) == squeeze(known.title) for text, _ in texts[:3]):
        return article_from(texts, known)
    article = article_from(texts, replace(known, title=""))
    return article if len(article.paragraphs) < len(texts) else article_from(texts, known)


def _with_whole_title(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, a title that is set in several paragraphs as one of them."""
    start = next((i for i, line in enumerate(lines[:_TOP_LINES]) if line.is_title), None)
    if start is None:
        start = _largest(lines)
    if start is None:
        return list(lines)
    first = lines[start]
    stop = next((i for i in range(start, len(lines)) if not _goes_on(first, lines[i])), len(lines))
    title = first._replace(text=join_lines(line.text for line in lines[start:stop]), is_title=True)
    return [*lines[:start], title, *lines[stop:]]


def _goes_on(title: Line, line: Line) -> bool:
    """Return whether `line` is set as the title is."""
    if title.is_title or line.is_title:
        return title.is_title and line.is_title
    alike = (line.size, line.level) == (title.size, title.level)
    return alike and len(line.text) <= _MAX_TITLE_CHARACTERS and not _ENDS.search(line.text)


def _set_title(lines: Sequence[Line]) -> int | None:
    """Return which paragraph near the top is set as the title, or as the one heading of level 1 above all prose."""
    title = next((i for i, line in enumerate(lines[:_TOP_LINES]) if line.is_title), None)
    if title is not None:
        return title
    above = lines_above([line.text for line in lines[:_TOP_LINES]])
    highest = [i for i, line in enumerate(lines) if line.level == 1]
    place = highest[0] if highest else len(lines)
    is_own = place == 0 or (
        len(highest) == 1 and place < _TOP_LINES and _are_kicker(lines[above:place], lines[place])
    )
    if len(lines) > 1 and is_own and place < len(lines) and not lines[place].is_numbered:
        return None if NUMBERED.match(lines[place].text) else place
    return None


def _are_kicker(lines: Sequence[Line], heading: Line) -> bool:
    """Return whether the lines above a heading are no title themselves: short, and set smaller."""
    return _is_short(lines) and all(line.size < heading.size for line in lines)


def _is_short(lines: Sequence[Line]) -> bool:
    """Return whether lines above a heading may be its kicker: short, and no sentences."""
    return all(len(line.text) <= _MAX_TITLE_CHARACTERS and not _ENDS.search(line.text) for line in lines)


def _largest(lines: Sequence[Line]) -> int | None:
    """Return the line near the top that is set clearly larger than the text, and than all around it; else None."""
    sizes = Counter[float]()
    for line in lines[:_SAMPLE_LINES]:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    above = lines_above([line.text for line in lines[:_TOP_LINES]])
    top = [
        i
        for i, line in enumerate(lines[:_TOP_LINES])
        if i >= above and not line.is_numbered and _is_short([line])
    ]
    largest = max(top, key=lambda i: lines[i].size, default=None)
    if largest is None or not usual or lines[largest].size < _LARGER * usual or largest + 1 >= len(lines):
        return None
    is_first = all(_is_short([line]) for line in lines[above:largest])
    return largest if is_first and not NUMBERED.match(lines[largest].text) else None
