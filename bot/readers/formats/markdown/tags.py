"""HTML within Markdown → its text: rows of tables, breaks, powers; comments, scripts and styles are dropped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from bot.readers.cells import CELL, Cell, Grid
from bot.readers.raised import NOTE_MARK, lowered, raised

__all__ = ["BREAK", "LOWER", "NOTE", "NOTE_END", "RAISE", "SEAM", "html_text", "scripts_placed", "tag_text"]

BREAK = "\f"
"""Stands for the end of a paragraph inside a block; `File.text` leaves none in a text."""
RAISE, LOWER, _LEVEL = "\x0e", "\x0f", "\x10"
"""Stand before text above or below the line, and after it."""

NOTE, NOTE_END = "\x11", "\x12"
"""Stand around a note within its sentence."""
SEAM = "\x13"
"""Stands between the cells of a row."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>[^<>]*)>|<[!?][A-Za-z][^<>]*>")
_BREAKING = frozenset(
    "p div br li tr h1 h2 h3 h4 h5 h6 blockquote section table ul ol dl dt dd details summary figure figcaption caption hr pre"
    " article header footer center".split()
)
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_SCRIPT = re.compile(rf"([{RAISE}{LOWER}])([^{RAISE}{LOWER}{_LEVEL}]*){_LEVEL}")
_STRAY = re.compile(rf"[{RAISE}{LOWER}{_LEVEL}]")
_MAX_SPAN = 60


def tag_text(tag: str) -> str:
    """Return what a single tag within a line stands for; "" for most."""
    match = _TAG.fullmatch(tag)
    name = (match["name"] or "").lower() if match else ""
    if match and name in ("sup", "sub"):
        return _LEVEL if match["closes"] else RAISE if name == "sup" else LOWER
    if match and name == "img":
        return _picture(match["rest"])
    return BREAK if name in _BREAKING else ""


def html_text(html: str) -> str:
    """Return the text of `html`, its paragraphs and rows parted by breaks."""
    html = _COMMENT.sub("", html)
    walk, end = _Walk(), 0
    for match in _TAG.finditer(html):
        walk.text(html[end : match.start()])
        walk.tag((match["name"] or "").lower(), bool(match["closes"]), match["rest"] or "", match[0])
        end = match.end()
    walk.text(html[end:])
    walk.end()
    return "".join(walk.done)


def scripts_placed(text: str) -> str:
    """Return `text` with what stands above or below the line in characters of its own, and no mark of a note."""
    return _STRAY.sub("", _SCRIPT.sub(_placed, text))


def _placed(match: re.Match[str]) -> str:
    if match[1] == LOWER:
        return lowered(match[2])
    return "" if NOTE_MARK.fullmatch(match[2].strip()) else raised(match[2])


def _picture(attributes: str) -> str:
    """Return the one character that a picture stands for."""
    match = _ALT.search(attributes[:2_000])
    alt = unescape((match[1] or match[2] or "") if match else "").strip()
    return alt if len(alt) == 1 and not alt.isascii() else ""


@dataclass
class _Cell:
    columns: int
    rows: int
    texts: list[str] = field(default_factory=list)


@dataclass
class _Walk:
    """The state of a walk through the tags: what is done, and the row that is being read."""

    done: list[str] = field(default_factory=list)
    row: list[_Cell] | None = None
    grid: Grid = field(default_factory=Grid)
    _below: dict[int, tuple[int, int]] = field(default_factory=dict)
    """For each column, the rows that a cell above still covers, and its columns."""

    def text(self, text: str) -> None:
        """Add the text between two tags."""
        if self.row:
            self.row[-1].texts.append(unescape(text))
        else:
            self.done.append(unescape(text))

    def tag(self, name: str, closes: bool, rest: str, raw: str) -> None:
        """Take a tag."""
        if name == "table":
            self.end()
            self.grid, self._below = Grid(), {}
        elif name == "tr":
            self.end()
            self.row = None if closes else []
        elif name in ("td", "th") and self.row is not None:
            if not closes:
                self.row.append(_cell(rest))
        elif self.row:
            self.row[-1].texts.append(tag_text(raw))
        else:
            self.done.append(tag_text(raw))
        if name == "table" or (name == "tr" and closes):
            self.done.append(BREAK)

    def end(self) -> None:
        """End the row."""
        if self.row:
            cells = list(self._covered(self.row))
            text = self.grid.row(cells)
            lines = (
                [text.replace(CELL, SEAM)]
                if text is not None
                else [line for cell in cells for line in cell.texts]
            )
            self.done.append(BREAK + BREAK.join(lines) + BREAK)
        self.row = None

    def _covered(self, row: list[_Cell]) -> Iterator[Cell[str]]:
        """Yield the cells of a row, and those that a cell above covers."""
        column, below = 0, dict[int, tuple[int, int]]()
        waiting = list(reversed(row))
        while waiting or column in self._below:
            rows, columns = self._below.get(column, (0, 1))
            if rows:
                yield Cell((), (), columns, continues=True)
            else:
                own = waiting.pop()
                rows, columns = own.rows, own.columns
                parts = (" ".join(part.split()) for part in "".join(own.texts).split(BREAK))
                yield Cell((), tuple(filter(None, parts)), columns)
            if rows > 1:
                below[column] = rows - 1, columns
            column += columns
        self._below = below


def _cell(attributes: str) -> _Cell:
    spans = {match[1].lower(): int(match[2]) for match in _SPAN.finditer(attributes)}
    return _Cell(min(max(spans.get("colspan", 1), 1), _MAX_SPAN), max(spans.get("rowspan", 1), 1))
