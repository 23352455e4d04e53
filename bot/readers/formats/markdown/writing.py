"""An article → Markdown with front matter, in which its lists and tables are lists and tables."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.model import Article
from bot.readers.cells import CELL
from bot.readers.formats.markdown import front_matter
from bot.readers.formats.markdown.body import BULLET, OWN_MARK
from bot.readers.formats.markdown.dialects import FORMULA, OPENS

__all__ = ["write"]

# What Markdown would take as markup within a line …
_INLINE = re.compile(
    rf"(?P<formula>{FORMULA.pattern})|{OPENS.pattern}"
    r"|\\(?=[!-/:-@\[-`{-~])|[*`]|(?<![^\W_])_|_(?![^\W_])|(?<=\])\(|<(?=[A-Za-z/!?])|&(?=#|\w+;)"
)
# … and at the start of one; the backslash goes after the digits of a number.
_LINE_START = re.compile(
    r"^(\d{1,9}(?=[.)](?:[ \t]|$))|(?=#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|>|\[|-(?:[ \t]*-){2}|~~~|[:：~][ \t]))"
)
_CLOSING = re.compile(r"(?<![^ \t])#+$")
_ITEM = re.compile(r"(?P<number>\d{1,9})(?P<mark>[.)]) (?=\S)")
_SENTENCE = re.compile(r"[。！？!?]$")
_MAX_CELL_CHARACTERS = 60


def write(article: Article) -> str:
    """Return `article` as Markdown with front matter; reading it gives the article back.

    Only what Markdown would take for markup is escaped. A row of cells is a row of a table, an item with its number
    or bullet one of a list.
    """
    levels = dict(article.headings)
    texts = [
        (span.cut(article.text), levels.get(number, 0)) for number, span in enumerate(article.paragraphs, 1)
    ]
    paragraphs = list(_written(texts))
    title = _markdown(article.source.title, 1)
    if title in paragraphs:
        paragraphs.insert(0, title)  # the first one is the title's and no paragraph
    return f"---\n{front_matter.dump(article.source, article.kept_id)}---\n" + "\n\n".join(paragraphs) + "\n"


def _written(texts: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield the blocks of the paragraphs, with their levels, in order."""
    last = ""
    for cells, group in groupby(texts, key=lambda pair: 0 if pair[1] else _cells(pair[0])):
        block = list(group)
        if cells and (len(block) > 1 or block[0][0].strip(CELL) != block[0][0]):
            yield _table([text for text, _ in block])
            last = ""
            continue
        for text, level in block:
            item = None if level else _ITEM.match(text)
            number = item["number"] if item else ""
            # a number that stands twice would be counted on
            yield _markdown(text, level) if not item or number == last else _item(text, item)
            last = number


def _cells(text: str) -> int:
    """Return how many cells a paragraph has that can be a row of a table; 0 for any other."""
    cells = text.split(CELL)
    if len(cells) < 2 or not any(cells) or any(cell != cell.strip() for cell in cells):
        return 0
    short = all(len(cell) <= _MAX_CELL_CHARACTERS and not _SENTENCE.search(cell) for cell in cells)
    return len(cells) if short or not (cells[0] and cells[-1]) else 0


def _table(rows: Sequence[str]) -> str:
    """Return the rows as a table whose header is the first."""
    lines = [
        f"| {' | '.join(_escape_inline(cell).replace('|', chr(92) + '|') for cell in row.split(CELL))} |"
        for row in rows
    ]
    columns = rows[0].count(CELL) + 1
    return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])


def _item(text: str, item: re.Match[str]) -> str:
    return item[0] + _escape(text[item.end() :])


def _markdown(paragraph: str, level: int) -> str:
    """Return a paragraph, a heading with its marks; what would close a heading is escaped too."""
    if level:
        return f"{'#' * level} " + _CLOSING.sub(r"\\\g<0>", _escape(paragraph))
    rest = paragraph.removeprefix(BULLET)
    if rest != paragraph and rest.strip() == rest and rest and not OWN_MARK.match(rest):
        return "- " + _escape(rest)
    return _escape(paragraph)


def _escape(paragraph: str) -> str:
    return _LINE_START.sub(r"\1\\", _escape_inline(paragraph), count=1)


def _escape_inline(text: str) -> str:
    """Return `text` with what Markdown would take as markup escaped; formulas stay as they are."""
    return _INLINE.sub(lambda match: match[0] if match["formula"] else "\\" + match[0], text)
