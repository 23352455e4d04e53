"""Rows of tables as paragraphs: a label that is merged over several cells is said in each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["CELL", "Cell", "Grid"]

CELL = "\u3000"
"""Stands between the cells of a row, also where one of them is empty, so that columns can be told."""

_MAX_LINE_CHARACTERS = 60
_SENTENCE = re.compile(r"[。！？!?；;…][”’」』）)\"']*$")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """A cell of a table: its lines, the columns that it covers, and whether it goes on from the row above."""

    content: tuple[T, ...]
    texts: tuple[str, ...]
    columns: int = 1
    continues: bool = False


@dataclass
class Grid:
    """A table as it is read row by row."""

    _above: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The lines of the last cell of each column."""

    def row(self, cells: Sequence[Cell[T]], before: int = 0) -> str | None:
        """Return a row as one paragraph, the label of a merged cell in every column and row that it covers.

        None for a row of one cell, and for one of a layout: several paragraphs side by side.
        """
        columns: list[tuple[str, ...]] = [()] * before
        filled: list[tuple[str, ...]] = []
        for cell in cells:
            kept = self._above.get(len(columns), ()) if cell.continues and not cell.texts else cell.texts
            # a label fits one line; of anything longer one is enough
            kept = () if cell.continues and not cell.texts and len(kept) > 1 else kept
            filled += [kept] if kept else []
            columns += [kept] * cell.columns if len(kept) < 2 else [kept, *[()] * (cell.columns - 1)]
        self._above = dict(enumerate(columns))
        if len(filled) < 2 or not all(map(_fits_a_line, filled)):
            return None
        return CELL.join(" ".join(lines) for lines in columns)


def _fits_a_line(lines: Sequence[str]) -> bool:
    """Return whether the lines of a cell are one, or short and no sentences."""
    return len(lines) == 1 or not any(
        len(line) > _MAX_LINE_CHARACTERS or _SENTENCE.search(line) for line in lines
    )
