"""An RTF document → an article: its paragraphs with their numbers, headings, tables and notes."""

from bot.errors import Damaged, TooComplex
from bot.readers.completeness import left_out
from bot.readers.file import File
from bot.readers.formats.rtf.document import Document
from bot.readers.formats.rtf.second_reading import every_text
from bot.readers.notes import with_notes_below
from bot.readers.office import article_of, source_of_record
from bot.readers.reading import Reading

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".rtf",)


_HEAD_LINES = 12
_TELLING_CHARACTERS = 8


def read(file: File) -> Reading:
    """Return the article in `file`; notes follow the paragraph that calls them, comments are left out.

    Raises UnreadableArticle if it is no RTF document or nests too deep.
    """
    if not file.data.lstrip().startswith(b"{\\rtf"):
        raise Damaged(f"{file.name}: is no RTF document; save it anew from its program")
    document = Document()
    lines = document.read(file.data)
    if document.too_deep:
        raise TooComplex(f"{file.name}: nests too deep; copy its text into a new document")
    lines, marks = with_notes_below(lines)
    article = article_of(lines, source_of_record(document.title, document.author))
    taken = [article.text, marks, *(line.text for line in lines[:_HEAD_LINES])]
    missing = left_out(taken, every_text(file.data), least=_TELLING_CHARACTERS)
    return Reading((article,), (missing,) if missing else ())
