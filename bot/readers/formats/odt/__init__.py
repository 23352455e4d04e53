"""An OpenDocument text (.odt) → an article: its paragraphs, numbered as its program numbers them, tables and notes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.errors import Protected, TooComplex
from bot.model import Source
from bot.readers.archive import Archive
from bot.readers.completeness import left_out
from bot.readers.elements import child, elements, local_name
from bot.readers.file import File
from bot.readers.formats.odt.body import Body
from bot.readers.formats.odt.inline import UNREAD
from bot.readers.formats.odt.styles import Styles
from bot.readers.notes import with_notes_below
from bot.readers.office import article_of, source_of_record
from bot.readers.prose import tidy_paragraphs
from bot.readers.reading import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["LIBRARIES", "SUFFIXES", "read"]

LIBRARIES = ("defusedxml.ElementTree",)
SUFFIXES = (".odt",)

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_HEAD_LINES = 12
_TELLING_CHARACTERS = 8


def read(file: File) -> Reading:
    """Return the article in `file`; notes follow the paragraph that calls them, comments are left out.

    Raises UnreadableArticle if it is damaged, protected or declares entities, ReaderMissing without defusedxml.
    """
    archive = Archive(file, "odt")
    manifest = archive.optional_xml(_MANIFEST, typed=True)
    if next(elements(manifest, "encryption-data"), None) is not None:
        raise Protected(f"{file.name}: is protected by a password; save a copy without one")
    root, styles = archive.xml(_CONTENT), archive.optional_xml(_STYLES)
    try:
        body = Body(Styles(styles, root), lambda name: _is_formula(archive, name))
        lines, marks = with_notes_below(body.lines(_text_of(root)))
        other = ["".join(_every_text(paragraph)) for paragraph in _text_of(root)]
    except RecursionError as error:
        raise TooComplex(f"{file.name}: nests too deep; copy its text into a new document") from error
    article = article_of(lines, _known(archive.optional_xml(_META)))
    taken = [article.text, marks, *(line.text for line in lines[:_HEAD_LINES])]
    missing = left_out(taken, other, least=_TELLING_CHARACTERS)
    return Reading((article,), (missing,) if missing else ())


def _text_of(root: "Element") -> "Element":
    """Return the element that holds the text, or the whole document if none is marked as it."""
    text = child(root, "body", "text")
    return root if text is None else text


def _every_text(element: "Element") -> Iterator[str]:
    """Yield the texts under `element` whatever surrounds them, but what is no part of the text."""
    if local_name(element) not in UNREAD:
        yield element.text or ""
        for one in element:
            yield from _every_text(one)
            yield one.tail or ""


def _is_formula(archive: Archive, name: str) -> bool:
    part = f"{name.removeprefix('./').rstrip('/')}/{_CONTENT}"
    root = archive.optional_xml(part, typed=True)
    return root is not None and local_name(root) == "math"


def _known(meta: "Element | None") -> Source:
    """Return what the record of the document says."""

    def value(name: str) -> str:
        return " ".join(tidy_paragraphs([next((one.text or "" for one in elements(meta, name)), "")]))

    return source_of_record(value("title"), value("initial-creator") or value("creator"))
