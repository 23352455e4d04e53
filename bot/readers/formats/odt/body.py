"""The body of an OpenDocument text → its lines: headings, numbered items, rows of tables, notes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bot.readers.cells import Cell, Grid
from bot.readers.elements import attribute, local_name
from bot.readers.formats.odt.inline import UNREAD, Inline
from bot.readers.formats.odt.labels import Counter
from bot.readers.formats.odt.styles import Styles
from bot.readers.office import Line
from bot.readers.prose import join_lines, tidy_paragraphs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Body"]

_MAX_SPAN = 60
_MAX_REPEATED = 5


class _List(NamedTuple):
    """The list that is being read, its level from 1, and the label that waits for the item's first paragraph."""

    counter: Counter
    style: str
    level: int


@dataclass
class Body:
    """What is read of a document: notes follow the paragraph, or the table, that calls them."""

    styles: Styles
    is_formula: Callable[[str], bool]
    _notes: "list[Element]" = field(default_factory=list)
    _label: str = ""
    _counters: dict[str, Counter] = field(default_factory=dict)
    _headings: Counter = field(init=False)

    def __post_init__(self) -> None:
        self._headings = Counter(
            lambda level: self.styles.outline.get(level) or self.styles.list_level("", 0)
        )

    def lines(self, root: "Element") -> list[Line]:
        """Return the paragraphs under `root`, in order."""
        found: list[Line] = []
        for block in self._blocks(root, None):
            found += block
            if block and not (block[-1].is_title or block[-1].level):
                found += self._due_notes()
        return [*found, *self._due_notes()]

    def _blocks(self, root: "Element", around: _List | None) -> Iterator[list[Line]]:
        """Yield the lines of each paragraph and each table under `root`."""
        for one in root:
            name = local_name(one)
            if name in ("p", "h"):
                yield list(self._paragraph(one, name))
            elif name == "table":
                yield self._table(one)
            elif name == "list":
                yield from self._list(one, around)
            elif name not in UNREAD:
                yield from self._blocks(one, around)

    def _plain(self, root: "Element") -> list[Line]:
        """Return the lines under `root`; notes called there wait."""
        return [line for block in self._blocks(root, None) for line in block]

    def _paragraph(self, element: "Element", name: str) -> Iterator[Line]:
        key = attribute(element, "style-name")
        inline = Inline(self.styles, self.is_formula)
        texts = tidy_paragraphs([inline.text(element)])
        is_title = self.styles.is_title(key)
        level = self._level(element, key) if name == "h" else 0 if is_title else self.styles.level(key)
        label, self._label = self._label, ""
        if name == "h" and texts and not label and level in self.styles.outline:
            is_bare = attribute(element, "is-list-header") == "true"
            label = "" if is_bare else self._headings.label(level)
        if level or is_title:
            texts = [joined] if (joined := join_lines(texts)) else []
        if not self.styles.is_hidden(key):
            self._notes += inline.notes
            for number, text in enumerate(texts):
                yield Line(
                    text if number else label + text,
                    level,
                    is_title,
                    bool(label),
                    self.styles.size_of(element),
                )
            for box in inline.boxes:
                yield from self._plain(box)

    def _level(self, element: "Element", key: str) -> int:
        level = attribute(element, "outline-level")
        return int(level) if re.fullmatch(r"[1-9]\d?", level) else self.styles.level(key) or 1

    def _list(self, element: "Element", around: _List | None) -> Iterator[list[Line]]:
        style = attribute(element, "style-name") or (around.style if around else "")
        here = self._counted(element, style, around)
        for item in element:
            start = attribute(item, "start-value")
            if local_name(item) == "list-item" and _has_own_text(item):
                first = int(start) if re.fullmatch(r"\d{1,6}", start) else None
                self._label = here.counter.label(here.level, first)
            yield from self._blocks(item, here)
            self._label = ""

    def _counted(self, element: "Element", style: str, around: _List | None) -> _List:
        """Return the list that `element` begins or goes on with."""
        if around is not None and style == around.style:
            return _List(around.counter, style, around.level + 1)
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        if not goes_on or style not in self._counters:
            self._counters[style] = Counter(partial(self.styles.list_level, style))
        return _List(self._counters[style], style, around.level + 1 if around else 1)

    def _table(self, table: "Element") -> list[Line]:
        grid, lines, below = Grid(), list[Line](), dict[int, int]()
        for row in _rows(table):
            cells = self._cells(row, below)
            text = grid.row(cells)
            if text is not None:
                lines.append(Line(text))
            else:
                lines += (line for cell in cells for line in cell.content)
        return lines

    def _cells(self, row: "Element", below: dict[int, int]) -> "list[Cell[Line]]":
        """Return the cells of a row; `below` holds in how many more rows each column goes on from above."""
        cells: list[Cell[Line]] = []
        covered = 0
        for one in row:
            name = local_name(one)
            column = sum(cell.columns for cell in cells)
            times = min(_number(one, "number-columns-repeated"), _MAX_REPEATED)
            if name == "covered-table-cell":
                hidden = min(covered, times)
                covered -= hidden
                for at in range(column, column + times - hidden):
                    cells.append(Cell((), (), continues=below.get(at, 0) > 0))
                    below[at] = below.get(at, 0) - 1
            elif name == "table-cell":
                wide, high = _number(one, "number-columns-spanned"), _number(one, "number-rows-spanned")
                lines = self._plain(one)
                texts = tuple(line.text for line in lines)
                cells += [Cell(tuple(lines), texts, min(wide, _MAX_SPAN))] * (times if lines else 1)
                covered = wide - 1
                below |= {column + at: high - 1 for at in range(min(wide, _MAX_SPAN))}
        return cells

    def _due_notes(self) -> list[Line]:
        """Return the notes called since the last time, in the order of their calls."""
        due, self._notes = self._notes, []
        return [line for note in due for line in self._plain(note)]


def _has_own_text(item: "Element") -> bool:
    """Return whether an item holds more than a list within it, which alone bears no label."""
    return any(local_name(one) != "list" for one in item)


def _rows(element: "Element") -> Iterator["Element"]:
    """Yield the rows of a table, also those of its head and in groups."""
    for one in element:
        if local_name(one) == "table-row":
            yield one
        elif local_name(one) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(one)


def _number(element: "Element", name: str) -> int:
    value = attribute(element, name)
    return max(1, int(value)) if re.fullmatch(r"\d{1,4}", value) else 1
