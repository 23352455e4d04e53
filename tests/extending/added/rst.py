"""reStructuredText: its paragraphs, the first one the title."""

import re

from bot.model import Article, Source
from bot.readers.file import File

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".rst",)
_UNDERLINE = re.compile(r"^([=~-])\1+$", re.MULTILINE)


def read(file: File) -> Article:
    """Return the article in `file`."""
    title, *paragraphs = _UNDERLINE.sub("", file.text()).split("\n")
    return Article(Source(title=title), "\n".join(filter(None, paragraphs)))
