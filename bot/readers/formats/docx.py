"""A Word document (.docx) → an article: its paragraphs, rows of tables and notes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import TooComplex
from bot.model import Article, Source
from bot.readers.archive import Archive
from bot.readers.file import File
from bot.readers.heading import Paragraph, article_from
from bot.readers.newspaper.byline import names_in
from bot.readers.newspaper.furniture import squeeze
from bot.readers.prose import tidy_paragraphs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".docx",)

_MAIN, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))

# Deleted and moved text, field codes, readings above characters, and the second version of a drawing.
_UNREAD = frozenset("del moveFrom instrText delText rt pPr rPr Fallback sectPr".split())
_CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "cr": "\n", "br": "\n"}
_TITLE_STYLES = ("title", "标题")
_HEADING_STYLE = re.compile(r"(?:heading|标题|標題) ?([1-9])")
_UNREAD_STYLES = re.compile(r"toc( \d|$| heading)|header|footer|table of figures", re.IGNORECASE)
# What programs fill in if nobody wrote anything.
_NO_TITLE = re.compile(
    r"(?:Microsoft Word|PowerPoint|无标题|未命名|文档|Document|Untitled|Word)\b.{0,20}\d*", re.IGNORECASE
)
_NO_AUTHOR = re.compile(
    r"administrator|admin|user|users|owner|微软(?:用户|中国)?|微軟|lenovo|hp|dell|asus|thinkpad|windows.*|python-docx|microsoft.*"
    r"|apache poi|wps.*|office.*|pc|un-named|unknown|system",
    re.IGNORECASE,
)
# The day that the templates of Word and python-docx bear, whenever a document was made from them.
_TEMPLATE_DAYS = (date(2013, 12, 23), date(2006, 9, 16), date(1601, 1, 1))


class _Paragraph(NamedTuple):
    style: str
    text: str

    @property
    def level(self) -> int:
        """1 to 9 for a heading, 0 for anything else."""
        match = _HEADING_STYLE.fullmatch(self.style)
        return int(match[1]) if match else 0


def read(file: File) -> Article:
    """Return the article in `file`; notes follow the text, and their marks are left out.

    Raises UnreadableArticle if it is damaged or declares entities, ReaderMissing without defusedxml.
    """
    archive = Archive(file, "docx")
    try:
        main = archive.xml(_MAIN)
        paragraphs = [*_paragraphs(main, _styles(archive)), *_notes(archive, main)]
    except RecursionError as error:
        raise TooComplex(f"{file.name}: nests too deep; copy its text into a new document") from error
    return _article(paragraphs, _known(archive.optional_xml(_CORE)))


def _article(paragraphs: Sequence[_Paragraph], known: Source) -> Article:
    """Return the article; its title is set as one, or opens the text, or is the known one."""
    texts = [Paragraph(paragraph.text, paragraph.level) for paragraph in paragraphs]
    if title := _set_title(paragraphs):
        return article_from(texts, replace(known, title=title))
    if any(squeeze(text) == squeeze(known.title) for text, _ in texts[:3]):
        return article_from(texts, known)
    article = article_from(texts, replace(known, title=""))
    return article if len(article.paragraphs) < len(texts) else article_from(texts, known)


def _set_title(paragraphs: Sequence[_Paragraph]) -> str | None:
    """Return the paragraph near the top in a title style, or a first one of heading level 1."""
    titles = [paragraph.text for paragraph in paragraphs[:5] if paragraph.style in _TITLE_STYLES]
    if not titles and len(paragraphs) > 1 and paragraphs[0].style == "heading 1":
        titles = [paragraphs[0].text]
    return titles[0] if titles else None


def _paragraphs(root: "Element", styles: Mapping[str, str]) -> Iterator[_Paragraph]:
    """Yield the paragraphs and table rows under `root`, in order."""
    for child in root:
        name = _local(child)
        if name == "p":
            style = styles.get(_style(child), "")
            if not _UNREAD_STYLES.match(style):
                yield from (_Paragraph(style, text) for text in tidy_paragraphs([_text(child)]))
            for box in _boxes(child):
                yield from _paragraphs(box, styles)
        elif name == "tr":
            yield from _row(child, styles)
        elif name not in _UNREAD:
            yield from _paragraphs(child, styles)


def _row(row: "Element", styles: Mapping[str, str]) -> Iterator[_Paragraph]:
    """Yield a row of single lines as one paragraph; of a layout table, the cells' paragraphs."""
    cells = [list(_paragraphs(cell, styles)) for cell in row]
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
        yield _Paragraph("", "\u3000".join(cell[0].text for cell in filled))
    else:
        yield from (paragraph for cell in filled for paragraph in cell)


def _text(element: "Element") -> str:
    """Return the text of a paragraph or of an element in one, without the boxes anchored there."""
    texts = []
    for child in element:
        name = _local(child)
        if name == "t":
            texts.append(child.text or "")
        elif name in _CHARACTERS:
            texts.append(_CHARACTERS[name])
        elif name not in _UNREAD and name != "txbxContent" and not (name == "r" and _is_hidden(child)):
            texts.append(_text(child))
    return "".join(texts)


def _boxes(element: "Element") -> Iterator["Element"]:
    """Yield the text boxes anchored in a paragraph, each once."""
    for child in element:
        if (name := _local(child)) == "txbxContent":
            yield child
        elif name not in _UNREAD:
            yield from _boxes(child)


def _notes(archive: Archive, main: "Element") -> Iterator[_Paragraph]:
    """Yield the footnotes and endnotes that the text calls, in the order of the calls."""
    for part, kind in _NOTES:
        called = [_attribute(mark, "id") for mark in main.iter() if _local(mark) == f"{kind}Reference"]
        if called and (root := archive.optional_xml(part)) is not None:
            notes = {_attribute(note, "id"): note for note in root if _local(note) == kind}
            for number in dict.fromkeys(called):
                if number in notes:
                    yield from _paragraphs(notes[number], {})


def _styles(archive: Archive) -> dict[str, str]:
    """Return the names of the styles, in lower case, by their ids."""
    root = archive.optional_xml(_STYLES)
    styles = (style for style in root or () if _local(style) == "style")
    return {
        _attribute(style, "styleId"): _attribute(name, "val").lower()
        for style in styles
        for name in style
        if _local(name) == "name"
    }


def _style(paragraph: "Element") -> str:
    marks = (mark for head in paragraph if _local(head) == "pPr" for mark in head)
    return next((_attribute(mark, "val") for mark in marks if _local(mark) == "pStyle"), "")


def _is_hidden(run: "Element") -> bool:
    marks = (mark for head in run if _local(head) == "rPr" for mark in head if _local(mark) == "vanish")
    return any(_attribute(mark, "val") not in ("0", "false") for mark in marks)


def _known(core: "Element | None") -> Source:
    """Return what the core properties say, without what programs fill in by themselves."""
    fields = {
        _local(field): " ".join(tidy_paragraphs([field.text or ""]))
        for field in (core if core is not None else ())
    }
    title, creator = fields.get("title", ""), fields.get("creator", "")
    return Source(
        title="" if _NO_TITLE.fullmatch(title) else title,
        author=None if not creator or _NO_AUTHOR.fullmatch(creator) else names_in(creator) or creator,
        published=_day(fields.get("created", "")),
        language="",
    )


def _day(moment: str) -> date | None:
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return None
    return None if day in _TEMPLATE_DAYS else day


def _local(element: "Element") -> str:
    """Return the name without its namespace, which differs in transitional and strict documents."""
    return str(element.tag).rpartition("}")[2]


def _attribute(element: "Element", name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
