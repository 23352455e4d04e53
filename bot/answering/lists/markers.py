"""The marks that open the items of a list: 一是, 第二, 其三, （四）, 5., ⑥, 首先, 甲类, (a), Step 2, 从…看."""

import re
from collections.abc import Iterator
from heapq import merge

from bot.answering.lists.lettered import letter_end, lettered
from bot.answering.lists.marker import Marker
from bot.answering.lists.named import name_end, named
from bot.language.expressions import expression
from bot.language.mark_numbers import SIGNS, sign_family, sign_number
from bot.language.numerals import value

__all__ = ["is_marked", "mark_end", "markers"]

_HAN = "[一二三四五六七八九十]"
_COUNTER = "个|类|种|步|档|条|项|点|件|方面|阶段|层|级|组|部分|环|块|招|道工序|期"
_AFTER_PAUSE = r"(?<![^\n。!?;:,、\s“\"'‘」』)…])"
_AFTER_STOP = r"(?<![^\n。!?;:\s])"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_AT_LINE = r"(?:(?<=\n)|\A)"
_MARKERS = expression(
    rf"{_AFTER_PAUSE}(?:"
    rf"(?P<verb>{_HAN}{{1,3}})(?P<by_verb>是|要|靠|看|抓|则|曰)(?!{_HAN})"
    rf"|第(?P<nth>[一二三四五六七八九十百零〇]{{1,5}}|\d{{1,3}})(?:(?P<by_nth>{_COUNTER})|(?=[,、:是\s]))"
    rf"|其(?P<qi>{_HAN})(?=[,、:是])"
    rf"|\((?P<paren>{_HAN}{{1,3}}|\d{{1,2}})\)"
    rf"|(?P<sign>[{SIGNS}])"
    r"|(?P<first>首先)|(?P<next>其次|再次|再者|最后(?=[,是要]))"
    r"|(?P<one_side>一方面)|(?P<other_side>另一方面)"
    r"|(?P<order>[甲乙丙丁戊]|[a-f](?![a-z]))(?P<by_order>类|级|等|档|组|型|款)"
    r")"
    rf"|{_AFTER_STOP}(?:(?P<han>{_HAN}{{1,3}})(?P<by_han>[、.)])(?!{_HAN}|\d)|(?P<digit>\d{{1,2}})(?P<by_digit>[.、)])(?!\d|{_HAN}、))"
    r"|(?<![^\n.;:\s])(?P<english>first|second|third|fourth|fifth|finally|last)(?:ly)?,"
    rf"|{_AFTER_STOP}(?P<stem>[{_STEMS}])(?P<by_stem>[、.)])(?![{_STEMS}])"
    rf"|{_AFTER_STOP}\((?P<stem_within>[{_STEMS}])\)"
    rf"|{_AFTER_STOP}(?P<formal>[{_FORMAL}]{{1,3}})(?P<by_formal>[、.])(?![{_FORMAL}])"
    rf"|{_AT_LINE}(?P<lined>\d{{1,2}}|{_HAN}{{1,3}})(?P<by_lined>:)(?!\d)"
    rf"|{_AT_LINE}(?P<bullet>[•●■◆▪·]|[-*–](?=\s))"
    rf"|{_AFTER_STOP}(?P<frame>从[^,。;:\n]{{1,30}}?(?:来?看|来说|来讲|而言|出发)"
    r"|对于?[^,。;:\n]{1,20}?(?:来说|来讲|而言)|在?[^,。;:\n“”]{1,12}方面)(?=[,:])"
)
# What may stand before a mark and what it begins with; 在…方面 may begin with anything. Most of a text is passed over so.
_BREAK = r"[\n.。!?;:,、\s“\"'‘」』)…]"
_BEGINS = rf"[-*–•●■◆▪·(\da-flst一二三四五六七八九十第其首再最另从对{SIGNS}{_STEMS}{_FORMAL}]"
_PLACES = expression(rf"{_BREAK}(?={_BEGINS})")
_PLACES_WITH_ASPECTS = expression(rf"{_BREAK}(?={_BEGINS}|[^,。;:\n“”]{{1,12}}方面)")
_PLAIN_NUMERALS = str.maketrans(_FORMAL, "一二三四五六七八九十")
_ENGLISH = ("first", "second", "third", "fourth", "fifth")
_PAIRED = {
    "first": ("首先", 1),
    "next": ("首先", 0),
    "one_side": ("一方面", 1),
    "other_side": ("一方面", 0),
    "bullet": ("•", 0),
}


def markers(text: str, written: str = "") -> Iterator[Marker]:
    """Yield what could open an item of a list, in the order of the plain `text`.

    `written` is the text as it was, by which capitals count apart from small letters.
    """
    end = 0
    kinds = _told(text), lettered(text, written or text), named(text)
    for mark in merge(*kinds, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= end:
            end = mark.end
            yield mark


def mark_end(text: str, place: int) -> int:
    """Return the end of the mark that begins at `place` of the plain `text`; `place` if there is none."""
    match = _MARKERS.match(text, place)
    return match.end() if match else max(letter_end(text, place), name_end(text, place))


def is_marked(text: str) -> bool:
    """Return whether the plain `text` begins with a mark."""
    return mark_end(text, 0) > 0


def _told(text: str) -> Iterator[Marker]:
    end = 0
    for place in _places(text):
        if place >= end and (match := _MARKERS.match(text, place)):
            end = match.end()
            yield Marker(place, end, *_meaning(match))


def _places(text: str) -> Iterator[int]:
    """Yield the places where a mark may stand, in order."""
    yield 0
    places = _PLACES_WITH_ASPECTS if "方面" in text else _PLACES
    yield from (match.end() for match in places.finditer(text))


def _meaning(match: re.Match[str]) -> tuple[str, int]:
    """Return the family and the number of a mark."""
    last = match.lastgroup or ""
    kind = last.removeprefix("by_")
    word, counter = match[kind], match[last] if kind != last else ""
    if kind in _PAIRED:
        return _PAIRED[kind]
    if kind == "sign":
        return sign_family(word), sign_number(word)
    if kind in ("stem", "stem_within"):
        return f"甲{counter or '()'}", _STEMS.index(word) + 1
    if kind == "formal":
        return f"壹{counter}", value(word.translate(_PLAIN_NUMERALS)) or -1
    if kind == "order":
        places = _STEMS if word in _STEMS else "abcdef"
        return f"{places[0]}{counter}", places.index(word) + 1
    if kind == "english":
        return kind, _ENGLISH.index(word) + 1 if word in _ENGLISH else 0
    if kind == "frame":
        return (word[0] if word[0] in "从对" and not word.endswith("方面") else "方面"), 0
    return f"{kind}{counter or word.isdecimal() * '1'}", _number(word)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else value(word) or -1
