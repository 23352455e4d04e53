"""One flow of an RTF document's text, its body or a note: stretches → paragraphs, cells → rows of a table."""

from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from bot.readers.cells import Cell, Grid
from bot.readers.office import Line
from bot.readers.prose import join_lines, tidy_paragraphs
from bot.readers.raised import placed

__all__ = ["Flow", "Set"]

_MAX_CELLS = 200


@dataclass(frozen=True, slots=True)
class Set:
    """How a paragraph is set: its level if it is a heading, whether as the title, whether in a table."""

    level: int = 0
    is_title: bool = False
    in_table: bool = False


@dataclass
class Flow:
    """The lines so far, and the paragraph, cell and row that are not done."""

    lines: list[Line] = field(default_factory=list)
    label: str = ""
    notes: list[Line] = field(default_factory=list)
    """The notes called in what is not done."""
    _texts: list[tuple[str, str]] = field(default_factory=list)
    _size: float = 0.0
    """Of the type that the paragraph begins with."""
    _cell: list[Line] = field(default_factory=list)
    _row: list[list[Line]] = field(default_factory=list)
    _merges: list[str] = field(default_factory=list)
    _merge: str = ""
    _grid: Grid = field(default_factory=Grid)

    def add(self, text: str, script: str, size: float) -> None:
        """Add a stretch of the current paragraph; `script` is `super` or `sub` where it is raised or lowered."""
        self._texts.append((text, script))
        if not self._size and text.strip():
            self._size = size

    def end_paragraph(self, how: Set) -> None:
        """End the current paragraph, which is set so."""
        alike = groupby(self._texts, key=itemgetter(1))
        text = "".join(placed("".join(text for text, _ in run), script) for script, run in alike)
        # halves of a pair of surrogates came one by one
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        texts = tidy_paragraphs([text])
        if how.level or how.is_title:
            texts = [join_lines(texts)] if texts else []
        label, self.label, self._texts = self.label, "", []
        size, self._size = self._size, 0.0
        lines = [
            Line(text if number else label + text, how.level, how.is_title, bool(label), size)
            for number, text in enumerate(texts)
        ]
        if how.in_table:
            self._cell += lines
        else:
            self._leave_table()
            self.lines += lines
            if lines and not (how.level or how.is_title):
                self._tell_notes()

    def end_cell(self, how: Set) -> None:
        """End the current cell of a row."""
        self.end_paragraph(replace(how, in_table=True))
        self._row.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        """End the current row of a table."""
        if self._row:
            cells = self._cells()
            text = self._grid.row(cells)
            self.lines += (
                [Line(text)] if text is not None else [line for cell in cells for line in cell.content]
            )
        self._row = []

    def begin_row(self) -> None:
        """Forget how the cells of the row before were merged."""
        self._merges, self._merge = [], ""

    def merge(self, word: str) -> None:
        """Note that the next cell goes on from the one before it, or above."""
        self._merge = word

    def end_definition(self) -> None:
        """Note that the definition of a cell ends."""
        if len(self._merges) < _MAX_CELLS:
            self._merges.append(self._merge)
        self._merge = ""

    def done(self) -> list[Line]:
        """Return all lines, with what was not ended."""
        self.end_paragraph(Set())
        self._tell_notes()
        return self.lines

    def _leave_table(self) -> None:
        if self._cell:
            self._row.append(self._cell)
            self._cell = []
        self.end_row()
        self._grid = Grid()

    def _tell_notes(self) -> None:
        self.lines += self.notes
        self.notes = []

    def _cells(self) -> list[Cell[Line]]:
        cells: list[Cell[Line]] = []
        for number, lines in enumerate(self._row):
            merge = self._merges[number] if number < len(self._merges) else ""
            if merge == "clmrg" and cells and not lines:
                cells[-1] = replace(cells[-1], columns=cells[-1].columns + 1)
            else:
                texts = tuple(line.text for line in lines)
                cells.append(Cell(tuple(lines), texts, continues=merge == "clvmrg"))
        return cells
