"""The numbers and bullets that a browser shows before the items of a list."""

import re
from collections.abc import Iterator
from typing import Any

from bot.readers.markup.tags import tag_name

__all__ = ["marked_items"]

_BARE = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_OWN = re.compile(
    r"\s*(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）.．、]|第[一二三四五六七八九十百\d]{1,5}[条章节款项]|[①-⑳☐☑☒•●■◆▪·–—-])"
)
_LETTERS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I",
    "cjk-ideographic": "一", "simp-chinese-informal": "一", "trad-chinese-informal": "一", "cjk-decimal": "一",
    "cjk-earthly-branch": "", "disc": "", "circle": "", "square": "",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]{0,80}?([a-z]+-[a-z-]+|disc|circle|square)", re.IGNORECASE)
_SAMPLE_CHARACTERS = 12


def marked_items(element: Any) -> Iterator[tuple[Any, str]]:
    """Yield the elements of a list and the mark of each, with a space; "" for what bears none or has its own."""
    items = [child for child in element if isinstance(child.tag, str)]
    count = sum(tag_name(item) == "li" for item in items)
    backwards = "reversed" in element.attrib
    number = _number(element.get("start"), count if backwards else 1)
    numbered = tag_name(element) == "ol"
    for item in items:
        if tag_name(item) != "li":
            yield item, ""
            continue
        number = _number(item.get("value"), number)
        style = _kind(item, element)
        bare = _is_bare(element) or _is_bare(item) or _OWN.match(_opening(item))
        yield item, "" if bare else f"{_figure(number, style)}. " if numbered and style else "• "
        number += -1 if backwards else 1


def _kind(item: Any, element: Any) -> str:
    """Return "1", "a", "A", "i", "I", "一", or "" for a bullet."""
    for one in (item, element):
        if match := _STYLE.search(one.get("style") or ""):
            return _STYLES.get(match[1].lower(), "1")
        if (kind := one.get("type") or "") in ("1", "a", "A", "i", "I"):
            return kind
    return "1"


def _figure(number: int, kind: str) -> str:
    """Return `number` as its list counts; in digits where its letters end."""
    if kind in _LETTERS and 0 < number <= len(_LETTERS[kind]):
        return _LETTERS[kind][number - 1]
    if kind in ("i", "I") and 0 < number < 40:
        roman = _roman(number)
        return roman.upper() if kind == "I" else roman
    if kind == "一" and 0 < number < 100:
        return _han(number)
    return str(number)


def _roman(number: int) -> str:
    figure = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        figure += letters * times
    return figure


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("" if not tens else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"-?[0-9]{1,6}", value.strip()) else otherwise


def _is_bare(element: Any) -> bool:
    return _BARE.search(element.get("style") or "") is not None


def _opening(item: Any) -> str:
    """Return the first characters of an item."""
    for text in item.itertext():
        if text.strip():
            return str(text.lstrip()[:_SAMPLE_CHARACTERS])
    return ""
