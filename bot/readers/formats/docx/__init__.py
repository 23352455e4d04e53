"""A Word document (.docx) → an article: its paragraphs, numbered as Word numbers them, tables and notes."""

from typing import TYPE_CHECKING

from bot.errors import TooComplex
from bot.readers.archive import Archive
from bot.readers.completeness import left_out
from bot.readers.elements import attribute, children
from bot.readers.file import File
from bot.readers.formats.docx.body import Body
from bot.readers.formats.docx.chunks import chunk_texts
from bot.readers.formats.docx.numbering import Labels
from bot.readers.formats.docx.properties import known_source
from bot.readers.formats.docx.runs import NoteCall
from bot.readers.formats.docx.second_reading import every_text, skipped_texts
from bot.readers.formats.docx.styles import Styles
from bot.readers.notes import with_notes_below
from bot.readers.office import article_of
from bot.readers.reading import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["LIBRARIES", "SUFFIXES", "read"]

LIBRARIES = ("defusedxml.ElementTree",)
SUFFIXES = (".docx",)

_MAIN, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NUMBERING = "word/numbering.xml"
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_HEAD_LINES = 12
_TELLING_CHARACTERS = 8


def read(file: File) -> Reading:
    """Return the article in `file`; notes follow the paragraph that calls them, their marks are left out.

    Raises UnreadableArticle if it is damaged or declares entities, ReaderMissing without defusedxml.
    """
    archive = Archive(file, "docx")
    try:
        root, styles = archive.xml(_MAIN), Styles(archive.optional_xml(_STYLES))
        notes = _notes(archive)
        lines, marks = with_notes_below(
            Body(styles, Labels(archive.optional_xml(_NUMBERING)), notes).lines(root)
        )
    except RecursionError as error:
        raise TooComplex(f"{file.name}: nests too deep; copy its text into a new document") from error
    article = article_of(lines, known_source(archive.optional_xml(_CORE)))
    # the first lines may be title and by-line, and no paragraphs
    taken = [article.text, marks, *(line.text for line in lines[:_HEAD_LINES]), *skipped_texts(root, styles)]
    other = [*every_text(root), *(text for note in notes.values() for text in every_text(note))]
    other += chunk_texts(archive, root)
    missing = left_out(taken, other, least=_TELLING_CHARACTERS)
    return Reading((article,), (missing,) if missing else ())


def _notes(archive: Archive) -> "dict[NoteCall, Element]":
    """Return the footnotes and endnotes by what calls them."""
    return {
        NoteCall(kind, attribute(note, "id")): note
        for part, kind in _NOTES
        for note in children(archive.optional_xml(part), kind)
    }
