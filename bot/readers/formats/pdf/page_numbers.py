"""Page numbers in the forms that are printed: 3, - 3 -, III, 第3页 共10页, 3/10; and those at the ends of running heads."""

import re
from typing import NamedTuple

from bot.language.numerals import value

__all__ = ["Numbered", "numbered_head", "page_number"]

_FIGURE = r"\d{1,4}|[ivxlc]{1,7}"
_FIGURES = r"\d{1,4}|[ivxlc]{1,7}|[〇零一二三四五六七八九十百]{1,5}"
_OF = (
    rf"(?:\s{{0,3}}(?:(?:[/／,，]\s?)?[（(]?\s?共|of|[/／,，])\s{{0,3}}第?\s?(?:{_FIGURES})\s?[页頁]?[)）]?)?"
)
_PAGE_NUMBER = re.compile(
    rf"[\W_]{{0,8}}(?P<of>共\s?(?:{_FIGURES})\s?[页頁][\s,，/／]{{0,3}})?(?P<word>第\s?|page\s?|pp?\.\s?|[页頁]码?[\s:：]{{0,2}})?"
    rf"(?P<number>{_FIGURES})(?P<unit>\s?[页頁])?{_OF}[\W_]{{0,8}}",
    re.IGNORECASE,
)
_SEPARATED = r"[\s|｜∣│·•—–\-/／:：]"
_HEAD = re.compile(
    rf"(?:[—–\-·•]\s?)?(?P<first>{_FIGURE})(?P<wide_first>\s?[|｜∣│·•/／—–]\s?|[\s\u3000]{{1,9}})(?P<after>\D.*)"
    rf"|(?P<before>.*?[^\s|｜∣│·•—–\-/／:：])(?P<wide_last>{_SEPARATED}{{1,9}})(?:第\s?)?(?P<last>{_FIGURE})(?:\s?[页頁])?(?:\s?[—–\-·•])?",
    re.IGNORECASE,
)
_MAX_CHARACTERS = 60
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_NUMERAL = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


class Numbered(NamedTuple):
    """A page number, and whether its form alone shows that it is one."""

    number: int
    is_certain: bool


def page_number(text: str) -> Numbered | None:
    """Return the page number that `text` is, or None; a numeral without a sign may also be a heading."""
    match = _PAGE_NUMBER.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
    if match is None or (number := _value(match["number"])) is None:
        return None
    signed = re.search(r"[^\w\s.、．]", text) is not None
    return Numbered(
        number, bool(match["word"] or match["unit"] or match["of"] or signed or match["number"].isdecimal())
    )


def numbered_head(text: str) -> Numbered | None:
    """Return the page number at the end or the beginning of a running head, or None.

    It is certain where a rule or a wide gap parts it from the words, as 第十章 渡口　213.
    """
    match = _HEAD.fullmatch(text.strip()) if len(text) <= _MAX_CHARACTERS else None
    if match is None:
        return None
    gap = match["wide_first"] or match["wide_last"]
    is_rule = bool(re.search(r"[|｜∣│·•]", gap))
    number = match["first"] or match["last"]
    return Numbered(
        _value(number) or 0, is_rule or ("\u3000" in gap and (bool(match["last"]) or len(number) > 1))
    )


def _value(number: str) -> int | None:
    if number.isdecimal():
        return int(number)
    if number[0].lower() in _ROMAN:
        return _roman(number.lower())
    return value(number)


def _roman(number: str) -> int | None:
    if not _ROMAN_NUMERAL.fullmatch(number):
        return None
    values = [_ROMAN[letter] for letter in number]
    return sum(-one if one < max(values[place:]) else one for place, one in enumerate(values))
