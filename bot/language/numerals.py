"""Numbers in any script as one term: 二〇二五年, 2025年; 百分之十五, 15%; 一百万, 100万, 1000000.

They are added to a text's terms; no text is ever rewritten.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from bot.language.expressions import expression
from bot.language.stems import stem

__all__ = ["has_number", "number_terms", "respelled", "spelled", "value"]

_DIGITS = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_HAN = "".join((*_DIGITS, *_SMALL, *_LARGE))
_LONGEST = 40
"""The most characters of a numeral; longer ones count nothing, and Python refuses to read them."""
_NUMBER = expression(
    rf"百分之(?P<share>[{_HAN}]+|\d+(?:\.\d+)?)"
    r"|(?P<digits>\d+(?:,\d{3}(?!\d))*(?:\.\d+)?)(?P<by>[万亿]{0,2})(?P<percent>%?)"
    rf"|(?P<han>[{_HAN}]+)"
)
_NUMERAL = expression(rf"[\d{_HAN}]")
# 一 in 一带一路, 一些 or 统一 is no quantity: a single numeral counts only before a measure word.
_MEASURES = frozenset("年月日号个名人次位天岁家架辆条种艘件座项部张支届倍成小时分钟秒元米里吨公层所批起只大")


def value(numeral: str) -> int | None:
    """Return the value of a Chinese numeral, such as 三百二十万 or 二〇二五; None if it is none."""
    # 万一 and 百万 count nothing by themselves
    if not numeral or len(numeral) > _LONGEST or (numeral[0] not in _DIGITS and numeral[0] != "十"):
        return None
    if len(numeral) > 1 and all(char in _DIGITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[char], 0
        else:
            section += digit
            raised = _LARGE[char] > total > 0
            total = (total + section) * _LARGE[char] if raised else total + (section or 1) * _LARGE[char]
            section = digit = 0
    return total + section + digit


def has_number(text: str) -> bool:
    """Return whether a folded text may hold a number: quickly, and true too often."""
    return bool(_NUMERAL.search(text))


def number_terms(text: str) -> list[str]:
    """Return the numbers of a folded text, in order: `n:15%`, `n:2025年`, `n:1000000` …"""
    return [term for _, term in _numbers(text)]


def respelled(question: str, known: Callable[[str], bool]) -> str:
    """Return the folded question with numbers that the shelf spells differently in its spelling.

    This is for searching only. `known` tells whether a term stands on the shelf. Touches only numbers whose value the shelf has
    and whose spelling it has not, so 一带一路 stays as it is.
    """
    pieces: list[str] = []
    end = 0
    for match, term in _numbers(question):
        way = _known_way(match, term, _measure_after(match), known)
        if way is not None:
            pieces += [question[end : match.start()], way]
            end = match.end()
    return "".join([*pieces, question[end:]])


def _known_way(match: re.Match[str], term: str, measure: str, known: Callable[[str], bool]) -> str | None:
    if not known(term) or spelled(match.group() + measure, known):
        return None
    return next((way for way in _spellings(term) if spelled(way + measure, known)), None)


def _measure_after(match: re.Match[str]) -> str:
    following = match.string[match.end() : match.end() + 1]
    return following if following in _MEASURES else ""


def _numbers(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _NUMBER.finditer(text):
        measure = _measure_after(match)
        if match["share"]:
            amount = _amount(match["share"])
            measure = "%"
        elif match["digits"]:
            amount = _scaled(match["digits"], match["by"])
            measure = match["percent"] or measure
        else:
            amount = _amount(match["han"]) if measure or len(match["han"]) > 1 else None
        if amount is not None:
            yield match, f"n:{_plain(amount)}{measure}"


def _amount(numeral: str) -> Decimal | None:
    if numeral[0].isdigit() and numeral.isascii():
        return _scaled(numeral, "")
    whole = value(numeral)
    return None if whole is None else Decimal(whole)


def _scaled(digits: str, by: str) -> Decimal | None:
    if len(digits) > _LONGEST:
        return None
    amount = Decimal(digits.replace(",", ""))
    for char in by:
        amount *= _LARGE[char]
    return amount


def _plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


_PIECE = expression(r"[\u3400-\u9fff〇]|[a-z]+|\d+(?:\.\d+)?")


def spelled(text: str, known: Callable[[str], bool]) -> bool:
    """Return whether the shelf has every piece of `text` and every two neighbours."""
    pieces = list(_PIECE.finditer(text))
    pairs = [
        (stem(a.group()), stem(b.group())) for a, b in itertools.pairwise(pieces) if a.end() == b.start()
    ]
    return all(known(f"c:{stem(piece.group())}") for piece in pieces) and all(
        known(f"b:{a}{b}") for a, b in pairs
    )


def _spellings(term: str) -> Iterator[str]:
    """Yield the usual ways to write a number: 1000000, 100万, 一百万; 15%, 百分之十五."""
    match = re.match(r"n:([\d.]+)(%?)", term)
    if match is None:
        return
    for way in _ways(Decimal(match[1])):
        if match[2]:
            if way.isascii():
                yield f"{way}%"
            yield f"百分之{way}"
        else:
            yield way


def _ways(amount: Decimal) -> Iterator[str]:
    yield _plain(amount)
    for name, size in reversed(_LARGE.items()):
        part = amount / size
        if amount >= size and part * 100 == int(part * 100):
            yield f"{_plain(part)}{name}"
            if part == int(part) and part < 10_000:
                yield f"{_numeral(int(part))}{name}"
    if amount == int(amount) and amount < 10_000:
        yield _numeral(int(amount))
        if amount == 2:
            yield "两"
        spoken = "".join("零一二三四五六七八九"[int(digit)] for digit in str(int(amount)))
        yield from (spoken.replace("零", "〇"), spoken)


def _numeral(number: int) -> str:
    """Return a whole number under 10,000 in Chinese: 320 is 三百二十, 15 is 十五."""
    said = ""
    gap = False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += "零" if gap and said else ""
            said += name if digit == 1 and size == 10 and not said else "零一二三四五六七八九"[digit] + name
        gap = not digit
    return said or "零"
