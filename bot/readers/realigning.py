"""Lines of GB18030 and Big5 that lost or gained a byte: from there on every character is another one, often a valid one."""

from functools import lru_cache

from bot.readers.encoding import COMMON, DAMAGED

__all__ = ["realigned", "shifted_lines_mended"]

_MOST_LINES = 40
"""So many lines are weighed, at most."""
_LONGEST_LINE = 1_000
_MOST_CHARACTERS = 200_000
"""So many characters of lines that may be shifted are weighed, at most."""
_MOST_SUSPECTS = 6
_BYTES_BEFORE = 48
"""The place is sought so many bytes before a character that is hardly ever written."""
_MIN_GAIN = 6
_COMMON, _PLAIN, _RARE = 3, 2, -3
_FOUR_BYTES = range(0x30, 0x3A)


def shifted_lines_mended(data: bytes, text: str) -> str:
    """Return the `text` that `data` was read as, with 〔?〕 at the places of lines after which all is shifted.

    In GB18030 and Big5 such a line may still be valid. Nothing is taken for shifted but what reads much better
    without one to three bytes.
    """
    if _decoded(data, "utf-8") is not None:
        return text
    encoding = next((name for name in ("gb18030", "big5hkscs") if _decoded(data, name) == text), None)
    if encoding is None:
        return text
    lines, tried, left = text.split("\n"), 0, _MOST_CHARACTERS
    for number, (line, raw) in enumerate(zip(lines, data.split(b"\n"), strict=False)):
        if encoding == "gb18030" and _encoded(line, "gb2312"):
            continue  # it holds nothing that is hardly ever written
        left -= len(line)
        if left < 0:
            break
        if tried < _MOST_LINES and len(raw) <= _LONGEST_LINE and _suspects(line, encoding):
            tried += 1
            better = realigned(raw, encoding, line)
            if better is not None and _worth(better, encoding) - _worth(line, encoding) >= _MIN_GAIN:
                lines[number] = better
    return "\n".join(lines)


def realigned(line: bytes, encoding: str, plain: str) -> str | None:
    """Return the likeliest reading of `line`, which reads `plain`, without one to three of its bytes; None for none."""
    best, most = None, (-1_000_000, 0)
    for place in _places(line, encoding, plain):
        before = _decoded(line[:place], encoding)
        for lost in (1, 2, 3) if before is not None else ():
            after = _decoded(line[place + lost :], encoding)
            if before is None or after is None:
                continue
            text = before + DAMAGED + after
            if (worth := (_worth(text, encoding), -len(text))) > most:
                best, most = text, worth
    return best


def _places(line: bytes, encoding: str, plain: str) -> list[int]:
    """Return the places in `line` where characters begin, up to its first suspects and a little before each."""
    suspects = [
        len(plain[:place].replace(DAMAGED, "?").encode(encoding, "replace"))
        for place in _suspects(plain, encoding)
    ]
    found, place = [], 0
    while place < len(line):
        if any(suspect - _BYTES_BEFORE <= place <= suspect + 2 for suspect in suspects):
            found.append(place)
        place += _size(line[place : place + 2])
    return found


def _suspects(text: str, encoding: str) -> list[int]:
    """Return the places of the first characters that are hardly ever written, or Latin ones within Chinese."""
    found = [
        place
        for place, char in enumerate(text)
        if _score(char, encoding) < 0
        or (char == "?" and text[place - 1 : place + 2] == DAMAGED)
        or _is_amid(text, place)
    ]
    return found[:_MOST_SUSPECTS]


def _is_amid(text: str, place: int) -> bool:
    """Return whether a single Latin letter follows a Chinese character: the second byte of another one may be one."""
    around = text[place : place + 2]
    return (
        text[place].isascii()
        and text[place].isalpha()
        and place > 0
        and text[place - 1] > "\u2fff"
        and not around[1:].isascii()
    )


def _worth(text: str, encoding: str) -> int:
    return sum(_score(char, encoding) for char in text) - 3 * sum(
        _is_amid(text, place) for place in range(len(text))
    )


@lru_cache(maxsize=50_000)
def _score(char: str, encoding: str) -> int:
    """Return how likely a character is in Chinese text, by the level that the standard puts it in."""
    if char in COMMON:
        return _COMMON
    if char.isascii():
        return 0
    standard, first, last = ("gb2312", 0xB0, 0xD7) if encoding == "gb18030" else ("big5", 0xA4, 0xC6)
    code = _encoded(char, standard)
    if len(code) == 2 and first <= code[0] <= last:
        return _PLAIN
    is_sign = len(code) == 2 and code[0] in (0xA1, 0xA3)
    return 0 if is_sign or (encoding == "gb18030" and len(code) == 2) else _RARE


def _encoded(char: str, encoding: str) -> bytes:
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        return b""


def _size(start: bytes) -> int:
    """Return how many bytes the character has that begins so."""
    if start[0] < 0x80:
        return 1
    return 4 if start[1:] and start[1] in _FOUR_BYTES else 2


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
