"""An EPUB book → an article: its chapters in reading order."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from bot.errors import Damaged, Protected
from bot.readers.archive import Archive
from bot.readers.completeness import left_out
from bot.readers.elements import attribute, elements
from bot.readers.encoding import clean_text, decoded_text
from bot.readers.extras import optional_import
from bot.readers.file import File
from bot.readers.formats.epub.package import book_source
from bot.readers.formats.epub.second_reading import LEAST, page_texts
from bot.readers.heading import Paragraph, compose
from bot.readers.markup import Block, blocks, document
from bot.readers.markup.note_marks import without_called_marks
from bot.readers.prose import tidy_paragraphs
from bot.readers.reading import Reading, Remark, RemarkKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["LIBRARIES", "SUFFIXES", "read"]

LIBRARIES = ("defusedxml.ElementTree", "lxml.html")
SUFFIXES = (".epub",)

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_RECORD = re.compile(
    r"图书在版编目|圖書在版編目|CIP\s?[）)]?\s?(?:数据|數據|核字)|Cataloging[- ]in[- ]Publication",
    re.IGNORECASE,
)
_MAX_RECORD_CHARACTERS = 2_500
_MOSTLY = 0.8
_MIN_ENTRIES = 3
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


class _Page(NamedTuple):
    """A page as text, and what is read of it."""

    text: str
    paragraphs: list[Paragraph]


def read(file: File) -> Reading:
    """Return the book in `file` as one article, with its headings but no table of contents.

    A page that the book names and does not hold is told, and text of its pages that the article lacks. Raises UnreadableArticle if the book is damaged or
    protected, ReaderMissing without defusedxml or lxml.
    """
    archive = Archive(file, "epub")
    root = archive.xml(_CONTAINER, typed=True)
    path = next((attribute(mark, "full-path") for mark in elements(root, "rootfile")), "")
    package = archive.xml(path, typed=True)
    # a page that the spine names again is read once, as the specification has it
    chapters = list(dict.fromkeys(_chapters(package, posixpath.dirname(path))))
    if set(_protected(archive)) & set(chapters):
        raise Protected(f"{file.name}: is protected against copying (DRM); give a copy without protection")
    held = [chapter for chapter in chapters if archive.real_name(chapter)]
    if chapters and not held:
        raise Damaged(f"{file.name}: lacks all of its pages; save it anew from its program")
    with optional_import(file.name, "lxml", "epub"):
        pages = [_page(file.name, archive.part(chapter)) for chapter in held]
        whole = [text for page in pages if page and page.paragraphs for text in page_texts(page.text)]
    paragraphs = [paragraph for page in pages if page for paragraph in page.paragraphs]
    missing = len(chapters) - len(held) + sum(page is None for page in pages)
    article = compose(book_source(package, "\n".join(text for text, _ in paragraphs)), paragraphs)
    remark = left_out((article.source.title, article.text), whole, least=LEAST)
    remarks = (Remark(RemarkKind.MISSING_PART, missing),) if missing else ()
    return Reading((article,), (*remarks, remark) if remark else remarks)


def _chapters(package: "Element", folder: str) -> Iterator[str]:
    """Yield the names of the pages that the spine lists for reading, in its order."""
    items = {attribute(item, "id"): item for item in elements(package, "item")}
    skipped = {
        _path(folder, attribute(mark, "href"))
        for mark in elements(package, "reference")
        if attribute(mark, "type") == "toc"
    }
    for mark in elements(package, "itemref"):
        item = items.get(attribute(mark, "idref"))
        if (
            item is None
            or attribute(mark, "linear") == "no"
            or "nav" in attribute(item, "properties").split()
        ):
            continue
        path = _path(folder, attribute(item, "href"))
        if attribute(item, "media-type") in _PAGES and path not in skipped:
            yield path


def _path(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))


def _page(name: str, data: bytes) -> _Page | None:
    """Return a page, without paragraphs if it lists contents or a library's record; None if it is no text."""
    if not data.strip():
        return _Page("", [])
    if (decoded := decoded_text(data)) is None:
        return None
    page = clean_text(decoded)
    root = document(name, page)
    found = (
        [block for block in blocks(root) if block.tag != "nav" or not block.around]
        if root is not None
        else []
    )
    if _is_contents(found) or _is_record(found):
        return _Page(page, [])
    texts = without_called_marks([block.full_text for block in found])
    paragraphs = [
        Paragraph(text, block.level)
        for block, whole in zip(found, texts, strict=True)
        for text in tidy_paragraphs([whole])
    ]
    return _Page(page, paragraphs)


def _is_contents(page: Sequence[Block]) -> bool:
    """Return whether nearly all of a page is links, as in a table of contents."""
    linked = sum(block.linked > _MOSTLY for block in page)
    return linked >= _MIN_ENTRIES and linked >= _MOSTLY * (len(page) - 1)


def _is_record(page: Sequence[Block]) -> bool:
    """Return whether a page is the record that libraries catalogue a book by (CIP)."""
    text = "\n".join(block.text for block in page)
    return len(text) < _MAX_RECORD_CHARACTERS and bool(_RECORD.search(text))


def _protected(archive: Archive) -> Iterator[str]:
    """Yield the names of the encrypted parts."""
    root = archive.optional_xml(_ENCRYPTION)
    yield from (unquote(attribute(mark, "URI")) for mark in elements(root, "CipherReference"))
