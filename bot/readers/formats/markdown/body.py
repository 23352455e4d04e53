"""The body of a Markdown file → its paragraphs: headings, numbered items, rows of tables, lines of code, notes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.readers.cells import CELL
from bot.readers.encoding import clean_text
from bot.readers.formats.markdown.dialects import dialect
from bot.readers.formats.markdown.emphasis import emphasis
from bot.readers.formats.markdown.labels import limit_labels
from bot.readers.formats.markdown.line_marks import prepared
from bot.readers.formats.markdown.tags import BREAK, NOTE, NOTE_END, SEAM, html_text, scripts_placed, tag_text
from bot.readers.heading import Paragraph
from bot.readers.prose import join_lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["BULLET", "OWN_MARK", "paragraphs"]

BULLET = "• "
OWN_MARK = re.compile(
    r"[•●■◆▪·○◎□☐☑☒①-⑳]|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）.．、]|第[一二三四五六七八九十百\d]{1,5}[条章节款项]"
)
"""How an item of a list begins that has a mark of its own."""

_MAX_NESTING = 100
"""The levels of quotes and lists that are read; markdown-it drops what lies deeper."""
_BLOCK_ENDS = {"paragraph_close", "heading_close", "tr_close", "fence", "code_block", "html_block"}
_TASK = re.compile(r"\[([ xX])\](?=\s)\s*")
_NOTE = re.compile(rf"{NOTE}([^{NOTE}{NOTE_END}]*){NOTE_END}")


def paragraphs(body: str) -> Iterator[Paragraph]:
    """Yield headings, paragraphs, list items, code lines and table rows as plain text, in order."""
    text, defined = prepared(body)
    env: dict[str, object] = {"defined": defined}
    walk = _Walk()
    for token in _parser().parse(text, env):
        yield from walk.take(token)


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    limit_labels(parser)
    parser.inline.ruler.at("emphasis", emphasis)
    parser.inline.ruler.before("link", "dialect", dialect)
    return parser


@dataclass
class _List:
    """A list that is being read: its last number as written, and as counted."""

    written: str = ""
    number: int = 0


@dataclass
class _Walk:
    """The state of a walk through the tokens."""

    raw: str = ""
    mark: str = ""
    """The number or bullet of the item that begins."""
    lists: list[_List] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def take(self, token: "Token") -> Iterator[Paragraph]:
        """Take a token, and yield the paragraphs that it ends."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(_List())
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self.mark = self._item_mark(token)
        elif token.type == "tr_open":
            self.cells = []
        elif token.type in ("th_close", "td_close"):
            self.cells.append(_cell(self.raw))
            self.raw = ""
        else:
            self.raw += _raw(token)
        if token.type == "tr_close" and any(self.cells):
            yield Paragraph(CELL.join(self.cells))
        elif token.type in _BLOCK_ENDS:
            yield from self._block(token)

    def _block(self, token: "Token") -> Iterator[Paragraph]:
        level = int(token.tag[1]) if token.type == "heading_close" else 0
        notes = _NOTE.findall(self.raw)
        texts = list(_paragraphs(_NOTE.sub("", self.raw)))
        if texts and self.mark:
            texts[0] = _marked(self.mark, texts[0])
            self.mark = ""
        yield from (Paragraph(text, level) for text in texts)
        yield from (Paragraph(text) for note in notes for text in _paragraphs(note))
        self.raw = ""

    def _item_mark(self, token: "Token") -> str:
        if not token.info:
            return BULLET
        current = self.lists[-1]
        # many write 1. before every item, and let it be counted
        lazy = token.info == current.written
        current.number = current.number + 1 if lazy else int(token.info)
        current.written = token.info
        return f"{current.number if lazy else token.info}{token.markup} "


def _marked(mark: str, text: str) -> str:
    """Return an item with its mark; a box to tick, or a mark of its author's own, needs no bullet."""
    if mark == BULLET and (task := _TASK.match(text)):
        return ("☐ " if task[1] == " " else "☑ ") + text[task.end() :]
    return text if mark == BULLET and OWN_MARK.match(text) else mark + text


def _cell(raw: str) -> str:
    return " ".join(_paragraphs(raw))


def _paragraphs(raw: str) -> Iterator[str]:
    """Yield the paragraphs of a block, its lines joined except at set breaks and indents."""
    for lines in re.split(rf"{BREAK}|\n(?=\u3000\u3000)", scripts_placed(raw)):
        cells = [join_lines(clean_text(cell).split("\n")) for cell in lines.split(SEAM)]
        if any(cells):
            yield CELL.join(cells)


def _raw(token: "Token") -> str:
    """Return the text of a token; "" if it has none."""
    if token.type in ("inline", "image"):
        return "".join(map(_raw, token.children or ()))
    shown = _SHOWN.get(token.type)
    return shown(token.content) if shown else ""


_SHOWN: Mapping[str, Callable[[str], str]] = {
    "text": str,
    "code_inline": str,
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: BREAK,
    "fence": lambda code: code.replace("\n", BREAK),
    "code_block": lambda code: code.replace("\n", BREAK),
    "html_block": html_text,
    "html_inline": tag_text,
    "note": lambda note: f"{NOTE}{note}{NOTE_END}",
}
