"""Text in pictures, recognised by tesseract where it is installed."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bot.errors import TooComplex
from bot.readers.programs import is_installed, run
from bot.readers.prose import join_lines, tidy_paragraphs

__all__ = ["PROGRAM", "can_recognise", "recognised"]

PROGRAM = "tesseract"
_WANTED = ("chi_sim", "eng")
_TIME_S = 110
_PAGE_S = 60
_BLANK = re.compile(r"\n[ \t]*\n")
# tesseract sets spaces between the characters of a line of Chinese
_HAN = r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff65“”‘’…—]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) {{1,4}}(?={_HAN})")


def can_recognise() -> bool:
    """Return whether the program is installed."""
    return is_installed(PROGRAM)


def recognised(name: str, pictures: Iterable[bytes]) -> list[str]:
    """Return the paragraphs in the pictures of the file `name`, page after page.

    Raises UnreadableArticle if the program cannot read a picture, or all take longer than 110 s.
    """
    until = monotonic() + _TIME_S
    texts: list[str] = []
    with TemporaryDirectory(prefix="zhaiyin-") as made:
        folder = Path(made)
        languages = "+".join(_languages(name, folder))
        for picture in pictures:
            if (left := until - monotonic()) <= 0:
                raise TooComplex(
                    f"{name}: took longer than {_TIME_S} s to recognise; give fewer pages at a time"
                )
            arguments = ("stdin", "stdout", "-l", languages)
            done = run(name, PROGRAM, arguments, folder=folder, timeout_s=min(left, _PAGE_S), given=picture)
            texts += _paragraphs(done.decode("utf-8", "replace"))
    return texts


def _languages(name: str, folder: Path) -> Sequence[str]:
    """Return the languages to look for, of those that the program has data for."""
    listed = (
        run(name, PROGRAM, ("--list-langs",), folder=folder, timeout_s=_PAGE_S)
        .decode("utf-8", "replace")
        .split()
    )
    return [language for language in _WANTED if language in listed] or _WANTED[-1:]


def _paragraphs(text: str) -> list[str]:
    blocks = (join_lines(block.split("\n")) for block in _BLANK.split(text.replace("\f", "\n\n")))
    return tidy_paragraphs(_BETWEEN_HAN.sub("", block) for block in blocks)
