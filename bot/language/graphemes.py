"""What a reader takes for one character (grapheme cluster): a letter with its marks, a syllable, an emoji, a flag.

By the rules of Unicode's annex 29, as far as they go without its tables: what they join is joined here, and a little more.
"""

import unicodedata

from bot.language.expressions import expression
from bot.model import Span

__all__ = ["ending", "head", "is_within", "shortened", "start_of", "starts", "widened"]

_LONGEST = 64
"""Code points that are taken for one character at most; a stack of marks that is higher is cut anywhere."""
_FLAGS = 16_384
"""Letters of flags side by side that are looked back at, an even number; more of them than any message has are cut anywhere."""
_REGIONAL = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_FIRST_OF_NONE = "\u0300"
"""What is less than this goes on from nothing, but for the line feed after a carriage return."""
_MARKS = ("Mn", "Me", "Mc")
# joiners, the voiced sounds of half width, vowels of Thai and Lao that are letters by their category
_JOINED = frozenset("\u200c\u200d\uff9e\uff9f\u0e33\u0eb3")
_ZWJ = "\u200d"
_VIRAMA = 9
_MAY_GO_ON = expression(
    rf"[{_REGIONAL}]+|"
    r"[\u0300-\u036f\u0483-\u1dff\u200c\u200d\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\uac00-\udfff"
    r"\ufb1e\ufe00-\ufe2f\uff9e\uff9f\U00010000-\U0001ffff\U000e0000-\U000e01ff]|(?<=\r)\n|(?<=\u200d)[^\x00-\x7f]"
)
"""Where something may go on; in most texts nothing does, and each place would take as long to be looked at as all."""
_ALONE = ("Cc", "Zl", "Zp")
_JAMO = (
    ("L", "\u1100", "\u115f"),
    ("V", "\u1160", "\u11a7"),
    ("T", "\u11a8", "\u11ff"),
    ("L", "\ua960", "\ua97c"),
    ("V", "\ud7b0", "\ud7c6"),
    ("T", "\ud7cb", "\ud7fb"),
)


def is_within(text: str, at: int) -> bool:
    """Return whether `at` lies between two code points of one character."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after < _FIRST_OF_NONE:
        return before == "\r" and after == "\n"
    if "\u309b" <= after <= "\ua66e" and before != _ZWJ:
        return False  # Chinese, which is most of what is asked about
    if _extends(after):
        return unicodedata.category(before) not in _ALONE
    if after in _REGIONAL:
        return _regional_before(text, at) % 2 == 1
    return _goes_on(before, after)


def start_of(text: str, at: int) -> int:
    """Return the start of the character in which `at` lies; `at` itself between two, and in one that is much too long."""
    start = at
    while is_within(text, start):
        start -= 1
        if at - start > _LONGEST:
            return at
    return start


def widened(text: str, span: Span) -> Span:
    """Return the span with the whole of the characters at its ends."""
    end, most = span.end, min(len(text), span.end + _LONGEST)
    while end < most and is_within(text, end):
        end += 1
    return Span(start_of(text, span.start), end)


def starts(text: str) -> list[int]:
    """Return where each character of the text begins."""
    within: set[int] = set()
    for match in _MAY_GO_ON.finditer(text):
        start, end = match.span()
        if text[start] in _REGIONAL:
            within.update(range(start + 1, end, 2))  # counted once, however many flags stand side by side
        elif is_within(text, start):
            within.add(start)
    return [at for at in range(len(text)) if at not in within] if within else list(range(len(text)))


def head(text: str, most: int) -> str:
    """Return the first `most` code points, without one that only begins a character, but at least one."""
    return text[: start_of(text, most) or most] if len(text) > most else text


def shortened(text: str, most: int) -> str:
    """Return the text; if it is longer than `most` code points, its beginning and …, not more together."""
    return text if len(text) <= most else head(text, most - 1).rstrip() + "…"


def ending(text: str, most: int) -> str:
    """Return the last `most` code points, without the rest of a character that begins before them."""
    start = max(0, len(text) - most)
    while start < len(text) and is_within(text, start):
        start += 1
    return text[start:]


def _extends(char: str) -> bool:
    """Return whether it belongs to whatever stands before it."""
    return (
        char in _JOINED
        or unicodedata.category(char) in _MARKS
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _regional_before(text: str, at: int) -> int:
    """Return how many letters of flags stand before `at`, two of which are a flag; `_FLAGS` at most."""
    before = text[max(0, at - _FLAGS) : at]
    return len(before) - len(before.rstrip(_REGIONAL))


def _goes_on(before: str, after: str) -> bool:
    """Return whether they are joined though neither is a mark: emoji, conjuncts of Indian scripts, Hangul, surrogates."""
    if before == _ZWJ:
        return unicodedata.category(after)[0] in "LS"
    if unicodedata.combining(before) == _VIRAMA:
        return unicodedata.category(after) == "Lo"
    if "\ud800" <= before <= "\udbff":
        return "\udc00" <= after <= "\udfff"
    return _is_within_syllable(before, after)


def _is_within_syllable(before: str, after: str) -> bool:
    """Return whether both are of one syllable of Hangul: a consonant or more, a vowel, what closes it."""
    first, second = _jamo(before), _jamo(after)
    return first + second in ("LL", "LV", "LS", "LC", "VV", "VT", "SV", "ST", "TT", "CT")


def _jamo(char: str) -> str:
    """Return L, V or T for a part of a syllable, S for a syllable that is open, C for one that is closed; else nothing."""
    if "\uac00" <= char <= "\ud7a3":
        return "C" if (ord(char) - 0xAC00) % 28 else "S"
    return next((name for name, first, last in _JAMO if first <= char <= last), "")
