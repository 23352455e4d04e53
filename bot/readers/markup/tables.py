"""A table of HTML → the rows that its reader sees: labels of merged cells stand in each of their rows."""

from dataclasses import dataclass, field
from typing import Any

from bot.readers.markup.tags import tag_name

__all__ = ["Grid", "is_table_of_data"]

_MAX_COLUMNS = 200
_MAX_SPAN = 1_000
_MAX_LABEL_CHARACTERS = 40
_MAX_CELL_CHARACTERS = 200
_SAMPLE_ROWS = 50


@dataclass
class Grid:
    """The cells that reach down from the rows of a table so far, by their column."""

    below: dict[int, tuple[str, int]] = field(default_factory=dict)
    """What a label says, and in how many more rows."""
    rows: int = 0

    def row(self, cells: list[tuple[Any, str]]) -> list[str]:
        """Return the texts of a row's columns; a cell is its element and its text."""
        columns: list[str] = []
        is_header = not self.rows or all(tag_name(cell) == "th" for cell, _ in cells)
        for cell, text in cells:
            self._reach_down(columns)
            wide = _span(cell, "colspan", _MAX_COLUMNS)
            repeated = len(text) <= _MAX_LABEL_CHARACTERS and (is_header or bool(columns)) and len(cells) > 1
            texts = [text] * (wide if repeated else 1)
            high = _span(cell, "rowspan", _MAX_SPAN) - 1
            if high and len(text) <= _MAX_LABEL_CHARACTERS:
                self.below |= {len(columns) + i: (text, high) for i in range(len(texts))}
            columns += texts
        self._reach_down(columns)
        self.rows += 1
        return columns[:_MAX_COLUMNS]

    def _reach_down(self, columns: list[str]) -> None:
        """Add the labels that reach down into the next columns."""
        while len(columns) in self.below:
            text, more = self.below.pop(len(columns))
            if more > 1:
                self.below[len(columns)] = (text, more - 1)
            columns.append(text)


def is_table_of_data(table: Any) -> bool:
    """Return whether `table` has cells to read across, and is no frame for the layout of a page."""
    if sum(1 for _ in table.iter("table")) > 1:
        return False
    if next(table.iter("th"), None) is not None:
        return True
    widths = []
    for row, _ in zip(table.iter("tr"), range(_SAMPLE_ROWS), strict=False):
        cells = [cell for cell in row if tag_name(cell) in ("td", "th")]
        widths.append(sum(_span(cell, "colspan", _MAX_COLUMNS) for cell in cells))
        if any(len("".join(cell.itertext()).strip()) > _MAX_CELL_CHARACTERS for cell in cells):
            return False
    return len(widths) > 1 and max(widths) > 1


def _span(cell: Any, name: str, most: int) -> int:
    """Return over how many columns or rows `cell` reaches."""
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
