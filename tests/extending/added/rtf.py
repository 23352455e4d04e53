"""RTF: its text, a paragraph for each \\par, the first one the title."""

import re

from bot.model import Article, Source
from bot.readers.file import File

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".rtf",)
_CHARACTER = re.compile(r"\\u(\d+) ?\?")
_CONTROL = re.compile(r"\\[a-z]+-?\d* ?|[{}]")


def read(file: File) -> Article:
    """Return the article in `file`."""
    text = _CHARACTER.sub(lambda match: chr(int(match[1])), file.data.decode("ascii"))
    title, *paragraphs = (_CONTROL.sub("", line).strip() for line in text.split(r"\par"))
    return Article(Source(title=title), "\n".join(filter(None, paragraphs)))
