"""What a question names within an article of a law: 第二条第一款第三项, 第十条（三）项, Article 2(1), paragraph 2 of Article 5."""

import re
from typing import NamedTuple

from bot.language.expressions import expression
from bot.language.item_places import ItemPlaces, places_opening
from bot.language.mark_numbers import letter_number, mark_number, roman_number
from bot.language.place_words import NUMERAL

__all__ = ["LawPart", "LawPlace", "law_place"]

_CHINESE = expression(rf"第{NUMERAL}条(?=[\s,的中里]*(?:第|\(|前|最?后|首))")
_BETWEEN = expression(r"[\s,]*(?:的|中的?|里的?)?\s*")
_BRACKETED = expression(rf"第?\((?P<number>{NUMERAL})\)(?P<kind>[款项目])?")
_SMALLEST = expression(rf"第(?P<number>{NUMERAL})(?P<kind>目)")
_WORD = (
    r"\(?(?P<word>\d{1,2}|[ivx]{1,6}|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)\)?(?![a-z\d])"
)
_ASKED_OF_IT = expression(r"[^,。《》]*(?:哪|什么|啥|多少|谁|怎|几)[^,。《》]*")
"""What is asked of the part that is named, and says nothing of where it stands: 规定了哪些情形."""
_KINDS = {
    "paragraph": "款",
    "para": "款",
    "subsection": "款",
    "item": "项",
    "point": "项",
    "subparagraph": "项",
}
_KIND = rf"(?P<kind>{'|'.join(_KINDS)})\.?"
_ENGLISH = expression(
    r"\b(?:article|section) ?\d{1,3}(?=\(|,? (?:paragraph|para|subsection|item|point|subparagraph)\b)"
)
_NEXT = expression(rf"\((?P<bracketed>\d{{1,2}}|[ivx]{{1,6}}|[a-z])\)|(?:,? ){_KIND} ?{_WORD}")
_BEFORE = expression(
    rf"\b(?:the )?(?:{_KIND} ?{_WORD}|(?P<nth>first|second|third|fourth|fifth|last) (?P<kind_of_nth>{'|'.join(_KINDS)}))"
    r"(?:,| of|, of)? (?:the )?(?=(?:the )?(?:paragraph|para|subsection|item|point|article|section)\b|(?:first|second|third|last) paragraph\b)"
)
_NTHS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}


class LawPart(NamedTuple):
    """Places within an article, or within another part: of 款, 项 or 目, or of whatever is numbered there if the kind is empty."""

    kind: str
    places: ItemPlaces
    word: str = ""
    """The letter or the Roman number that names it, if one does."""


class LawPlace(NamedTuple):
    """A question without the parts of the article that it names, these from the outside in, and the words that name them."""

    question: str
    parts: tuple[LawPart, ...]
    said: str


def law_place(text: str) -> LawPlace | None:
    """Return what the folded question names within an article; None if it names nothing there."""
    if "条" in text and (found := _CHINESE.search(text)):
        parts, end = _chinese(text, found.end())
        end = len(text) if _ASKED_OF_IT.fullmatch(text, end) else end
        return _told(text, found.end(), end, parts)
    if "article" not in text and "section" not in text:
        return None  # as most; what tells takes milliseconds to compile
    if found := _ENGLISH.search(text):
        parts, end = _english(text, found.end())
        return _told(text, found.end(), end, parts)
    return _before(text)


def _told(text: str, start: int, end: int, parts: list[LawPart]) -> LawPlace | None:
    if not parts:
        return None
    return LawPlace(text[:start] + text[end:], tuple(parts), text[start:end])


def _chinese(text: str, end: int) -> tuple[list[LawPart], int]:
    """Return the parts that are named from `end` on, and where the last of them ends."""
    parts: list[LawPart] = []
    while between := _BETWEEN.match(text, end):
        start = between.end()
        if match := _BRACKETED.match(text, start) or _SMALLEST.match(text, start):
            parts.append(LawPart(match["kind"] or "项", _single(mark_number(match["number"]))))
            end = match.end()
            continue
        named = places_opening(text, start)
        if named is None or named.counter not in ("款", "项"):
            break
        parts.append(LawPart(named.counter, named.places))
        end = named.end
    return parts, end


def _english(text: str, end: int) -> tuple[list[LawPart], int]:
    parts: list[LawPart] = []
    while match := _NEXT.match(text, end):
        parts.append(_part(_KINDS.get(match["kind"] or "", ""), match["bracketed"] or match["word"]))
        end = match.end()
    return parts, end


def _before(text: str) -> LawPlace | None:
    """Return what is named before the article: item (c) of paragraph 2 of article 5."""
    found = _BEFORE.search(text)
    if found is None:
        return None
    start, end = found.start(), found.start()
    parts: list[LawPart] = []
    while match := _BEFORE.match(text, end):
        parts.insert(0, _named_before(match))
        end = match.end()
    return _told(text, start, end, parts) if text.startswith(("article", "section"), end) else None


def _named_before(match: re.Match[str]) -> LawPart:
    if match["nth"]:
        return LawPart(_KINDS[match["kind_of_nth"]], _single(_NTHS[match["nth"]]))
    return _part(_KINDS[match["kind"]], match["word"])


def _part(kind: str, word: str) -> LawPart:
    is_word = bool(letter_number(word) or roman_number(word))
    return LawPart(kind, _single(mark_number(word)), word if is_word else "")


def _single(number: int) -> ItemPlaces:
    return ItemPlaces(((number, number),))
