"""Text that came to harm: a few damaged characters, or an encoding that was taken for another."""

import codecs
import re

from bot.readers.encoding import DAMAGED, MIN_COMMONNESS, commonness, text_or_none
from bot.readers.realigning import realigned

__all__ = ["lost_characters", "mended_text", "misread_as"]

_SAMPLE_LENGTH = 20_000
_SURE_COMMONNESS = 0.3
_MIN_FOREIGN = 20
_FEW_DAMAGED = 3
_CHARACTERS_A_DAMAGED = 1_000
_MOST_DAMAGED_LINES = 20
_LONGEST_DAMAGED_LINE = 1_500
_EURO = 0x80
_MISREADINGS = (
    ("utf-8", "gb18030"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gb18030", "latin-1"), ("gb18030", "cp1252"),
    ("gb18030", "big5hkscs"), ("big5hkscs", "gb18030"), ("big5hkscs", "latin-1"), ("big5hkscs", "cp1252"),
    ("utf-8", "mac-roman"), ("utf-8", "big5hkscs"),
)  # fmt: skip
"""What text was written in, and what it was taken for."""


def mended_text(data: bytes) -> str | None:
    """Return `data` with 〔?〕 for each of a few damaged characters; None if there are many, or it is no text.

    The byte 0x80 is the euro sign in what Windows calls GBK.
    """
    readings = [(_mended(data, encoding), encoding) for encoding in ("utf-8", "gb18030", "big5hkscs")]
    fit = [
        text
        for text, encoding in readings
        if text.count(DAMAGED) <= max(_FEW_DAMAGED, len(text) // _CHARACTERS_A_DAMAGED)
        and text_or_none(text) is not None
        and commonness(text) >= MIN_COMMONNESS
    ]
    return min(fit, key=lambda text: text.count(DAMAGED), default=None)


def misread_as(text: str) -> tuple[str, str] | None:
    """Return in which encoding `text` was written, and in which it was read before it was saved; None if all is well."""
    sample = text[:_SAMPLE_LENGTH]
    if commonness(sample) >= MIN_COMMONNESS:
        return None
    for written, read in _MISREADINGS:
        again = sample.encode(read, "ignore").decode(written, "ignore")
        foreign = sum(char > "\u2e7f" for char in again)
        if foreign >= _MIN_FOREIGN and 4 * foreign >= len(again) and commonness(again) >= _SURE_COMMONNESS:
            return written, read
    return None


def lost_characters(text: str) -> bool:
    """Return whether so much of `text` was replaced when it was saved in another encoding that it says nothing."""
    sample = text[:_SAMPLE_LENGTH]
    lost = sample.count("\ufffd") + sum(map(sample.count, "锟斤拷"))
    return lost >= _MIN_FOREIGN and 5 * lost >= sum(char > "\x7f" for char in sample)


def _mended(data: bytes, encoding: str) -> str:
    """Return `data` with a mark for each damaged character; in the old encodings line by line.

    There a lost byte shifts all that follows on its line, so that a wrong character is no sign of where it was.
    """
    if encoding == "utf-8":
        return re.sub(rf"(?:{re.escape(DAMAGED)}){{2,6}}", DAMAGED, _marked(data, encoding))
    lines = data.split(b"\n")
    texts, damaged = list[str](), 0
    for line in lines:
        text = _decode_whole(line, encoding)
        if text is None:
            damaged += 1
            text = _marked(line, encoding)
            if DAMAGED in text and damaged <= _MOST_DAMAGED_LINES and len(line) <= _LONGEST_DAMAGED_LINE:
                text = realigned(line, encoding, text) or text
        texts.append(text.replace("\0", DAMAGED))
    return "\n".join(texts)


def _marked(data: bytes, encoding: str) -> str:
    def mark(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        if encoding == "utf-8":
            return DAMAGED, error.end
        return "€" if error.object[error.start] == _EURO else DAMAGED, error.start + 1

    codecs.register_error("zhaiyin.mark", mark)
    return data.decode(encoding, "zhaiyin.mark").replace("\0", DAMAGED)


def _decode_whole(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
