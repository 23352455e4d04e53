"""HTML → its blocks of text in the order of the page, whatever tags surround them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.errors import TooComplex
from bot.readers.markup.inline import spell_out
from bot.readers.markup.list_marks import marked_items
from bot.readers.markup.tables import Grid, is_table_of_data
from bot.readers.markup.tags import AROUND, BLOCKS, UNREAD, has_class, is_hidden, tag_name
from bot.readers.prose import join_lines

__all__ = ["Block", "blocks", "document"]

_MAX_DEPTH = 250
"""Elements in elements; a page nests 40 deep."""
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SEAM = "\x1f"
"""Stands where one stretch of a line ends and the next begins; no text that was read holds it."""
_SEAMED = frozenset("span a label em i time cite".split())
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmt|relate[ds]?|recommend\w*|side-?bar|rank\w*|hot(?:news|list)?|share|copyright|breadcrumbs?|crumbs?|guess|promo\w*|toc|ads?|advert\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WHOLE = frozenset("body main article".split())
"""A site writes on these what else is on the page: comments-open, has-sidebar."""
_FORM_STOPS = 3
"""A form with as many sentences is the frame of a page, and not one to fill in."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row or line of code; `raw` keeps its indent."""

    raw: str
    tag: str
    around: bool
    """Set in navigation, footers, asides and forms."""
    linked: float
    """The share of its characters within links, 0 to 1."""
    mark: str = ""
    """The number or bullet that a browser shows before it, and a space."""
    path: tuple[int, ...] = ()
    """Where its element stands: the number of each element around it among its neighbours."""
    parts: tuple[str, ...] = ()
    """The stretches that it is set in, such as the name and the date of a by-line."""
    aside: bool = False
    """Set in what is named for comments, recommendations, a side bar."""

    @property
    def text(self) -> str:
        """The text without surrounding white space."""
        return self.raw.strip()

    @property
    def full_text(self) -> str:
        """The text with its number or bullet."""
        return self.mark + self.text

    @property
    def level(self) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        return int(self.tag[1]) if re.fullmatch("h[1-6]", self.tag) else 0


def document(name: str, html: str) -> Any:
    """Return the root element of `html`, lxml's own and so untyped, or None if there is none.

    Powers, formulas and pictures of characters are text in it, marks of notes are gone. Raises ImportError without
    lxml, and TooComplex for the file `name` if elements nest too deep.
    """
    from lxml import etree
    from lxml import html as lxml

    # Without `huge_tree` the parser silently drops what follows an attribute or a text of 10 MB.
    parser = lxml.HTMLParser(huge_tree=True)
    try:
        # lxml would take a declaration in front of the page for one of its encoding.
        root = lxml.document_fromstring(_XML_DECLARATION.sub("", html, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if any("depth" in entry.message for entry in parser.error_log) or _is_deep(root):
        raise TooComplex(f"{name}: nests too deep; copy its text into a .txt file")
    if root is not None:
        spell_out(root)
    return root


def blocks(root: Any) -> list[Block]:
    """Return the blocks under the element `root`, without hidden text and marks of notes."""
    walk = _Walk()
    walk.enter(root, "body", around=False)
    walk.flush()
    return walk.done


def _is_deep(root: Any) -> bool:
    """Return whether the elements under `root` nest too deep to walk through."""
    level = [] if root is None else [root]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element]
    return bool(level)


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
            self._block(element, name, around=around or name in AROUND or _is_filled_in(element, name))
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
            share = min(1.0, self.linked / max(1, len(re.sub(r"\s", "", raw))))
            parts = tuple(part for text in joined.split(_SEAM) if (part := _line(text).strip()))
            aside = self.asides > 0
            self.done.append(Block(raw, self.tag, self.around, share, self.mark, self.place, parts, aside))
            self.mark = ""
        self.texts, self.linked = [], 0

    def _block(self, element: Any, name: str, *, around: bool) -> None:
        self.flush()
        aside = _is_aside(element, name)
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
            self.linked += len(re.sub(r"\s", "", text)) if self.links else 0
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
        lines = "".join(_code(element)).split("\n")
        path, aside = tuple(self.path), self.asides > 0
        self.done.extend(
            Block(line.rstrip(), "pre", around, 0.0, "", path, (), aside) for line in lines if line.strip()
        )


def _code(element: Any) -> Iterator[str]:
    """Yield the text of preformatted lines; each block, and each `code` beside another, is a line of its own."""
    yield element.text or ""
    codes = sum(tag_name(child) == "code" for child in element)
    for child in element:
        name = tag_name(child)
        ends = name == "br" or name in BLOCKS or (name == "code" and codes > 1)
        if name and name not in UNREAD and not is_hidden(child):
            yield from _code(child)
        yield ("\n" if ends else "") + (child.tail or "")


def _is_aside(element: Any, name: str) -> bool:
    """Return whether the element is named for what is no article, and does not hold the page's headline."""
    if name in _WHOLE or not has_class(element, _ASIDE):
        return False
    return next(element.iter("h1"), None) is None


def _is_filled_in(element: Any, name: str) -> bool:
    """Return whether it is a form to fill in, and not one that is the frame of a whole page."""
    if name != "form":
        return False
    stops = 0
    for text in element.itertext():
        stops += text.count("。") + text.count(". ")
        if stops >= _FORM_STOPS:
            return False
    return True


def _line(text: str) -> str:
    """Return `text` as a browser shows it, with no space for a break beside Han characters."""
    indent = re.match(r"[\s\u00a0\u3000]*", text)
    kept = re.sub(r"[ \t\r\n\f]", "", indent[0]) if indent else ""
    lines = re.split(r"[ \t\r\f]*\n\s*", text.strip(" \t\r\n\f"))
    return kept + re.sub(r"[ \t\r\f]+", " ", join_lines(lines))
