"""The marks before items, such as `2. `, （三）, ④ and `Step 3: `: no text is cut within one or right after it."""

import re

from bot.language.expressions import expression
from bot.language.mark_numbers import CHINESE_NAMES, ENGLISH_NAMES, ENGLISH_NUMBERS, SIGNS, mark_number

__all__ = ["ItemMarks", "ends_in_mark"]

_LONGEST = 32
"""Characters of a mark, with what stands before it and the blanks after it."""
_NUMBER = (
    rf"(?:\d{{1,3}}(?:[.．]\d{{1,3}}){{0,3}}|[一二三四五六七八九十百]{{1,4}}|[{SIGNS}]|[ivx]{{1,6}}|[a-z])"
)
_NAMES = "|".join((*ENGLISH_NAMES, *CHINESE_NAMES))
# What is spelled in letters stands apart from its name: days is no day s.
_NAMED = rf"(?:{_NAMES})(?:\s|(?=[^a-z])|(?<=[^a-z]))(?:{_NUMBER}|{'|'.join(ENGLISH_NUMBERS)})"
_STOP = r"(?:\A|[\n。！？!?…;；]|\.(?=\s))[”’」』）)\]】》\"']*\s*"
_MARK = rf"(?:[(（\[【]\s?{_NUMBER}\s?[)）\]】]|第{_NUMBER}(?:[条款项点步])?|{_NAMED}|{_NUMBER})"
_BEFORE = rf"(?:(?P<stop>{_STOP})|(?P<colon>[:：]\s*|(?<=[\u2e80-\u9fff])\s+)|[，,、)）]\s*|\s+)"
_ABBREVIATED = r"(?:(?<![a-z])(?:nos?|figs?|sect?|ch|vol|pp?|eqs?|tab|arts?)\s*)"
_STOPPED = expression(rf"(?:{_BEFORE}(?P<mark>{_MARK})|{_ABBREVIATED})\Z", re.IGNORECASE)
_WITH_PAUSE = expression(
    rf"(?:{_STOP}|[:：，,]\s*){_MARK}(?:[.．、:：)），,]|(?<=[)）\]】]))?\s*\Z", re.IGNORECASE
)
_NAME_OF_MARK = expression(rf"{_STOP}(?:{_NAMES})\s\Z", re.IGNORECASE)
_NAME = expression(rf"\A(?:{_NAMES})\s?")
_DIGITS = re.compile(r"\d+\Z")


class ItemMarks:
    """Tells the stop of a mark from that of a sentence, in one text from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last = 0
        self._abbreviated = -1

    def has_stop(self, at: int) -> bool:
        """Return whether the stop at `at` belongs to a mark, as in `2. ` and `No. 5`. To be asked in the text's order.

        Where no sentence begins, as in `for two reasons: 1. rain 2. snow`, only what counts on is a mark; before a 。
        only what begins a line.
        """
        if self._text[at] not in ".。":
            return False
        found = _STOPPED.search(self._text, max(0, at - _LONGEST), at)
        if found is None or found.start("stop") == self._abbreviated >= 0:
            return False
        if found["mark"] is None:
            self._abbreviated = at
            return self._text[at + 1 : at + _LONGEST].lstrip()[:1].isdecimal()
        before = self._text[max(0, at - _LONGEST) : found.start("mark")]
        if self._text[at] == "。" and before.rpartition("\n")[2].strip():
            return False
        number = _value(found["mark"])
        is_mark = (
            found["stop"] is not None
            or (number == 1 and found["colon"] is not None)
            or (number == self._last + 1 and self._last > 0)
        )
        self._last = number if is_mark else self._last
        return is_mark


def ends_in_mark(text: str, end: int) -> bool:
    """Return whether what stands before `end` ends with a mark, or within one after a blank."""
    start = max(0, end - _LONGEST)
    return bool(_WITH_PAUSE.search(text, start, end) or _NAME_OF_MARK.search(text, start, end))


def _value(mark: str) -> int:
    """Return the number that a mark stands for; 0 if it does not count by one."""
    bare = _NAME.sub("", mark.strip("(（[【)）]】第条款项点步 ").lower())
    digits = _DIGITS.search(bare)
    return int(digits[0]) if digits else mark_number(bare)
