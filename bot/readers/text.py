"""Plain text → an article: a saved page of a newspaper, else prose with or without a title."""

import re
from collections.abc import Iterator, Sequence

from bot.model import Article, Source
from bot.readers.byline import author_of
from bot.readers.file import File
from bot.readers.page import article_in
from bot.readers.prose import joined, language_of, opening

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".txt", ".text")

_SENTENCE_PUNCTUATION = re.compile(r"[。！？；，：!?;,:.…][”’」』）)\"']*$")
_LONGEST_TITLE = 40
_LONGEST_ENGLISH_TITLE = 100


def read(file: File) -> Article:
    """The article in `file`. Raises UnreadableArticle for a file that is empty, binary or all title."""
    text = file.text()
    if page := article_in(text):
        return page
    paragraphs = list(_paragraphs(text))
    title = _title(paragraphs)
    body = paragraphs[1:] if title else paragraphs
    author = author_of(body[0]) if title and len(body) > 1 else None
    body = body[1:] if author else body
    prose = "\n".join(body)
    return Article(Source(title=title or opening(prose), author=author, language=language_of(prose)), prose)


def _title(paragraphs: Sequence[str]) -> str | None:
    """The first paragraph when it is short, no sentence, and longer prose follows."""
    first, rest = paragraphs[0], paragraphs[1:]
    longest = _LONGEST_ENGLISH_TITLE if language_of(first) == "en" else _LONGEST_TITLE
    if len(first) > longest or re.search(r"[。；，：;,:.…][”’」』）)\"']*$", first):
        return None
    return first if rest and max(map(len, rest)) > len(first) else None


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs in order; the lines of a hard-wrapped block are joined."""
    for block in re.split(r"\n[^\S\n]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        if _is_wrapped(lines):
            yield joined(lines)
        else:
            yield from (line.strip() for line in lines)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """True when all lines but the last are nearly as wide as one another and some end within a sentence."""
    if len(lines) < 2 or any(line[0] in "\u3000\t" for line in lines[1:]):
        return False
    widths = [sum(2 if char > "\u2e7f" else 1 for char in line.strip()) for line in lines]
    widest = max(widths)
    if widest < 30 or widest > 130 or min(widths[:-1]) < 0.8 * widest or widths[-1] > widest:
        return False
    broken = sum(not re.search(r"[。！？!?.…][”’」』）)\"']*$", line.strip()) for line in lines[:-1])
    return 2 * broken >= len(lines) - 1
