"""Marks of letters and Roman numbers: A. … B. …, (a) … (b) …, (i) … (ii) …, Ⅰ、 … Ⅱ、 …"""

import re
from collections.abc import Iterator

from bot.answering.lists.marker import Marker
from bot.language.expressions import expression
from bot.language.mark_numbers import ROMANS, letter_number, roman_number

__all__ = ["letter_end", "lettered"]

_WORD = rf"(?:[a-z]|[ivx]{{2,6}}|[{ROMANS}])"
_MARK = expression(
    rf"\((?P<inner>{_WORD})\)|(?<![a-z\d.(])(?P<word>{_WORD})(?P<style>[.、)])(?![a-z\d.、](?![a-z]))(?=\s|[^\x00-\x7f]|(?<=[)、]))"
)
# What a list needs: its second mark.
_SECONDS = tuple(f"{number}{style}" for number in ("b", "ii", "Ⅱ", "ⅱ") for style in ".)、")
_STOPPED = expression(r"(?:\A|\n\s*|(?:[。!?;:…]|(?<![\s.(][a-z])\.)[”’」』）)\]】》\"']*\s*)\Z")
"""Where a sentence or a line begins; the stop of an initial is none: J. A. Smith."""
_GOES_ON = expression(r"(?:[,、]\s*|(?:[,;、。]\s*|\s)(?:and|or)\s|[,;、。]?(?:以及|和|及|或)\s*)\Z")
_APART = expression(r"(?:[\u2e80-\u9fff”）)]\s+|\s{2,}|[\t\u3000])\Z")
_LED = expression(
    r"(?:[括为是有含即]|(?<!\bof )(?<!\bin )\b(?!(?:paragraph|para|clause|section|subsection|article|item|part|point|fig|figure|table|option"
    r"|case|eq|equation|step|rule|type|group|class|panel|column|row|example|question|condition|reason|note|footnote|appendix|annex"
    r"|schedule|level|category|grade|stage|plan|letter|choice|answer|see|in|of|under|per|and|or|from|than|between|both)s?\b)"
    r"[a-z]{2,} |\b(?:in that|either) )\Z"
)
"""What the first of some items in brackets may follow; what letters often refer to may not."""
_HAS_WORDS = expression(r"\s*(?!(?:and|or|to)\b)[^\W_]")
_LONGEST = 24
_BRACKETED = 80
"""Characters before a mark with half a bracket within which the other half may stand."""


def lettered(text: str, written: str) -> Iterator[Marker]:
    """Yield what could open an item of a list, in the order of the plain `text`.

    `written` tells small letters from capitals, which count by themselves.
    """
    if not any(second in text for second in _SECONDS):
        return
    found = [one for one in _MARK.finditer(text) if _may_open(text, one) or _may_go_on(text, one)]
    before: dict[str, int] = {}
    for match, style, following in _with_following(found, written):
        word = match["inner"] or match["word"]
        number = _roman(word, before.get(style, 0), following)
        before[style] = before.get(style, 0) if number else letter_number(word)
        first = "i" if number else "a"
        number = number or letter_number(word)
        if _may_open(text, match) if number == 1 else _may_go_on(text, match):
            family = (first.upper() if style[0] == "A" else first) + style[1:]
            yield Marker(match.start(), match.end(), family, number)


def letter_end(text: str, place: int) -> int:
    """Return the end of the mark that begins at `place` of the plain `text`; `place` if there is none."""
    match = _MARK.match(text, place)
    return match.end() if match else place


def _with_following(found: list[re.Match[str]], written: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Yield each mark with its style and the word of the next one of that style."""
    styles = [_style(match, written) for match in found]
    following: list[str] = []
    last: dict[str, str] = {}
    for match, style in zip(reversed(found), reversed(styles), strict=True):
        following.append(last.get(style, ""))
        last[style] = match["inner"] or match["word"]
    yield from zip(found, styles, reversed(following), strict=True)


def _style(match: re.Match[str], written: str) -> str:
    letter = written[match.start("inner") if match["inner"] else match.start("word")]
    return ("A" if letter.isupper() else "a") + (match["style"] or "()")


def _roman(word: str, letter: int, following: str) -> int:
    """Return the Roman number that the mark is; 0 if it is none, or counts on from the letter before it of its style."""
    number = roman_number(word)
    goes_on = letter_number(word) == letter + 1 and not (number == 1 and roman_number(following) == 2)
    return 0 if number and len(word) == 1 and goes_on else number


def _may_open(text: str, match: re.Match[str]) -> bool:
    """Return whether the first item of a list may begin here."""
    start = match.start()
    begin = max(0, start - _LONGEST)
    if _STOPPED.search(text, begin, start):
        return not _is_bracketed(text, match)
    if match["inner"] is None or not _HAS_WORDS.match(text, match.end()):
        return False
    return text[max(0, start - 2) : start].strip()[-1:] in (",", "、") or bool(
        _LED.search(text, begin, start)
    )


def _may_go_on(text: str, match: re.Match[str]) -> bool:
    """Return whether another item of a list may begin here."""
    start = match.start()
    begin = max(0, start - _LONGEST)
    if _is_bracketed(text, match):
        return False
    if _STOPPED.search(text, begin, start) or _APART.search(text, max(0, start - 2), start):
        return True
    return match["style"] not in (".", "、") and bool(_GOES_ON.search(text, begin, start))


def _is_bracketed(text: str, match: re.Match[str]) -> bool:
    """Return whether the half bracket of the mark closes one that was opened before it."""
    if match["style"] != ")":
        return False
    place = match.start()
    begin = max(text.rfind("\n", 0, place), place - _BRACKETED, 0)
    return text.rfind("(", begin, place) > text.rfind(")", begin, place)
