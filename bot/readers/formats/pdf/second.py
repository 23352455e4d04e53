"""A second reading of the pages, by pdfminer.six: which characters there are, whatever their places."""

import io
import struct
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from itertools import islice
from typing import Any

__all__ = ["MOST_CHARACTERS", "second_reading"]

MOST_CHARACTERS = 40_000
"""Pages with more are left to the first reading: a character takes 15 µs, ten times what pdfium takes."""
_MAX_STREAM_BYTES = 200_000
_MAX_FORMS = 500


def second_reading(data: bytes, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Return the texts on the pages `numbers`, counted from 0, in the order of the file.

    A page is left out if it is damaged, or so large that it would take long.
    """
    from pdfminer.psexceptions import PSException

    broken = (
        PSException, AssertionError, AttributeError, IndexError, KeyError, OverflowError, RecursionError, TypeError,
        ValueError, struct.error,
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    with suppress(*broken):  # a tree of pages that only pdfium understands
        interpreter = _interpreter()
        for number, page in _pages(data, set(numbers)):
            with suppress(*broken):
                if _is_small(page):
                    interpreter.device.begin()
                    interpreter.process_page(page)
                    found[number] = interpreter.device.texts
    return found


def _pages(data: bytes, numbers: Set[int]) -> Iterator[tuple[int, Any]]:
    from pdfminer.pdfpage import PDFPage

    pages = PDFPage.get_pages(io.BytesIO(data))
    return (
        (number, page)
        for number, page in enumerate(islice(pages, max(numbers, default=-1) + 1))
        if number in numbers
    )


def _is_small(page: Any) -> bool:
    from pdfminer.pdftypes import stream_value

    contents = (stream_value(content).get_rawdata() or b"" for content in page.contents)
    return sum(map(len, contents)) <= _MAX_STREAM_BYTES


def _interpreter() -> Any:
    """Return an interpreter whose device notes the characters of each string."""
    from pdfminer.pdfdevice import PDFDevice
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    class Device(PDFDevice):
        """Note texts; a page that shows more than it may breaks off."""

        def begin(self) -> None:
            self.texts: list[str] = []
            self.left = MOST_CHARACTERS

        def begin_figure(self, *_: Any) -> None:
            self._spend(MOST_CHARACTERS // _MAX_FORMS)

        def render_string(self, textstate: Any, seq: Any, *_: Any) -> None:
            self.texts.append("".join(_decoded(textstate.font, seq)))
            self._spend(1 + len(self.texts[-1]))

        def _spend(self, number: int) -> None:
            self.left -= number
            if self.left < 0:
                raise ValueError(number)

    manager = PDFResourceManager()
    return PDFPageInterpreter(manager, Device(manager))


def _decoded(font: Any, strings: Any) -> Iterator[str]:
    """Yield the characters of the strings; those without any meaning as U+FFFD."""
    from pdfminer.pdffont import PDFUnicodeNotDefined

    for string in strings:
        for code in font.decode(string) if isinstance(string, bytes) else ():
            try:
                yield font.to_unichr(code)
            except PDFUnicodeNotDefined:
                yield "\ufffd"
