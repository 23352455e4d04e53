"""A second reading of an RTF document, that knows nothing of its structure: every text in it, one a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from bot.readers.formats.rtf.words import encoding_of_charset, encoding_of_page

__all__ = ["every_text"]

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<sign>.)|(?P<bracket>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
_NO_TEXT = frozenset(
    b"fonttbl colortbl stylesheet info pict object fldinst header headerl headerr headerf footer footerl footerr footerf"
    b" annotation atnid atnauthor atnref atndate atrfstart atrfend listtable listoverridetable rsidtbl revtbl xmlnstbl filetbl"
    b" themedata datastore latentstyles colorschememapping generator pnseclvl bkmkstart bkmkend ftnsep ftnsepc aftnsep"
    b" aftnsepc tc xe txe rxe sn sp sv ffname ffdeftext docvar userprops nonesttables pnlvlblt pntxta pntxtb background".split()
)
"""Groups that hold no text of the document: its head, pictures, running heads, comments."""
_ENDS = frozenset(b"par sect page cell nestcell row line column footnote".split())
_SIGNS = {b"emdash": "—", b"endash": "–", b"tab": " "}
_HAN = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the end of a group."""

    is_text: bool = True
    is_starred: bool = False
    """Set within a group that a program may pass over; only text in Han characters is surely no data there."""
    font: int = -1
    fallbacks: int = 1
    is_hidden: bool = False


@dataclass
class _Walk:
    """The state of a walk through the tokens: the texts so far, and the bytes and characters of the current one."""

    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    group: _Group = _Group()
    around: list[_Group] = field(default_factory=list)
    fallback: int = 0
    pending: bytearray = field(default_factory=bytearray)
    texts: list[list[tuple[str, bool]]] = field(default_factory=lambda: [[]])

    def flush(self) -> None:
        """Add the bytes since the last token that was not one."""
        text = self.pending.decode(self.fonts.get(self.group.font, self.encoding), "ignore")
        self.pending.clear()
        self.add(text)

    def add(self, text: str) -> None:
        """Add characters, where they are text."""
        if text and self.group.is_text and not self.group.is_hidden:
            self.texts[-1].append((text, self.group.is_starred))

    def take(self, text: bytes) -> None:
        """Take bytes, but those that stand for a character that was told by its number."""
        skipped = min(self.fallback, len(text))
        self.fallback -= skipped
        self.pending += text[skipped:]

    def bracket(self, sign: bytes) -> None:
        """Begin or end a group."""
        if sign == b"{":
            self.around.append(self.group)
        elif self.around:
            self.group = self.around.pop()

    def obey(self, word: bytes, number: int | None) -> None:
        """Obey a control word, as far as it changes what is text or how it is written."""
        if word in _NO_TEXT:
            self.group = replace(self.group, is_text=False)
        elif word in _ENDS:
            self.texts.append([])
        elif word == b"u" and number is not None:
            self.add(chr(number % 0x10000))
            self.fallback = min(self.group.fallbacks, 10)
        elif word == b"uc":
            self.group = replace(self.group, fallbacks=max(0, number or 0))
        elif word == b"f":
            self.group = replace(self.group, font=number or 0)
        elif word in (b"v", b"deleted"):
            self.group = replace(self.group, is_hidden=number != 0)
        elif not self._is_of_head(word, number):
            self.add(_SIGNS.get(word, ""))

    def _is_of_head(self, word: bytes, number: int | None) -> bool:
        if word == b"fcharset" and (encoding := encoding_of_charset(number or 0)):
            self.fonts[self.group.font] = encoding
        elif word == b"ansicpg":
            self.encoding = encoding_of_page(number or 0)
        return word in (b"fcharset", b"ansicpg")


def every_text(data: bytes) -> list[str]:
    """Return all texts in the document `data`, in order, also those in groups that a program may pass over."""
    walk, place = _Walk(), 0
    while found := _TOKEN.match(data, place):
        place = found.end()
        if found["byte"]:
            walk.take(bytes.fromhex(found["byte"].decode()))
        elif found["text"]:
            walk.take(found["text"])
        else:
            walk.flush()
            walk.fallback = 0
            place += _other(walk, found)
    walk.flush()
    return ["".join(_told(text)) for text in walk.texts if text]


def _other(walk: _Walk, found: re.Match[bytes]) -> int:
    """Obey what is no text; return how many bytes of a picture follow it."""
    number = int(found["number"]) if found["number"] else None
    if found["word"] == b"bin":
        return max(0, number or 0)
    if found["bracket"]:
        walk.bracket(found["bracket"])
    elif found["word"]:
        walk.obey(found["word"], number)
    elif found["sign"] == b"*":
        walk.group = replace(walk.group, is_starred=True)
    elif found["sign"] in (b"\\", b"{", b"}"):
        walk.take(found["sign"])
    return 0


def _told(text: list[tuple[str, bool]]) -> Iterator[str]:
    """Yield the stretches of a paragraph, of those that may be data only what is written in Han characters."""
    for is_starred, stretches in groupby(text, key=itemgetter(1)):
        stretch = "".join(said for said, _ in stretches)
        if not is_starred or _HAN.search(stretch):
            yield stretch
