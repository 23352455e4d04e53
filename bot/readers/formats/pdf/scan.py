"""A PDF without a text layer → its text, recognised in its pages where tesseract is installed."""

from collections.abc import Iterator
from typing import Any

from bot.errors import NoText, TooComplex
from bot.readers.file import File
from bot.readers.formats.pdf.source import known_source
from bot.readers.heading import article_from, plain_paragraphs
from bot.readers.reading import Reading, Remark, RemarkKind
from bot.readers.recognition import recognised

__all__ = ["reading_of_scan"]

_MAX_PAGES = 50
_POINTS_AN_INCH, _DOTS_AN_INCH = 72, 300
_MAX_SIDE = 5_000
_TODO = "run text recognition over it first, as ocrmypdf does"


def reading_of_scan(file: File, document: Any) -> Reading:
    """Return the article that is recognised in the pages of a document, marked as read by machine.

    Raises TooComplex for more than 50 pages, NoText if there is no text in them.
    """
    if (count := len(document)) > _MAX_PAGES:
        raise TooComplex(f"{file.name}: is a scan of {count:,} pages; the limit is {_MAX_PAGES}, so {_TODO}")
    paragraphs = recognised(file.name, _pictures(document))
    if not any(char.isalpha() for text in paragraphs for char in text):
        raise NoText(f"{file.name}: has no text layer, and no text was recognised in it; {_TODO}")
    known = known_source(document, paragraphs, (), scanned=True)
    article = article_from(plain_paragraphs(paragraphs), known)
    return Reading((article,), (Remark(RemarkKind.MACHINE_READ),))


def _pictures(document: Any) -> Iterator[bytes]:
    """Yield the pages in grey, as PGM files."""
    for page in document:
        side = max(1.0, *page.get_size())
        bitmap = page.render(scale=min(_DOTS_AN_INCH / _POINTS_AN_INCH, _MAX_SIDE / side), grayscale=True)
        pixels = bitmap.to_numpy()
        yield b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels.tobytes()
        bitmap.close()
        page.close()
