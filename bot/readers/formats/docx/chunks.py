"""Whole files that a Word document holds in place of text (altChunk): they are not read, and their text is told as left out."""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from bot.errors import UnreadableArticle
from bot.readers.archive import Archive
from bot.readers.elements import attribute, elements
from bot.readers.encoding import decoded_text
from bot.readers.file import File
from bot.readers.formats.docx.second_reading import every_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["chunk_texts"]

_RELATIONS, _MAIN = "word/_rels/document.xml.rels", "word/document.xml"
_MARKUP = re.compile(r"<(?:style|script)\b[^<]*|<[^<>]*>", re.IGNORECASE)
_MOST = 20


def chunk_texts(archive: Archive, root: "Element") -> Iterator[str]:
    """Yield the paragraphs of the files that `root` puts in its place, as far as they are text or Word's."""
    called = [attribute(chunk, "id") for chunk in elements(root, "altChunk")][:_MOST]
    if not called:
        return
    targets = {
        attribute(one, "Id"): attribute(one, "Target")
        for one in elements(archive.optional_xml(_RELATIONS), "Relationship")
    }
    for key in called:
        name = posixpath.normpath(posixpath.join("/word", targets.get(key, "")))
        if real := archive.real_name(name.lstrip("/")):
            yield from _texts(archive.part(real))


def _texts(data: bytes) -> list[str]:
    if data.startswith(b"PK"):
        try:
            return every_text(Archive(File("chunk.docx", data), "docx").xml(_MAIN))
        except UnreadableArticle:
            return []
    text = decoded_text(data) or ""
    return unescape(_MARKUP.sub("\n", text)).split("\n")
