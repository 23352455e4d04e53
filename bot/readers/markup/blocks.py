"""HTML → its blocks of text in the order of the page, whatever tags surround them."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.readers.markup.block import Block
from bot.readers.markup.holders import code_in, is_aside, is_filled_in
from bot.readers.markup.list_marks import marked_items
from bot.readers.markup.tables import Grid, is_table_of_data
from bot.readers.markup.tags import AROUND, BLOCKS, UNREAD, is_hidden, tag_name
from bot.readers.prose import join_lines

__all__ = ["blocks"]

_SEAM = "\x1f"
"""Stands where one stretch of a line ends and the next begins; no text that was read holds it."""
_SEAMED = frozenset("span a label em i time cite".split())

_INDENT = re.compile(r"[\s\u00a0\u3000]*")
_BLANKS = re.compile(r"[ \t\r\n\f]")
_BREAKS = re.compile(r"[ \t\r\f]*\n\s*")
_RUNS = re.compile(r"[ \t\r\f]+")
_SPACE = re.compile(r"\s")


def blocks(root: Any) -> list[Block]:
    """Return the blocks under the element `root`, without hidden text and marks of notes."""
    walk = _Walk()
    walk.enter(root, "body", around=False)
    walk.flush()
    return walk.done


@dataclass
class _Walk:
    """The state of a walk through the elements: the finished blocks and the current one."""

    done: list[Block] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    linked: int = 0
    tag: str = "body"
    around: bool = False
    links: int = 0
    """The number of links around the current element."""
    asides: int = 0
    """The number of elements around it that are named for what is no article."""
    mark: str = ""
    """The number of the list item that begins."""
    path: list[int] = field(default_factory=list)
    place: tuple[int, ...] = ()
    """The path of the current block."""
    grids: list[Grid | None] = field(default_factory=list)
    """For each table around, the labels in it; None for a table that is layout."""

    def enter(self, element: Any, tag: str, *, around: bool) -> None:
        """Walk through `element`; the text behind it goes on in a block of `tag`."""
        name = tag_name(element)
        if name in UNREAD or is_hidden(element):
            return
        if name == "br":
            self.flush()
        elif name == "tr":
            self._row(element, around=around)
        elif name == "pre":
            self._lines(element, around=around)
        elif name in BLOCKS:
            self._block(element, name, around=around or name in AROUND or is_filled_in(element, name))
        else:
            seam = _SEAM if name in _SEAMED else ""
            self.texts.append(seam)
            self.links += name == "a"
            self._children(element, tag, around=around)
            self.links -= name == "a"
            self.texts.append(seam)

    def flush(self) -> None:
        """End the current block."""
        joined = "".join(self.texts)
        raw = _line(joined.replace(_SEAM, ""))
        if raw.strip():
            share = min(1.0, self.linked / max(1, len(_SPACE.sub("", raw))))
            parts = tuple(part for text in joined.split(_SEAM) if (part := _line(text).strip()))
            aside = self.asides > 0
            self.done.append(Block(raw, self.tag, self.around, share, self.mark, self.place, parts, aside))
            self.mark = ""
        self.texts, self.linked = [], 0

    def _block(self, element: Any, name: str, *, around: bool) -> None:
        self.flush()
        aside = is_aside(element, name)
        self.asides += aside
        if name == "table":
            self.grids.append(Grid() if is_table_of_data(element) else None)
        if name in ("ol", "ul", "menu"):
            self._list(element, name, around=around)
        else:
            self._children(element, name, around=around)
        self.flush()
        if name == "table":
            self.grids.pop()
        self.asides -= aside

    def _children(self, element: Any, tag: str, *, around: bool) -> None:
        self._add(element.text, tag, around=around)
        for number, child in enumerate(element):
            if isinstance(child.tag, str):
                self.path.append(number)
                self.enter(child, tag, around=around)
                self.path.pop()
            self._add(child.tail, tag, around=around)

    def _list(self, element: Any, name: str, *, around: bool) -> None:
        """Walk through a list, each of whose items begins with its mark."""
        self._add(element.text, name, around=around)
        for number, (child, mark) in enumerate(marked_items(element)):
            self.flush()
            self.mark = mark
            self.path.append(number)
            self.enter(child, name, around=around)
            self.path.pop()
            self.mark = ""
            self._add(child.tail, name, around=around)

    def _add(self, text: str | None, tag: str, *, around: bool) -> None:
        if text:
            if not any(kept.strip(_SEAM).strip() for kept in self.texts[-3:]):
                self.place = tuple(self.path)
            self.texts.append(text)
            self.linked += len(_SPACE.sub("", text)) if self.links else 0
            self.tag, self.around = tag, around

    def _row(self, row: Any, *, around: bool) -> None:
        """Add a row of figures as one block; of a table for layout, add the cells' blocks."""
        self.flush()
        grid = self.grids[-1] if self.grids else None
        cells = [
            (cell, self._cell(cell, number, around=around))
            for number, cell in enumerate(row)
            if tag_name(cell)
        ]
        filled = [held for _, held in cells if held]
        if grid is not None:
            self._add_row(
                grid, [(cell, " ".join(block.full_text for block in held)) for cell, held in cells], filled
            )
        elif len(filled) > 1 and all(len(held) == 1 for held in filled):
            self._add_cells([held[0].text for held in filled], filled)
        else:
            self.done.extend(block for held in filled for block in held)

    def _add_row(self, grid: Grid, cells: list[tuple[Any, str]], filled: list[list[Block]]) -> None:
        columns = grid.row(cells)
        if len(filled) == 1 and sum(map(bool, columns)) == len({text for text in columns if text}) == 1:
            self.done.extend(filled[0])
        elif filled:
            self._add_cells(columns, filled)

    def _add_cells(self, columns: list[str], filled: list[list[Block]]) -> None:
        first = filled[0][0]
        linked = min(block.linked for held in filled for block in held)
        raw = "\u3000".join(columns).strip("\u3000")
        self.done.append(Block(raw, "tr", first.around, linked, "", tuple(self.path), (), first.aside))

    def _cell(self, cell: Any, number: int, *, around: bool) -> list[Block]:
        walk = _Walk(path=[*self.path, number], asides=self.asides)
        walk._children(cell, "td", around=around)  # its own kind
        walk.flush()
        return walk.done

    def _lines(self, element: Any, *, around: bool) -> None:
        self.flush()
        lines = "".join(code_in(element)).split("\n")
        path, aside = tuple(self.path), self.asides > 0
        self.done.extend(
            Block(line.rstrip(), "pre", around, 0.0, "", path, (), aside) for line in lines if line.strip()
        )


def _line(text: str) -> str:
    """Return `text` as a browser shows it, with no space for a break beside Han characters."""
    indent = _INDENT.match(text)
    kept = _BLANKS.sub("", indent[0]) if indent else ""
    lines = _BREAKS.split(text.strip(" \t\r\n\f"))
    return kept + _RUNS.sub(" ", join_lines(lines))
