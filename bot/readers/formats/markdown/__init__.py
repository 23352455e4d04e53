"""Markdown with front matter → an article, and back: `read(write(article))` is the article."""

from dataclasses import replace

from bot.errors import NoText, TooComplex
from bot.model import Article
from bot.readers.file import File
from bot.readers.formats.markdown import front_matter
from bot.readers.formats.markdown.body import paragraphs
from bot.readers.formats.markdown.writing import write
from bot.readers.heading import Paragraph, compose
from bot.readers.prose import article_language, opening

__all__ = ["LIBRARIES", "SUFFIXES", "read", "write"]

LIBRARIES = ("markdown_it", "yaml")
SUFFIXES = (".md", ".markdown")

_MAX_CHARACTERS = 2_000_000
"""markdown-it reads half a million of them a second."""


def read(file: File) -> Article:
    """Return the article in `file`: what its front matter says, and its body without markup.

    If the front matter has no title, the first heading of level 1 is the title, else the opening words are.
    Raises UnreadableArticle for broken front matter and for a file without a body.
    """
    source, kept_id, body = front_matter.split(file)
    if len(body) > _MAX_CHARACTERS:
        raise TooComplex(
            f"{file.name}: {len(body):,} characters are too many for Markdown; the limit is {_MAX_CHARACTERS:,}"
        )
    blocks = list(paragraphs(body))
    headings = (text for text, level in blocks if level == 1)
    title = source.title if source.title.strip() else next(headings, "")
    if Paragraph(title, 1) in blocks:
        blocks.remove(Paragraph(title, 1))
    article = compose(source, blocks)
    if not article.text:
        raise NoText(f"{file.name}: holds no text under its title; add at least one paragraph")
    language = source.language or article_language(article.text)
    article = replace(
        article, source=replace(source, title=title or opening(article.text), language=language)
    )
    return replace(article, kept_id=kept_id)
