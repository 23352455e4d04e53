"""A Word document (.docx) → an article: its paragraphs, numbered as Word numbers them, tables and notes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import TooComplex
from bot.model import Article, Source
from bot.readers.archive import Archive
from bot.readers.completeness import left_out
from bot.readers.elements import attribute, children
from bot.readers.file import File
from bot.readers.formats.docx.body import Body, Line
from bot.readers.formats.docx.numbering import Labels
from bot.readers.formats.docx.properties import known_source
from bot.readers.formats.docx.runs import NoteCall
from bot.readers.formats.docx.second_reading import every_text, skipped_texts
from bot.readers.formats.docx.styles import Styles
from bot.readers.heading import NUMBERED, Paragraph, article_from
from bot.readers.newspaper.furniture import squeeze
from bot.readers.prose import join_lines
from bot.readers.reading import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".docx",)

_MAIN, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NUMBERING = "word/numbering.xml"
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_TOP_LINES = 5
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
        lines = Body(styles, Labels(archive.optional_xml(_NUMBERING)), notes).lines(root)
    except RecursionError as error:
        raise TooComplex(f"{file.name}: nests too deep; copy its text into a new document") from error
    article = _article(_with_whole_title(lines), known_source(archive.optional_xml(_CORE)))
    # the first lines may be title and by-line, and no paragraphs
    taken = [article.text, *(line.text for line in lines[:_HEAD_LINES]), *skipped_texts(root, styles)]
    other = [*every_text(root), *(text for note in notes.values() for text in every_text(note))]
    missing = left_out(taken, other, least=_TELLING_CHARACTERS)
    return Reading((article,), (missing,) if missing else ())


def _article(lines: Sequence[Line], known: Source) -> Article:
    """Return the article; its title is set as one, or opens the text, or is the known one."""
    texts = [Paragraph(line.text, line.level) for line in lines]
    if title := _set_title(lines):
        return article_from(texts, replace(known, title=title))
    if any(squeeze(text) == squeeze(known.title) for text, _ in texts[:3]):
        return article_from(texts, known)
    article = article_from(texts, replace(known, title=""))
    return article if len(article.paragraphs) < len(texts) else article_from(texts, known)


def _with_whole_title(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, a title that is set in several paragraphs as one of them."""
    start = next((i for i, line in enumerate(lines[:_TOP_LINES]) if line.is_title), None)
    if start is None:
        return list(lines)
    stop = next((i for i in range(start, len(lines)) if not lines[i].is_title), len(lines))
    title = lines[start]._replace(text=join_lines(line.text for line in lines[start:stop]))
    return [*lines[:start], title, *lines[stop:]]


def _set_title(lines: Sequence[Line]) -> str:
    """Return the paragraph near the top in a title style, or a first one of heading level 1; else ""."""
    if title := next((line.text for line in lines[:_TOP_LINES] if line.is_title), ""):
        return title
    first = lines[0] if len(lines) > 1 else None
    if first and first.level == 1 and not first.is_numbered and not NUMBERED.match(first.text):
        return first.text
    return ""


def _notes(archive: Archive) -> "dict[NoteCall, Element]":
    """Return the footnotes and endnotes by what calls them."""
    return {
        NoteCall(kind, attribute(note, "id")): note
        for part, kind in _NOTES
        for note in children(archive.optional_xml(part), kind)
    }
