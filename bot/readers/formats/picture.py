"""A picture of text → an article, as tesseract recognises it where it is installed."""

from bot.errors import NoText
from bot.model import Source
from bot.readers.file import File
from bot.readers.heading import article_from, plain_paragraphs
from bot.readers.reading import Reading, Remark, RemarkKind
from bot.readers.recognition import PROGRAM, recognised

__all__ = ["NEEDS", "SUFFIXES", "TIME_S", "read"]

SUFFIXES = (".jpeg", ".jpg", ".png")
NEEDS = PROGRAM
TIME_S = 120


def read(file: File) -> Reading:
    """Return the article in `file`, marked as read by machine. Raises UnreadableArticle if no text is recognised."""
    paragraphs = recognised(file.name, [file.data])
    if not paragraphs:
        raise NoText(
            f"{file.name}: is a picture in which no text was recognised; give one that is sharp and upright"
        )
    article = article_from(plain_paragraphs(paragraphs), Source(title="", language=""))
    return Reading((article,), (Remark(RemarkKind.MACHINE_READ),))
