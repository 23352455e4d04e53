"""An EPUB book → an article: its chapters in reading order."""

import posixpath
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.errors import Protected
from bot.model import Article, Source
from bot.readers.archive import Archive
from bot.readers.encoding import clean_text, decoded_text
from bot.readers.extras import optional_import
from bot.readers.file import File
from bot.readers.heading import Paragraph, compose
from bot.readers.markup import blocks, document
from bot.readers.prose import article_language, opening, tidy_paragraphs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".epub",)

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(file: File) -> Article:
    """Return the book in `file` as one article, with its headings but no table of contents.

    Raises UnreadableArticle if it is damaged or protected, ReaderMissing without defusedxml or lxml.
    """
    archive = Archive(file, "epub")
    path = next(
        (_attribute(mark, "full-path") for mark in _elements(archive.xml(_CONTAINER), "rootfile")), ""
    )
    package = archive.xml(path)
    chapters = list(_chapters(package, posixpath.dirname(path)))
    protected = set(_protected(archive))
    if protected & set(chapters):
        raise Protected(f"{file.name}: is protected against copying (DRM); give a copy without protection")
    with optional_import(file.name, "lxml", "epub"):
        paragraphs = [
            paragraph for chapter in chapters for paragraph in _paragraphs(file.name, archive.part(chapter))
        ]
    return compose(_source(package, "\n".join(text for text, _ in paragraphs)), paragraphs)


def _chapters(package: "Element", folder: str) -> Iterator[str]:
    """Yield the names of the pages that the spine lists for reading, in its order."""
    items = {_attribute(item, "id"): item for item in _elements(package, "item")}
    for mark in _elements(package, "itemref"):
        item = items.get(_attribute(mark, "idref"))
        if (
            item is None
            or _attribute(mark, "linear") == "no"
            or "nav" in _attribute(item, "properties").split()
        ):
            continue
        if _attribute(item, "media-type") in _PAGES:
            yield posixpath.normpath(posixpath.join(folder, unquote(_attribute(item, "href"))))


def _paragraphs(name: str, page: bytes) -> Iterator[Paragraph]:
    text = decoded_text(page)
    root = document(name, clean_text(text)) if text else None
    if root is not None:
        for block in blocks(root):
            if not block.around or block.tag != "nav":
                yield from (Paragraph(text, block.level) for text in tidy_paragraphs([block.text]))


def _protected(archive: Archive) -> Iterator[str]:
    """Yield the names of the encrypted parts."""
    root = archive.optional_xml(_ENCRYPTION)
    if root is not None:
        yield from (unquote(_attribute(mark, "URI")) for mark in _elements(root, "CipherReference"))


def _source(package: "Element", text: str) -> Source:
    """Return what the package says of the book; the opening words if it has no title."""
    authors = dict.fromkeys(_values(package, "creator"))
    return Source(
        title=next(iter(_values(package, "title")), "") or opening(text),
        author="、".join(authors) or None,
        publication=next(iter(_values(package, "publisher")), None),
        published=next((day for value in _values(package, "date") if (day := _day(value))), None),
        language=article_language(text),
        rights=next(iter(_values(package, "rights")), None),
    )


def _values(package: "Element", name: str) -> list[str]:
    """Return the values of a field of Dublin Core, in order."""
    values = (" ".join(tidy_paragraphs([field.text or ""])) for field in _elements(package, name))
    return [value for value in values if value]


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _elements(root: "Element", name: str) -> Iterator["Element"]:
    return (element for element in root.iter() if str(element.tag).rpartition("}")[2] == name)


def _attribute(element: "Element", name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
