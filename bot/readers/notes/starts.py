"""Where notes begin that an author typed below the text, and what stands above them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.readers.notes.calls import key_of
from bot.readers.raised import MARK

__all__ = ["Starts", "starts_in"]

_RAISED = re.compile(
    rf"\s*(?:{MARK}(?P<mark>[⁰¹²³⁴-⁹]{{1,3}}|[①-⑳㉑-㊿※†‡]|[*＊]{{1,3}}|[\[［〔【（(]\s*注?\s*\d{{1,4}}\s*[\]］〕】）)])"
    r"|(?P<figure>[⁰¹²³⁴-⁹]{1,3})(?![⁺⁻⁼⁽⁾ⁿⁱ]))[\s:：.．、]*(?=\S)"
)
_PLAIN = re.compile(
    r"\s*(?P<mark>[①-⑳]|[\[［〔]\s*\d{1,3}\s*[\]］〕]|注释?\s*\d{1,3}(?=\s?[:：]))[\s:：.．、]*(?=\S)"
)
_NUMBERED = re.compile(r"\s*(?P<mark>\d{1,3})(?:[.．、:：]\s*|\s+)(?=[^\s\d])")
_HEAD = re.compile(
    r"[\s_\-–—―─━﹣－=*]{3,}|[【\[]?\s*(?:注\s*释?|脚\s*注|尾\s*注|附\s*注|notes?)\s*[】\]]?\s*[:：]?",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"\W*(?:主要)?(?:参考|引用|參考)(?:文献|文獻|书目|書目|资料)\W*|\W*(?:references|bibliography|works cited)\W*",
    re.IGNORECASE,
)


@dataclass
class Starts:
    """The lines that may begin a note, in order: their marks, and where their text begins."""

    keys: dict[int, str] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    """The lines that say that notes follow, or a rule above them."""
    apart: set[int] = field(default_factory=set)
    """Those below such a line, or at the end of all."""
    references: set[int] = field(default_factory=set)
    """Those of a list of references, which is read as a list and stays."""


def starts_in(texts: Sequence[str]) -> Starts:
    """Return where notes may begin in the lines `texts`."""
    starts = Starts()
    is_headed, is_reference = False, False
    for number, text in enumerate(texts):
        if _REFERENCES.fullmatch(text):
            is_reference = True
        elif _HEAD.fullmatch(text):
            starts.heads.add(number)
            is_headed, is_reference = True, False
        elif (
            found := _RAISED.match(text)
            or _PLAIN.match(text)
            or (_NUMBERED.match(text) if is_headed else None)
        ):
            mark = found.groupdict().get("figure") or found["mark"]
            starts.keys[number], starts.places[number] = key_of(mark), found.end()
            starts.apart |= {number} if is_headed else set()
            starts.references |= {number} if is_reference else set()
        elif text.strip():
            is_headed = False
    last = len(texts) - 1
    while last in starts.keys:
        starts.apart.add(last)
        last -= 1
    return starts
