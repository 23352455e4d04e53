"""Numbers as office programs count with them: 1, 一百零三, 壹, 甲, b, iv, ④."""

from collections.abc import Callable

__all__ = ["counted"]

_LONGEST_LETTERS = 30
_PLACES = ("", "十", "百", "千")
_LEGAL_PLACES = ("", "拾", "佰", "仟")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def counted(number: int, form: str) -> str:
    """Return `number` in the number format `form` of Word; in Arabic digits for a format that is not known."""
    if form == "none":
        return ""
    count = _FORMS.get(form)
    return (count(number) if count and 0 < number < 10_000 else "") or str(number)


def _chinese(digits: str, places: tuple[str, ...]) -> Callable[[int], str]:
    return lambda number: _with_places(number, digits, places)


def _with_places(number: int, digits: str, places: tuple[str, ...]) -> str:
    """Return a number of up to four digits in Chinese: 320 is 三百二十, 15 is 十五."""
    said, gap = "", False
    for place in range(len(places) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += digits[0] if gap and said else ""
            said += (
                places[place]
                if digit == 1 and places[place] == "十" and not said
                else digits[digit] + places[place]
            )
        gap = not digit
    return said


def _digit_by_digit(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if number <= len(characters) else ""


def _letters(number: int) -> str:
    """Return a to z, then aa to zz, as Word does."""
    times = (number - 1) // 26 + 1
    return chr(ord("a") + (number - 1) % 26) * times if times <= _LONGEST_LETTERS else ""


def _roman(number: int) -> str:
    said = ""
    for size, letters in _ROMAN:
        said += letters * (number // size)
        number %= size
    return said


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"


def _from(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= last else ""


def _circled(number: int) -> str:
    for start, first in ((1, "①"), (21, "㉑"), (36, "㊱")):
        if start <= number < start + (20 if start == 1 else 15):
            return chr(ord(first) + number - start)
    return ""


_COUNTING = _chinese("零一二三四五六七八九", _PLACES)
_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
            "japaneseCounting",
        ),
        _COUNTING,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand"), _digit_by_digit("〇一二三四五六七八九")),
    "taiwaneseDigital": _digit_by_digit("○一二三四五六七八九"),
    "chineseLegalSimplified": _chinese("零壹贰叁肆伍陆柒捌玖", _LEGAL_PLACES),
    "ideographLegalTraditional": _chinese("零壹貳參肆伍陸柒捌玖", _LEGAL_PLACES),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalFullWidth": lambda number: str(number).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    "decimalFullWidth2": lambda number: str(number).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
}  # fmt: skip
