"""A PDF with a text layer → an article: columns in order, whole paragraphs."""

import re
from collections.abc import Sequence
from typing import Any

from bot.errors import Damaged, NoText, Protected, TooComplex, UnreadableArticle
from bot.model import Article, Source
from bot.readers.extras import optional_import
from bot.readers.file import File
from bot.readers.formats.pdf.columns import Line, lines_in_order
from bot.readers.formats.pdf.lines import fragments, is_picture
from bot.readers.formats.pdf.reflow import paragraphs_of, without_running_lines
from bot.readers.heading import Paragraph, article_from
from bot.readers.newspaper.byline import names_in
from bot.readers.newspaper.furniture import squeeze
from bot.readers.prose import tidy_paragraphs

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".pdf",)

_MAX_PAGES = 2_000
_NO_TITLE = re.compile(
    r"(?:Microsoft (?:Word|PowerPoint)\b.*|untitled|无标题|未命名|.*\.(?:docx?|pdf|wps|indd|tex|pptx?|fit|s\d+))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"administrator|admin|users?|lenovo|微软用户|founder|方正.*|wps.*|microsoft.*|unknown|windows.*|\W*",
    re.IGNORECASE,
)
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")


def read(file: File) -> Article:
    """Return the article in `file`.

    Raises UnreadableArticle for a scan, a password, damage or more than 2,000 pages, ReaderMissing without
    pypdfium2 and pdfminer.six.
    """
    with optional_import(file.name, "pdfminer.six and pypdfium2", "pdf"):
        import pdfminer  # noqa: F401  # few files need it, but those should not fail half-way
        import pypdfium2
    if b"%PDF-" not in file.data[:1024]:
        raise _refusal(file, "is no PDF", "save it anew from its program")
    try:
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _refusal(
                file, "is protected by a password", "save a copy without one", Protected
            ) from error
        raise _refusal(file, "is a damaged PDF", "save it anew from its program") from error
    try:
        return _article(file, document)
    except pypdfium2.PdfiumError as error:
        raise _refusal(file, "is a damaged PDF", "save it anew from its program") from error
    finally:
        document.close()


def _article(file: File, document: Any) -> Article:
    if (count := len(document)) > _MAX_PAGES:
        raise _refusal(file, f"has {count:,} pages", f"the limit is {_MAX_PAGES:,}", TooComplex)
    pages = [_page(document, i) for i in range(count)]
    if not _letter_count(pages):
        todo = "run text recognition over it first, as ocrmypdf does"
        raise NoText(f"{file.name}: has no text layer (a scan?); {todo}")
    text_lines = without_running_lines([(lines, height) for lines, height, _ in pages])
    paragraphs = tidy_paragraphs(paragraphs_of(text_lines))
    text = "".join(paragraphs)
    if len(_PRIVATE.findall(text)) * 5 > len(text):
        raise _refusal(
            file, "has a text layer of signs without meaning", "run text recognition over it", NoText
        )
    levels = _levels(document)
    levelled = [Paragraph(paragraph, levels.get(squeeze(paragraph), 0)) for paragraph in paragraphs]
    return article_from(levelled, _known(document, paragraphs, text_lines[0] if text_lines else []))


def _levels(document: Any) -> dict[str, int]:
    """Return the levels of the headings that bookmarks name, by their letters and figures."""
    levels = {squeeze(mark.get_title()): mark.level + 1 for mark in document.get_toc()}
    return {title: level for title, level in levels.items() if title}


def _page(document: Any, number: int) -> tuple[list[Line], float, bool]:
    """Return the lines of a page in reading order, its height, and whether it is a scan."""
    page = document[number]
    try:
        page_fragments, height = fragments(page)
        scanned = not page_fragments and is_picture(page)
    finally:
        page.close()
    return lines_in_order(page_fragments), height, scanned


def _letter_count(pages: Sequence[tuple[list[Line], float, bool]]) -> int:
    """Return the number of letters; 0 if most pages are pictures without text."""
    if 2 * sum(scanned for _, _, scanned in pages) > len(pages):
        return 0
    return sum(char.isalpha() for lines, _, _ in pages for line in lines for char in line.text)


def _known(document: Any, paragraphs: Sequence[str], first_page: Sequence[Line]) -> Source:
    """Return what the document says of itself, without what programs fill in.

    If it names no title, the one set largest is taken.
    """
    fields = {key: " ".join(tidy_paragraphs([value])) for key, value in document.get_metadata_dict().items()}
    title, author = fields.get("Title", ""), fields.get("Author", "")
    is_in_text = any(squeeze(title) == squeeze(paragraph) for paragraph in paragraphs[:5])
    if not title or _NO_TITLE.fullmatch(title) or not is_in_text:
        title = _largest(first_page, paragraphs) or ("" if _NO_TITLE.fullmatch(title) else title)
    return Source(
        title=title,
        author=None if not author or _NO_AUTHOR.fullmatch(author) else names_in(author) or author,
        language="",
    )


def _largest(first_page: Sequence[Line], paragraphs: Sequence[str]) -> str:
    """Return the paragraph near the top that is set clearly larger than the rest, or ""."""
    if len(first_page) < 3:
        return ""
    usual = sorted(line.size for line in first_page)[len(first_page) // 2]
    largest = max(first_page[:8], key=lambda line: line.size)
    if largest.size < 1.15 * usual:
        return ""
    return next(
        (text for text in paragraphs[:3] if squeeze(largest.text) in squeeze(text) and len(text) < 120), ""
    )


def _refusal(
    file: File, what: str, advice: str, kind: type[UnreadableArticle] = Damaged
) -> UnreadableArticle:
    return kind(f"{file.name}: {what}; {advice}")
