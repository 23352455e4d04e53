"""Plain text → an article: a saved page of a newspaper, else prose with or without a title."""

import re
from collections.abc import Iterator, Sequence

from bot.model import Article, Source
from bot.readers.file import File
from bot.readers.heading import article_from, plain_paragraphs
from bot.readers.newspaper.page import article_in
from bot.readers.prose import join_lines

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".txt", ".text")


def read(file: File) -> Article:
    """Return the article in `file`. Raises UnreadableArticle if it is empty or binary."""
    text = file.text()
    if page := article_in(text):
        return page
    return article_from(plain_paragraphs(_paragraphs(text)), Source(title="", language=""))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs in order; the lines of a hard-wrapped block are joined."""
    for block in re.split(r"\n[^\S\n]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        if _is_wrapped(lines):
            yield join_lines(lines)
        else:
            yield from (line.strip() for line in lines)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Return whether lines, save the last, are nearly equal and some end within a sentence."""
    if len(lines) < 2 or any(line[0] in "\u3000\t" for line in lines[1:]):
        return False
    widths = [sum(2 if char > "\u2e7f" else 1 for char in line.strip()) for line in lines]
    widest = max(widths)
    if widest < 30 or widest > 130 or min(widths[:-1]) < 0.8 * widest or widths[-1] > widest:
        return False
    broken = sum(not re.search(r"[。！？!?.…][”’」』）)\"']*$", line.strip()) for line in lines[:-1])
    return 2 * broken >= len(lines) - 1
