"""How paragraphs stand on a page: as prose, as rows of a table, as items of a list. Not a character is changed."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby

from bot.model import Span

__all__ = ["Setting", "cells", "settings"]

_HAN = "[〇零一二三四五六七八九十百]{1,5}"
_ITEM = re.compile(
    rf"(?:[（(](?:{_HAN}|\d{{1,3}}|[a-z])[）)]|(?:{_HAN})[、.．]|\d{{1,3}}(?:[、)）]|[.．](?!\d))|[a-z][.)]\s"
    rf"|第(?:{_HAN}|\d{{1,3}})[条项款][\s:：、]|[①-⑳]|[•●■◆▪·☐☑☒]|[-*–—]\s)"
)
_CELL = re.compile(r"\u3000| \| ")
_MAX_CELL_CHARACTERS = 200
_MAX_COLUMNS = 12


class Setting(StrEnum):
    """A way in which neighbouring paragraphs stand."""

    PROSE = "prose"
    TABLE = "table"
    LIST = "list"


_Kind = tuple[Setting, int]
_PROSE = (Setting.PROSE, 0)


def cells(text: str) -> tuple[Span, ...]:
    """Return the cells of a row, which stand between wide blanks or bars; prose is a single one."""
    cuts = [match.span() for match in _CELL.finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))


def settings(texts: Sequence[str], headings: frozenset[int]) -> Iterator[tuple[Setting, range]]:
    """Yield the ways in which the texts stand, in order, each with the places of its texts, counted from 0.

    A table or list has at least two; `headings` are the places of texts that belong to none.
    """
    kinds: list[_Kind] = []
    for place, text in enumerate(texts):
        kinds.append(_PROSE if place in headings else _kind(text, kinds[-1] if kinds else _PROSE))
    for kind, group in groupby(range(len(texts)), kinds.__getitem__):
        places = list(group)
        yield (kind[0] if len(places) > 1 else Setting.PROSE), range(places[0], places[-1] + 1)


def _kind(text: str, above: _Kind) -> _Kind:
    """Return how the text stands, and with how many cells, below one that stands like `above`."""
    columns = cells(text)
    if 2 <= len(columns) <= _MAX_COLUMNS:
        filled = [bool(span.cut(text).strip()) for span in columns]
        # prose may be set in by wide blanks; a row whose first cell is empty is known by the one above
        is_row = filled[0] or sum(filled) > 1 or above == (Setting.TABLE, len(columns))
        is_short = all(span.end - span.start <= _MAX_CELL_CHARACTERS for span in columns)
        return (Setting.TABLE, len(columns)) if is_row and is_short else _PROSE
    return (Setting.LIST, 0) if _ITEM.match(text) else _PROSE
