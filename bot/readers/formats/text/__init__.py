"""Plain text → an article: a saved page of a newspaper, pasted news with its labels, a book, else prose."""

from bot.model import Article, Source
from bot.readers.file import File
from bot.readers.formats.text.chapters import with_levels
from bot.readers.formats.text.gutenberg import book_in
from bot.readers.formats.text.labels import labelled
from bot.readers.formats.text.wrapping import paragraphs
from bot.readers.heading import article_from
from bot.readers.newspaper.page import article_in

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".txt", ".text")


def read(file: File) -> Article:
    """Return the article in `file`. Raises UnreadableArticle if it is empty, binary, or was saved in a wrong encoding."""
    text = file.text()
    if book := book_in(text):
        return article_from(with_levels(list(paragraphs(book.text))), book.source)
    if page := article_in(text):
        return page
    source, body = labelled(list(paragraphs(text)))
    return article_from(with_levels(body), source or Source(title="", language=""))
