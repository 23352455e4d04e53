"""Marks that name their items: Step 1: …, Phase two …, 步骤一、…, 方案A：…, 问1：…"""

import re
from collections.abc import Iterator

from bot.answering.lists.marker import Marker
from bot.language.expressions import expression
from bot.language.mark_numbers import (
    CHINESE_NAMES,
    ENGLISH_NAMES,
    ENGLISH_NUMBERS,
    SIGNS,
    letter_number,
    mark_number,
    roman_number,
)

__all__ = ["name_end", "named"]

_HAN = "[一二三四五六七八九十]{1,3}"
_ENGLISH_NUMBER = rf"(?:\d{{1,3}}|(?<=\s)(?:{'|'.join(ENGLISH_NUMBERS)}|[ivx]{{1,6}}|[a-h]))(?![a-z\d])"
_CHINESE_NUMBER = rf"(?:\d{{1,3}}|{_HAN}|[{SIGNS}]|[a-h](?![a-z]))"
_PAUSE = r"(?:\s?[:.)、,—–-](?!\d))"
_NAMES = (
    rf"(?P<english>{'|'.join(ENGLISH_NAMES)})\s?(?:#\s?|no\.?\s)?(?P<by_english>{_ENGLISH_NUMBER})(?:{_PAUSE}|(?=\s))"
    rf"|(?P<chinese>{'|'.join(CHINESE_NAMES)})\s?(?P<by_chinese>{_CHINESE_NUMBER})(?:{_PAUSE}|(?=[\s是为]))"
)
# What has other names is one of a series at the beginning of a line before a colon, if it is none that is not told in turn.
_NO_NAMES = "fig|figure|table|图|表|附?图|附?表|式|公式|注|周|星期|礼拜|第|[一二三四五六七八九十]"
_OTHERS = rf"(?!(?:{_NO_NAMES}))(?P<other>[\u4e00-\u9fff]{{1,4}}?|[a-z]{{1,12}}\s?)(?P<by_other>\d{{1,2}}|{_HAN}):(?!\d)"
_MARK = expression(rf"(?:{_NAMES})|(?:(?<=\n)|\A){_OTHERS}")
# What a list needs: its second mark.
_MAY = expression(
    r"[\n.。!?;:…”\"’」)]\s*"
    rf"(?:(?:{'|'.join((*ENGLISH_NAMES, *CHINESE_NAMES))})\s?(?:#\s?|no\.?\s)?(?:[2二b②]|two|ii)"
    r"|(?<=\n)[\u4e00-\u9fffa-z]{1,12}\s?[2二]:)"
)
_PLACES = expression(r"\A|\n|[。!?;:…”\"’」)]\s*|(?<![\s.(][a-z])\.\s+")


def named(text: str) -> Iterator[Marker]:
    """Yield the marks with names, in the order of the plain `text`."""
    if not _MAY.search(text):
        return
    for place in _PLACES.finditer(text):
        if match := _MARK.match(text, place.end()):
            yield _marker(match)


def name_end(text: str, place: int) -> int:
    """Return the end of the mark that begins at `place` of the plain `text`; `place` if there is none."""
    match = _MARK.match(text, place)
    return match.end() if match else place


def _marker(match: re.Match[str]) -> Marker:
    kind = next(kind for kind in ("english", "chinese", "other") if match[kind])
    name, said = match[kind].strip(), match[f"by_{kind}"]
    counts = not (roman_number(said) or letter_number(said))
    family = f"#{name}" if counts else f"#{name}{'i' if roman_number(said) else 'a'}"
    return Marker(match.start(), match.end(), family, mark_number(said) or -1, name)
