"""The body of a Word document → its paragraphs: headings, numbered items, rows of tables, notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.readers.cells import Cell, Grid
from bot.readers.elements import attribute, child, local_name, value_of
from bot.readers.formats.docx.numbering import Labels, Numbered
from bot.readers.formats.docx.runs import UNREAD, NoteCall, boxes, inline
from bot.readers.formats.docx.styles import Styles, outline_level
from bot.readers.office import Line
from bot.readers.prose import join_lines, tidy_paragraphs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["UNREAD_STYLES", "Body"]

_TITLE_STYLES = ("title", "标题")
UNREAD_STYLES = re.compile(r"toc( \d|$| heading)|header|footer|table of figures", re.IGNORECASE)
_MAX_SPAN = 60


@dataclass
class Body:
    """What is read of a document: notes follow the paragraph, or the table, that calls them."""

    styles: Styles
    labels: Labels
    notes: "dict[NoteCall, Element]"
    _called: list[NoteCall] = field(default_factory=list)
    _told: set[NoteCall] = field(default_factory=set)

    def lines(self, root: "Element") -> list[Line]:
        """Return the paragraphs under `root`, in order, each note once."""
        found: list[Line] = []
        for block in self._blocks(root):
            found += block
            # a note on the title does not come between it and the by-line
            if block and not (block[-1].is_title or block[-1].level):
                found += self._due_notes()
        return [*found, *self._due_notes()]

    def _blocks(self, root: "Element") -> Iterator[list[Line]]:
        """Yield the lines of each paragraph and each table under `root`."""
        for one in root:
            name = local_name(one)
            if name == "p":
                yield list(self._paragraph(one))
            elif name == "tbl":
                yield self._table(one)
            elif name not in UNREAD:
                yield from self._blocks(one)

    def _plain(self, root: "Element") -> list[Line]:
        """Return the lines under `root`; notes called there wait."""
        return [line for block in self._blocks(root) for line in block]

    def _paragraph(self, element: "Element") -> Iterator[Line]:
        head = child(element, "pPr")
        style = value_of(head, "pStyle")
        name = self.styles.name(style)
        label = self._label(head, style)
        text, notes = inline(element, self.styles)
        if not UNREAD_STYLES.match(name):
            self._called += notes
            texts = tidy_paragraphs([text])
            level, is_title = self._level(head, style), name in _TITLE_STYLES
            size = self.styles.size_of(element)
            if level or is_title:
                texts = [joined] if (joined := join_lines(texts)) else []
            for number, text in enumerate(texts):
                yield Line(text if number else label + text, level, is_title, bool(label), size)
        for box in boxes(element):
            yield from self._plain(box)

    def _level(self, head: "Element | None", style: str) -> int:
        level = outline_level(head)
        return self.styles.level(style) if level is None else level

    def _label(self, head: "Element | None", style: str) -> str:
        """Return the number or bullet that Word sets before a paragraph."""
        own, styled = child(head, "numPr"), self.styles.numbered(style)
        list_id = value_of(own, "numId") or (styled.list_id if styled else "")
        if list_id in ("", "0"):
            return ""
        level = value_of(own, "ilvl")
        if re.fullmatch(r"\d", level):
            place = int(level)
        elif styled and styled.level >= 0:
            place = styled.level
        else:
            place = self.labels.level_of_style(list_id, style)
        return self.labels.label(Numbered(list_id, place))

    def _table(self, table: "Element") -> list[Line]:
        grid, lines = Grid(), list[Line]()
        for row in _inside(table, "tr"):
            cells = [self._cell(cell) for cell in _inside(row, "tc")]
            before = value_of(child(row, "trPr"), "gridBefore")
            text = grid.row(cells, int(before) if re.fullmatch(r"\d{1,2}", before) else 0)
            if text is not None:
                lines.append(Line(text))
            else:
                lines += (line for cell in cells for line in cell.content)
        return lines

    def _cell(self, element: "Element") -> "Cell[Line]":
        head = child(element, "tcPr")
        span, merge = value_of(head, "gridSpan"), child(head, "vMerge")
        lines = self._plain(element)
        return Cell(
            content=tuple(lines),
            texts=tuple(line.text for line in lines),
            columns=min(int(span), _MAX_SPAN) if re.fullmatch(r"[1-9]\d?", span) else 1,
            continues=merge is not None and attribute(merge, "val") in ("", "continue"),
        )

    def _due_notes(self) -> list[Line]:
        """Return the notes called since the last time, in the order of their calls."""
        due = [call for call in dict.fromkeys(self._called) if call in self.notes and call not in self._told]
        self._called.clear()
        self._told.update(due)
        return [line for call in due for line in self._plain(self.notes[call])]


def _inside(element: "Element", name: str) -> Iterator["Element"]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for one in element:
        if local_name(one) == name:
            yield one
        elif local_name(one) not in UNREAD and local_name(one) not in ("tbl", "tr", "tc", "p"):
            yield from _inside(one, name)
