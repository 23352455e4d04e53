"""Whether a question asks for a list, for how many items, for which of them, and for what things."""

import re
from typing import NamedTuple

from bot.answering.lists.announcements import announced
from bot.answering.lists.things import EMPTY_COUNTERS, GENERIC
from bot.language.counters import COUNTERS
from bot.language.expressions import expression
from bot.language.item_places import ItemPlaces, NamedPlaces, places_named
from bot.language.law_places import LawPart, LawPlace, law_place
from bot.language.mark_numbers import CHINESE_NAMES, ENGLISH_NAMES
from bot.language.normalise import folded
from bot.language.numerals import value
from bot.language.question_words import ENGLISH_WORDS
from bot.language.segmenter import segmenter
from bot.language.terms import content_words
from bot.remembered import remembered

__all__ = ["ListQuestion", "list_question"]

_NUMERAL = "[一二两三四五六七八九十]{1,3}|\\d{1,2}"
_WHICH = expression(
    rf"哪些|(?:哪(?:{_NUMERAL}|几)|(?<!第)几)(?P<counter>(?!条件|点(?!要求|意见|建议|内容|$|[?？呢]))(?:{COUNTERS}))"
    r"|(?:都|还|各)?(?:分别|有(?:什么|啥)|都?(?:是|有)(?:什么|啥|谁)|(?:包括|包含|分为|分成)(?:了|着)?(?:什么|啥)?)"
    r"|什么(?=条件|材料|要求|步骤|措施|内容|规定|目标|任务|福利|好处|问题|特点|功能|服务|手续|资料|证件)"
    r"|\bwhat are\b|\bwhich\b|\blist\b|\bhow many (?:kinds|types|steps)(?: of)?\b"
)
_HOW_MANY = expression(rf"哪({_NUMERAL})(?:{COUNTERS})")
_REST = expression(r"(?:剩下|余下|其余|其他|其它|另外|别)的?(?:[两二三四五六七八九十]|\d{1,2})")
_SAYS = expression(
    r"^(?:的?内容)?(?:主要|具体|分别|各|都|又|先|再|要|应该?|该)*(?:讲|说|写|规定|要求|做|干)(?:了|的|些|是)*(?=什么|啥|哪)"
    r"|^(?:是|都是)?(?:怎么|如何|怎样)(?:讲|说|写|规定|要求)的?"
)
_AMONG = expression(r"(?:里面?|里头|当?中|之中|其中)?的?(?:从|排名?在?|列在)?$")
_ASKS = expression(rf"{_WHICH.pattern}|(?:列出|列举|逐条|逐项|挨个)")
_SAYS_NOTHING = expression(
    r"[\s,的]*(?:请问)?[\s,的]*(?:都|分别)?(?:(?:是|讲|说|写|指|规定|要求)[了的]?(?:是)?(?:什么|啥|哪些)?)?(?:什么|啥)?(?:内容)?[呢吗吧啊?。!\s]*"
    r"|[\s,]*(?:(?:what|which)(?:'s| is| are| does| do)?)?[\s,]*(?:say)?[?.!\s]*"
)
_OF_ANY_LIST = ("", *"项条点个件样则")
_DIRECT = expression(
    r"[^\s,。?!:是呢叫的指有什啥哪]{2,8}"
    r"| (?!is\b|are\b|was\b|were\b|and\b|for\b|that\b|the\b|does\b|says?\b)[a-z]{3,}"
)
_NAME = expression(rf"(?:{'|'.join(CHINESE_NAMES)}|\b(?:{'|'.join(ENGLISH_NAMES)})s? )\Z")
_NOUN_TAGS = ("n", "vn", "an", "j", "l", "i", "s", "t", "x", "eng", "q", "b", "k", "g")


class ListQuestion(NamedTuple):
    """A question for a list: the things asked for, how many, the places of some of them, and its other words."""

    noun: str
    number: int | None
    places: ItemPlaces | None
    """Which of the items are asked for; None for all of them."""
    words: tuple[str, ...]
    counter: str = ""
    """By what the places count: 条 of 第三条."""
    mark: str = ""
    """The words that name the places, and nothing of the list: 中的第一和第三条."""
    is_of_any: bool = False
    """Whether it says nothing of the list but that it has items: 第三项是什么."""
    parts: tuple[LawPart, ...] = ()
    """What is asked for within the article of a law at that place, from the outside in: 第一款第三项."""

    @property
    def is_of_counter(self) -> bool:
        """Whether the counter says what the list is of: 步 of 第三步."""
        return bool(self.counter) and self.counter not in EMPTY_COUNTERS


def list_question(question: str) -> ListQuestion | None:
    """Return what the question asks of a list; None if it asks for none."""
    return _read(folded(question))


