"""Lists of whole paragraphs without marks: below a colon, below a heading, in the rows of a table."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from bot.answering.lists.announcements import announced, introduces, may_introduce
from bot.answering.lists.enumeration import MAX_ITEMS, Enumeration, enumeration
from bot.answering.lists.layout import Layout
from bot.answering.lists.markers import is_marked
from bot.model import Span

__all__ = ["blocks", "header_rows"]

_CELL = "\u3000"
_SHORT_LINE = 100
_SHORT_POINT = 60
_ENDS_SENTENCE = re.compile(r"[。.!?][”\"』」)]*$")
_ENDS_CLAUSE = re.compile(r"[;,、]$")


def blocks(layout: Layout) -> Iterator[Enumeration]:
    """Yield the lists of paragraphs, in order of what announces them."""
    yield from _tables(layout)
    for number in range(1, len(layout.paragraphs)):
        if number not in layout.levels and not may_introduce(layout.paragraph(number)):
            continue  # as most: its sentences need not be told apart
        wholes = _section_heads(layout, number) if number in layout.levels else []
        wholes = wholes or _lines(layout, number)
        announcement = layout.sentences(number)[-1]
        found = enumeration(layout, announcement, wholes, caption=_caption(layout, number))
        if found is not None:
            yield found


def header_rows(layout: Layout) -> dict[int, range]:
    """Return the rows of each table by the number of its header's paragraph."""
    tables: dict[int, range] = {}
    start = 0
    for number, span in enumerate(layout.paragraphs, 1):
        cells = layout.text.count(_CELL, span.start, span.end)
        if not cells or number in layout.levels or (not start and is_marked(layout.paragraph(number))):
            # 第一条　… is no header
            start = 0
        elif start and cells == layout.text.count(_CELL, *layout.paragraphs[start - 1]):
            tables[start] = range(start + 1, number + 1)
        else:
            start = number
    return {header: rows for header, rows in tables.items() if len(rows) > 1}


def _tables(layout: Layout) -> Iterator[Enumeration]:
    for header, rows in header_rows(layout).items():
        wholes = [layout.paragraphs[row - 1] for row in rows]
        caption = layout.paragraph(header - 1) if header > 1 else ""
        caption = (
            caption if len(caption) <= _SHORT_LINE else layout.sentences(header - 1)[-1].cut(layout.text)
        )
        found = enumeration(layout, layout.paragraphs[header - 1], wholes, caption=caption)
        if found is not None:
            yield found._replace(is_table=True, is_named=True)


def _section_heads(layout: Layout, heading: int) -> list[Span]:
    """Return the sections one level below a heading, each with all that stands in it."""
    level, heads = layout.levels[heading], list[int]()
    end = len(layout.paragraphs)
    for number in layout.headings[bisect_right(layout.headings, heading) :]:
        if layout.levels[number] <= level:
            end = number - 1
            break
        if not heads or layout.levels[number] < layout.levels[heads[0]]:
            heads = [number]
        elif layout.levels[number] == layout.levels[heads[0]]:
            heads.append(number)
    ends = [*(number - 1 for number in heads[1:]), end]
    return [
        Span(layout.paragraphs[head - 1].start, layout.paragraphs[last - 1].end)
        for head, last in zip(heads, ends, strict=False)
    ]


def _lines(layout: Layout, number: int) -> list[Span]:
    """Return the paragraphs that paragraph `number` announces; none if they bear marks or are a table."""
    text = layout.sentences(number)[-1].cut(layout.text)
    first = layout.paragraph(number + 1)
    if number + 1 in layout.levels or _CELL in first or is_marked(first):
        return []
    counts = [one.number for one in announced(text)]
    if introduces(text):
        wanted = next((count for count in counts if _are_lines(layout, number, count)), 0)
        last = number + wanted if wanted else _last_line(layout, number, _SHORT_LINE)
    elif number in layout.levels:
        last = _last_line(layout, number, _SHORT_POINT)
    else:
        return []
    return [layout.paragraphs[n - 1] for n in range(number + 1, last + 1)]


def _are_lines(layout: Layout, number: int, count: int) -> bool:
    """Return whether so many paragraphs follow without a heading among them."""
    after = range(number + 1, number + count + 1)
    return after.stop <= len(layout.paragraphs) + 1 and not any(n in layout.levels for n in after)


def _last_line(layout: Layout, number: int, longest: int) -> int:
    """Return the last of the short paragraphs of one shape that follow: clauses, phrases or sentences."""
    shape = _shape(layout.paragraph(number + 1))
    last = number
    for following in range(number + 1, min(len(layout.paragraphs), number + MAX_ITEMS) + 1):
        text = layout.paragraph(following)
        if following in layout.levels or len(text) > longest or introduces(text):
            break
        if _shape(text) != shape:
            # the last of several clauses ends the sentence
            return following if shape == "clause" and last > number else last
        last = following
    return last


def _shape(text: str) -> str:
    if _ENDS_CLAUSE.search(text):
        return "clause"
    return "sentence" if _ENDS_SENTENCE.search(text) else "phrase"


def _caption(layout: Layout, number: int) -> str:
    """Return the sentence before a short line that announces, if they share a paragraph."""
    sentences = layout.sentences(number)
    return sentences[-2].cut(layout.text) if len(sentences) > 1 else ""
