"""Bytes → text: the encoding is found by trial, and by how common the resulting characters are."""

import codecs
import re

__all__ = [
    "COMMON",
    "DAMAGED",
    "MIN_COMMONNESS",
    "UNSEEN",
    "clean_text",
    "commonness",
    "declared_text",
    "decoded_text",
    "text_or_none",
]

DAMAGED = "〔?〕"
"""Stands where one character is damaged."""

# The longer mark first: UTF-32 LE starts with the mark of UTF-16 LE.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")

# Old names that pages use for what is written in their successors.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
}

# The 330 commonest characters by the counts of jieba's dictionary, in simplified and in traditional form, and
# full-width punctuation: a wrong encoding yields almost none of them, the right one about every second character.
COMMON = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可过天作"
    "分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力"
    "好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城十相但已些正口通想度加"
    "第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知级量任江及应省资委务元美特期世"
    "湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果书清"
    "活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五京河接条规式县白它改风光运信受什组听布百济党指"
    "论强做取技黄神國爲為這個來會時學說們於後發對長過業裏裡經門動進區開產軍還種現機體與當兩實麼關從內沒將員東頭間無見"
    "戰點場數樣問並萬級應資務氣漢總電聲設義統處馬兒領隊計別權話報給變書幾華議稱決張導術結師達題條規縣風運組聽濟黨論強黃"
    "，。、：；！？“”‘’（）《》「」『』—…·　"
)
MIN_COMMONNESS = 0.15
_SAMPLE_LENGTH = 20_000

_CONTROLS = "".join(map(chr, (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))))
_LINE_ENDS = ("\r\r\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
"""Characters without width; they may join an emoji, but no line starts or ends with them."""
_UNCLEAN = re.compile(rf"[{_CONTROLS}\r\v\f\x85\u2028\u2029{UNSEEN}\ufeff]")
_BLANKS = rf"(?:[^\S\n]|[{UNSEEN}])++"
# The look-behinds and the possessive `++` keep long runs linear.
_BLANKS_AT_LINE_ENDS = re.compile(rf"(?<!\s)(?<![{UNSEEN}]){_BLANKS}(?=\n|\Z)|^{_BLANKS}", re.MULTILINE)
_WITHOUT_UNSEEN = dict.fromkeys(map(ord, UNSEEN))


def decoded_text(data: bytes) -> str | None:
    """Return `data` as text, or None if it is not text in any of the encodings tried.

    In turn: byte order marks, UTF-8, then GB18030, Big5 and UTF-16 by how common their characters are,
    then Windows-1252 if it is mostly Latin. A character cut off at the very end is dropped.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return text_or_none(_decode(data[len(mark) :], encoding))
    if b"\0" not in data and (text := _decode(data, "utf-8")) is not None:
        return text_or_none(text)
    return _likeliest(data)


def declared_text(data: bytes, encoding: str) -> str | None:
    """Return `data` in the `encoding` it declares; None if that fails, or UTF-8 or a mark fits."""
    name = _WIDER.get(encoding.lower(), encoding)
    if any(data.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS) or _decode(data, "utf-8") is not None:
        return None
    try:
        return text_or_none(_decode(data, name))
    except LookupError:
        return None


def clean_text(text: str) -> str:
    r"""Return `text` with `\n` as the only line end and without what nobody sees.

    That is controls, byte order marks, and zero-width characters at the start or end of a line.
    """
    if not _UNCLEAN.search(text):
        # a table has a hundred thousand cells
        return text
    for line_end in _LINE_ENDS:
        text = text.replace(line_end, "\n")
    for unwanted in (*_CONTROLS, "\ufeff"):
        text = text.replace(unwanted, "")
    if any(char in text for char in UNSEEN):
        text = _BLANKS_AT_LINE_ENDS.sub(lambda blanks: blanks[0].translate(_WITHOUT_UNSEEN), text)
    return text


def _likeliest(data: bytes) -> str | None:
    """Return the reading with the most common characters, or None if no reading is plausible."""
    readings = [text for encoding in _CANDIDATES if (text := text_or_none(_decode(data, encoding)))]
    best = max(readings, key=commonness, default="")
    if commonness(best) >= MIN_COMMONNESS:
        return best
    return _latin(data)


def _latin(data: bytes) -> str | None:
    """Return `data` as Windows-1252 if at least nine bytes in ten are ASCII, else None."""
    sample = data[:_SAMPLE_LENGTH]
    if sum(byte < 0x80 for byte in sample) < 0.9 * len(sample):
        return None
    return text_or_none(_decode(data, "cp1252"))


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None


def text_or_none(text: str | None) -> str | None:
    """Return `text`, or None if one character in a hundred is a control or any is NUL."""
    if text is None or "\0" in text:
        return None
    controls = sum(map(text.count, _CONTROLS))
    return None if controls * 100 > len(text) else text


def commonness(text: str) -> float:
    """Return the share of common characters among those not ASCII, less that of private ones."""
    start = next((match.start() for match in re.finditer(r"[^\x00-\x7f]", text)), 0)
    sample = text[start : start + _SAMPLE_LENGTH]
    telling = [char for char in sample if not char.isspace()]
    foreign = [char for char in telling if char > "\x7f"]
    if not foreign:
        return float(bool(telling))
    private = sum("\ue000" <= char <= "\uf8ff" for char in foreign)
    return (sum(char in COMMON for char in foreign) - private) / len(foreign)
