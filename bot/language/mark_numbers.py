"""The numbers that the marks of items stand for: 2, 二, two, ②, ㈡, ii, Ⅱ and b; and what items are called."""

import unicodedata

from bot.language.numerals import value

__all__ = [
    "CHINESE_NAMES",
    "ENGLISH_NAMES",
    "ENGLISH_NUMBERS",
    "ROMANS",
    "SIGNS",
    "letter_number",
    "mark_number",
    "roman_number",
    "sign_family",
    "sign_number",
]

_FAMILIES = ("①-⑳㉑-㉟㊱-㊿", "⑴-⒇", "⒈-⒛", "❶-❿⓫-⓴", "➀-➉", "➊-➓", "⓵-⓾", "㈠-㈩", "㊀-㊉")
SIGNS = "".join(_FAMILIES)
"""The signs that are a number and its mark in one, as a class of a regular expression."""
ROMANS = "Ⅰ-Ⅻⅰ-ⅻ"
"""The Roman numbers that are one character each, as such a class."""
ENGLISH_NAMES = (
    "step part item point rule stage phase section chapter article question day week task goal tip plan option method"
    " reason lesson unit module principle"
).split()
"""What items are called before their numbers: step 2."""
CHINESE_NAMES = "步骤 阶段 方案 任务 问题 环节 措施 要点 目标 方法 原因 理由 案例 选项 情形 类型 建议 误区 技巧 原则 条件 规则".split()
ENGLISH_NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN_NUMBERS = {
    "x" * tens + ones: 10 * tens + number for tens in range(4) for number, ones in enumerate(_ROMAN_ONES)
}


def mark_number(mark: str) -> int:
    """Return the number that a mark in lower case stands for, without what surrounds it; 0 if it does not count.

    A letter that may be a Roman number is one: i, v and x.
    """
    if mark.isascii() and mark.isdecimal():
        return int(mark)
    return (
        ENGLISH_NUMBERS.get(mark)
        or sign_number(mark)
        or roman_number(mark)
        or letter_number(mark)
        or value(mark)
        or 0
    )


def sign_number(sign: str) -> int:
    """Return the number of one sign of `SIGNS`; 0 if it is none."""
    is_sign = len(sign) == 1 and not sign.isalpha() and not sign.isdecimal()
    return int(unicodedata.numeric(sign, 0)) if is_sign else 0


def sign_family(sign: str) -> str:
    """Return the first of the signs that `sign` counts on from."""
    return next(family[0] for family in _FAMILIES if _holds(family, sign))


def roman_number(word: str) -> int:
    """Return the value of a Roman number in lower case, under 40; 0 if it is none."""
    narrow = unicodedata.normalize("NFKC", word).lower()
    return _ROMAN_NUMBERS.get(narrow, 0) if narrow else 0


def letter_number(word: str) -> int:
    """Return the place of a letter in lower case in the alphabet; 0 if it is none."""
    return ord(word) - ord("a") + 1 if len(word) == 1 and "a" <= word <= "z" else 0


def _holds(family: str, sign: str) -> bool:
    return any(family[at] <= sign <= family[at + 2] for at in range(0, len(family), 3))
