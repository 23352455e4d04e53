"""A PDF with a text layer → an article: columns in order, whole paragraphs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.errors import Damaged, NoText, Protected, TooComplex, UnreadableArticle
from bot.model import UNREADABLE, Source
from bot.readers.extras import optional_import
from bot.readers.file import File
from bot.readers.formats.pdf.articles import articles_in
from bot.readers.formats.pdf.check import missing_from
from bot.readers.formats.pdf.columns import Line, with_own_edges
from bot.readers.formats.pdf.masthead import Masthead, masthead_in
from bot.readers.formats.pdf.notes import with_notes_apart
from bot.readers.formats.pdf.page import Page, page_of
from bot.readers.formats.pdf.reflow import paragraphs_of
from bot.readers.formats.pdf.running import without_running_lines
from bot.readers.formats.pdf.scan import reading_of_scan
from bot.readers.formats.pdf.signs import readable, untold_share
from bot.readers.formats.pdf.source import known_source
from bot.readers.heading import Paragraph, article_from
from bot.readers.newspaper.furniture import squeeze
from bot.readers.prose import tidy_paragraphs
from bot.readers.reading import Reading, Remark, RemarkKind
from bot.readers.recognition import PROGRAM, can_recognise

__all__ = ["HELPER", "LIBRARIES", "SUFFIXES", "TIME_S", "read"]

LIBRARIES = ("pypdfium2", "pdfminer.pdfinterp", "pdfminer.pdfpage")
SUFFIXES = (".pdf",)
HELPER = PROGRAM
"""What has to be installed to recognise text in pictures."""
TIME_S = 120

_MAX_PAGES = 2_000
_MAX_UNTOLD = 0.2


def read(file: File) -> Reading:
    """Return the article in `file`.

    Raises UnreadableArticle for a scan, a password, damage or more than 2,000 pages, ReaderMissing without
    pypdfium2 and pdfminer.six.
    """
    with optional_import(file.name, "pdfminer.six and pypdfium2", "pdf"):
        import pdfminer  # noqa: F401  # it is needed at the end, and a file should not fail half-way
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
        return _reading(file, document)
    except pypdfium2.PdfiumError as error:
        raise _refusal(file, "is a damaged PDF", "save it anew from its program") from error
    finally:
        document.close()


def _reading(file: File, document: Any) -> Reading:
    pages = _pages(file, document)
    if not _letter_count(pages):
        if can_recognise():
            return reading_of_scan(file, document)
        todo = "run text recognition over it first, as ocrmypdf does"
        raise NoText(f"{file.name}: has no text layer (a scan?); {todo}")
    mastheads = [masthead_in(page.lines, page.height) for page in pages]
    text_lines = without_running_lines(
        [(_without(page.lines, head), page.height) for page, head in zip(pages, mastheads, strict=True)]
    )
    levels = _levels(document)
    is_newspaper = any(mastheads) or (len(pages) == 1 and pages[0].changes_columns)
    stretches = articles_in(
        list(map(with_own_edges, text_lines)), is_newspaper=is_newspaper, named=levels.keys()
    )
    noted = [with_notes_apart(stretch.lines) for stretch in stretches]
    found = [paragraphs_of(article) for article in noted]
    if untold_share("".join(text for texts in found for text in texts)) > _MAX_UNTOLD:
        what = "has a text layer of signs without meaning"
        raise _refusal(file, what, "run text recognition over it", NoText)
    recognised = 2 * sum(page.is_recognised for page in pages) > len(pages)
    texts = [tidy_paragraphs(map(readable, paragraphs)) for paragraphs in found]
    articles = []
    for stretch, paragraphs, article in zip(stretches, texts, noted, strict=True):
        known = known_source(document, paragraphs, article[0].lines, scanned=recognised)
        levelled = [Paragraph(text, levels.get(squeeze(text), 0)) for text in paragraphs]
        articles.append(article_from(levelled, _dated(known, mastheads[stretch.page])))
    marks = (page.marks for article in noted for page in article)
    taken = [*(text for paragraphs in texts for text in paragraphs), *marks]
    remarks = [
        _unreadable(pages),
        Remark(RemarkKind.MACHINE_READ) if recognised else None,
        missing_from(taken, file.data, pages, text_lines),
    ]
    return Reading(tuple(articles), tuple(filter(None, remarks)))


def _without(lines: Sequence[Line], masthead: Masthead | None) -> list[Line]:
    return [line for line in lines if masthead is None or line not in masthead.lines]


def _dated(source: Source, masthead: Masthead | None) -> Source:
    """Return the source with what the masthead of its page tells."""
    if masthead is None:
        return source
    return replace(
        source,
        publication=masthead.publication,
        edition=masthead.edition,
        edition_name=masthead.edition_name,
        published=masthead.published,
    )


def _pages(file: File, document: Any) -> list[Page]:
    if (count := len(document)) > _MAX_PAGES:
        raise _refusal(file, f"has {count:,} pages", f"the limit is {_MAX_PAGES:,}", TooComplex)
    return [page_of(document, number) for number in range(count)]


def _letter_count(pages: Sequence[Page]) -> int:
    """Return the number of letters; 0 if most pages are pictures without text."""
    if 2 * sum(page.is_scan for page in pages) > len(pages):
        return 0
    return sum(char.isalpha() for page in pages for line in page.lines for char in line.text)


def _unreadable(pages: Sequence[Page]) -> Remark | None:
    """Return the remark on the places that the file does not tell the characters of, with their pages."""
    counts = {
        number: sum(readable(line.text).count(UNREADABLE) for line in page.lines)
        for number, page in enumerate(pages, 1)
    }
    told = tuple(number for number, count in counts.items() if count)
    return Remark(RemarkKind.UNREADABLE, sum(counts.values()), told) if told else None


def _levels(document: Any) -> dict[str, int]:
    """Return the levels of the headings that bookmarks name, by their letters and figures."""
    levels = {squeeze(mark.get_title()): mark.level + 1 for mark in document.get_toc()}
    return {title: level for title, level in levels.items() if title}


def _refusal(
    file: File, what: str, advice: str, kind: type[UnreadableArticle] = Damaged
) -> UnreadableArticle:
    return kind(f"{file.name}: {what}; {advice}")
