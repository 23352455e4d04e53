"""An RTF document → an article: its paragraphs with their numbers, headings, tables and notes."""

from bot.errors import Damaged, TooComplex
from bot.model import Article
from bot.readers.file import File
from bot.readers.formats.rtf.document import Document
from bot.readers.notes import with_notes_below
from bot.readers.office import article_of, source_of_record

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".rtf",)


def read(file: File) -> Article:
    """Return the article in `file`; notes follow the paragraph that calls them, comments are left out.

    Raises UnreadableArticle if it is no RTF document or nests too deep.
    """
    if not file.data.lstrip().startswith(b"{\\rtf"):
        raise Damaged(f"{file.name}: is no RTF document; save it anew from its program")
    document = Document()
    lines = document.read(file.data)
    if document.too_deep:
        raise TooComplex(f"{file.name}: nests too deep; copy its text into a new document")
    return article_of(with_notes_below(lines).lines, source_of_record(document.title, document.author))