@remembered(256)
def _read(question: str) -> ListQuestion | None:
    if not question or len(question) > 200:
        return None
    if told := law_place(question):
        return _of_parts(told)
    named, counted = places_named(question), announced(question)
    which = _WHICH.search(question)
    if which is None and not counted and named is None and not _ASKS.search(question):
        return None
    if named is not None:
        return _of_places(question, named)
    # 剩下的两条 are no list of two
    counted = announced(_REST.sub("", question)) if counted else ()
    noun = counted[0].noun if counted else _noun(question, which)
    number = counted[0].number if counted else _number(question)
    return ListQuestion(noun, number, None, _words(question, noun, number if counted else None))


def _of_parts(told: LawPlace) -> ListQuestion | None:
    """Return what a question asks that names parts of an article."""
    asked = _read(told.question)
    if asked is None or asked.places is None:
        return asked
    return asked._replace(parts=told.parts, mark=f"{asked.mark} {told.said}", is_of_any=False)


def _of_places(question: str, named: NamedPlaces) -> ListQuestion:
    """Return what a question asks that names places of a list."""
    before = _AMONG.sub("", question[: named.start])
    after = _SAYS.sub("", question[named.end :])
    mark = question[len(before) : len(question) - len(after)]
    after = f"{named.thing},{after}" if named.thing else after
    # 前三条是哪三条 counts what it asks for, not the list
    left = _HOW_MANY.sub("哪些", f"{before},{after}")
    counted, which = announced(left), _WHICH.search(left)
    of_others = named.places.are_left_out and _noun(left, which)
    called = "" if counted or of_others else _called(before, named.counter)
    noun = (
        counted[0].noun
        if counted
        else of_others or called or _placed_noun(before, after) or _noun(left, which)
    )
    number = counted[0].number if counted else None
    is_of_any = named.counter in _OF_ANY_LIST and bool(_SAYS_NOTHING.fullmatch(left))
    noun, words = ("", ()) if is_of_any else (noun, _words(left, noun, number))
    return ListQuestion(noun, number, named.places, words, named.counter, mark, is_of_any)


def _words(question: str, noun: str, number: int | None) -> tuple[str, ...]:
    return tuple(word for word in content_words(question) if _tells(word, noun, number or 0))


def _number(question: str) -> int | None:
    """Return how many items 哪三个 asks for."""
    match = _HOW_MANY.search(question)
    if match is None:
        return None
    return int(match[1]) if match[1].isdecimal() else value(match[1].replace("两", "二"))


def _tells(word: str, noun: str, number: int) -> bool:
    """Return whether a word of the question says which list is meant, besides what it lists."""
    if word in GENERIC or word in ENGLISH_WORDS or word in noun or (noun and noun in word):
        return False
    return not (number and (value(word[0]) == number or word.startswith("两") or word[0].isdigit()))


def _called(before: str, counter: str) -> str:
    """Return what the items are called before their number, or by their counter if that is a noun: 步骤 of 步骤二 and 第二步骤."""
    found = None if counter else _NAME.search(before)
    return found[0].strip() if found else "步骤" * (counter == "步骤")


def _placed_noun(before: str, after: str) -> str:
    """Return what stands right after 第二个: 率先 of 第二个率先是什么; else the last noun before it."""
    direct = _DIRECT.match(after)
    return direct[0].strip() if direct else _run(before.removesuffix("的"), from_end=True)


def _noun(question: str, which: re.Match[str] | None) -> str:
    """Return what is asked for: after 哪些, else before it, else the counter of 几档."""
    if which is None:
        return ""
    counter = which.groupdict().get("counter") or ""
    after = _run(question[which.end() :], from_end=False)
    if after:
        return after
    if counter and counter not in EMPTY_COUNTERS:
        return counter
    return _run(question[: which.start()], from_end=True)


def _run(text: str, *, from_end: bool) -> str:
    """Return the last noun of the run of nouns that begins `text`, or the last of all where it ends."""
    words = [
        (word, tag) for word, tag in segmenter().tags(text.strip(" ?？。!呢啊吗的,，").removeprefix("the "))
    ]
    if from_end:
        return next((word for word, tag in reversed(words[-3:]) if _is_noun(word, tag)), "")
    run: list[str] = []
    for word, tag in words:
        is_last = not run and word == words[-1][0] and len(word) > 1 and word not in GENERIC
        if not (_is_noun(word, tag) or is_last):
            break
        run.append(word)
    return run[0] if run[:1] == ["人"] else run[-1] if run else ""


def _is_noun(word: str, tag: str) -> bool:
    return (
        tag.startswith(_NOUN_TAGS) and word not in GENERIC and word not in ENGLISH_WORDS and word[0].isalnum()
    )
