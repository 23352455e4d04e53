"""HTML → its blocks of text in the order of the page, whatever tags surround them."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.errors import TooComplex
from bot.readers.prose import join_lines

__all__ = ["Block", "blocks", "document"]

_UNREAD = frozenset(
    "script style noscript template svg math object iframe select button textarea input head rt rp audio video canvas map".split()
)
_AROUND = frozenset("nav footer aside form menu dialog".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center caption dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main menu nav ol option p pre section summary table tbody tfoot thead title ul".split()
)
_NOTE_MARK = re.compile(r"[\[【(（〔]?\s*(?:注\s*)?[\d*†‡①-⑳]{1,4}\s*[\]】)）〕]?")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_NAMESPACE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row or line of code; `raw` keeps its indent."""

    raw: str
    tag: str
    around: bool
    """Set in navigation, footers, asides and forms."""
    linked: float
    """The share of its characters within links, 0 to 1."""

    @property
    def text(self) -> str:
        """The text without surrounding white space."""
        return self.raw.strip()

    @property
    def level(self) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        return int(self.tag[1]) if re.fullmatch("h[1-6]", self.tag) else 0


def document(name: str, html: str) -> Any:
    """Return the root element of `html`, lxml's own and so untyped, or None if there is none.

    Raises ImportError without lxml, and TooComplex for the file `name` if elements nest too deep: the parser
    drops what lies below.
    """
    from lxml import etree
    from lxml import html as lxml

    parser = lxml.HTMLParser()
    try:
        # lxml would take a declaration in front of the page for one of its encoding.
        root = lxml.document_fromstring(_XML_DECLARATION.sub("", html, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if any("depth" in entry.message for entry in parser.error_log):
        raise TooComplex(f"{name}: nests too deep; copy its text into a .txt file")
    return root


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

    def enter(self, element: Any, tag: str, *, around: bool) -> None:
        """Walk through `element`; the text behind it goes on in a block of `tag`."""
        name = _name(element)
        if name in _UNREAD or _is_hidden(element):
            return
        if name == "br":
            self.flush()
        elif name == "tr":
            self._row(element, around=around)
        elif name == "pre":
            self._lines(element, around=around)
        elif name in _BLOCKS:
            self.flush()
            self._children(element, name, around=around or name in _AROUND)
            self.flush()
        elif not _is_note_mark(element, name):
            self.links += name == "a"
            self._children(element, tag, around=around)
            self.links -= name == "a"

    def flush(self) -> None:
        """End the current block."""
        raw = _line("".join(self.texts))
        if raw.strip():
            share = min(1.0, self.linked / max(1, len(re.sub(r"\s", "", raw))))
            self.done.append(Block(raw, self.tag, self.around, share))
        self.texts, self.linked = [], 0

    def _children(self, element: Any, tag: str, *, around: bool) -> None:
        self._add(element.text, tag, around=around)
        for child in element:
            if isinstance(child.tag, str):
                self.enter(child, tag, around=around)
            self._add(child.tail, tag, around=around)

    def _add(self, text: str | None, tag: str, *, around: bool) -> None:
        if text:
            self.texts.append(text)
            self.linked += len(re.sub(r"\s", "", text)) if self.links else 0
            self.tag, self.around = tag, around

    def _row(self, row: Any, *, around: bool) -> None:
        """Add a row of figures as one block; of a table for layout, add the cells' blocks."""
        self.flush()
        cells = [_cell_blocks(cell, around=around) for cell in row if isinstance(cell.tag, str)]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
            raw = "\u3000".join(cell[0].text for cell in filled)
            self.done.append(Block(raw, "tr", around, min(cell[0].linked for cell in filled)))
        else:
            self.done.extend(block for cell in filled for block in cell)

    def _lines(self, element: Any, *, around: bool) -> None:
        self.flush()
        lines = "".join(element.itertext()).split("\n")
        self.done.extend(Block(line.rstrip(), "pre", around, 0.0) for line in lines if line.strip())


def _cell_blocks(cell: Any, *, around: bool) -> list[Block]:
    walk = _Walk()
    walk._children(cell, "td", around=around)  # its own kind
    walk.flush()
    return walk.done


def _line(text: str) -> str:
    """Return `text` as a browser shows it, with no space for a break beside Han characters."""
    indent = re.match(r"[\s\u00a0\u3000]*", text)
    kept = re.sub(r"[ \t\r\n\f]", "", indent[0]) if indent else ""
    lines = re.split(r"[ \t\r\f]*\n\s*", text.strip(" \t\r\n\f"))
    return kept + re.sub(r"[ \t\r\f]+", " ", join_lines(lines))


def _name(element: Any) -> str:
    return _NAMESPACE.sub("", element.tag).lower()


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def _is_note_mark(element: Any, name: str) -> bool:
    """Return whether it is a linked figure that calls a note, which would falsify a quotation."""
    if name == "a" and (element.get("epub:type") == "noteref" or element.get("role") == "doc-noteref"):
        return True
    mark = "".join(element.itertext()).strip() if name in ("a", "sup") else ""
    if not _NOTE_MARK.fullmatch(mark):
        return False
    if name == "a":
        return len(element) == 1 and isinstance(element[0].tag, str) and _name(element[0]) == "sup"
    return not mark.isdecimal() or any(True for _ in element.iter("a"))
