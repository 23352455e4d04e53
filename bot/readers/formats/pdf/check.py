"""What of the text of a PDF did not come into its article, by a second reading of its pages."""

from collections.abc import Sequence

from bot.readers.completeness import left_out
from bot.readers.formats.pdf.columns import Line
from bot.readers.formats.pdf.page import Page
from bot.readers.formats.pdf.second import MOST_CHARACTERS, second_reading
from bot.readers.formats.pdf.signs import readable
from bot.readers.reading import Remark

__all__ = ["missing_from"]


def missing_from(
    taken: Sequence[str], data: bytes, pages: Sequence[Page], kept: Sequence[Sequence[Line]]
) -> Remark | None:
    """Return what is on the pages and not in the texts `taken`, if anything is.

    `kept` are the lines of each page without the running ones, which are no loss. The pages are read a second time,
    of a long document some of them, spread over it.
    """
    lengths = [sum(len(line.text) for line in page.lines) for page in pages]
    step = 1 + sum(lengths) // MOST_CHARACTERS
    second = second_reading(data, range(0, len(pages), step))
    others = [
        " ".join(second[number] if number in second else (line.text for line in page.lines))
        for number, page in enumerate(pages)
    ]
    running = (
        line.text
        for page, lines in zip(pages, kept, strict=True)
        for line in page.lines
        if line not in set(lines)
    )
    missing = left_out(
        [*taken, *running, *(text for page in pages for text in (page.repeated, *page.running))],
        list(map(readable, others)),
    )
    # text that is all known, only more often, was drawn twice, of which pdfium tells nothing
    return missing if missing and missing.passages else None
