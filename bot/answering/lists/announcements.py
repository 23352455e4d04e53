"""What announces a list: 三个X, 四大X, 分三档, 如下."""

from typing import NamedTuple

from bot.language.counters import COUNTERS, NO_THING
from bot.language.expressions import expression
from bot.language.numerals import value

__all__ = ["Announced", "announced", "introduces", "is_speech", "may_announce", "may_introduce"]

_WORDS = {word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), 2)}
_COUNTED = expression(
    r"(?<![\d.第十百千万之年近])(?:(?P<number>[两二三四五六七八九]|十[一二三四五六七八九]?|\d{1,2})"
    rf"(?P<counter>{COUNTERS})(?!{NO_THING})"
    r"(?P<noun>[^\s,.。;:!?、()“”\"‘’《》的是有为包分将在都呢吗指叫哪什啥怎各具]{0,12})"
    rf"|(?<![a-z])(?P<word>{'|'.join(_WORDS)})\s(?P<things>[a-z]+(?:\s(?!of\b|in\b|for\b|to\b|that\b|are\b|is\b|the\b|and\b|at\b|on\b)[a-z]+)?))"
)
# What all of it needs, and more; to look for that takes a fifth of the time, and most sentences count nothing.
_MAY_COUNT = expression(rf"[一两二三四五六七八九十\dtfsen](?:{COUNTERS}|[a-z]{{2,4}}\s)")
_INTRODUCES = expression(r"(?:[:]|(?:如下|以下|下列|下述)[^,。;:]{0,12}[。:]?)\s*$")
_SPEECH = expression(
    r"(?:说|道|问|答|称|表示|指出|认为|写道|记者|喊|回忆|介绍|强调|告诉[^,。]{0,6}|said|asked|says)\s*:\s*[“\"「]?$"
)


class Announced(NamedTuple):
    """A number of things that a sentence names: 3 and 率先 of 三个率先, 3 and 档 of 分三档."""

    number: int
    noun: str


def announced(sentence: str) -> tuple[Announced, ...]:
    """Return the numbers of things in the plain `sentence`, in order."""
    if not may_announce(sentence):
        return ()
    found = []
    for match in _COUNTED.finditer(sentence):
        if match["word"]:
            found.append(Announced(_WORDS[match["word"]], match["things"]))
        else:
            number = match["number"].replace("两", "二")
            count = int(number) if number.isdecimal() else value(number) or 0
            found.append(Announced(count, match["noun"] or match["counter"]))
    return tuple(found)


def may_announce(sentence: str) -> bool:
    """Return whether the plain `sentence` may name a number of things."""
    return bool(_MAY_COUNT.search(sentence))


def introduces(sentence: str) -> bool:
    """Return whether the plain `sentence` ends as one before a list does, and nobody speaks."""
    return may_introduce(sentence) and not is_speech(sentence)


def may_introduce(text: str) -> bool:
    """Return whether the last sentence of the plain `text` may end as one before a list does."""
    return bool(_INTRODUCES.search(text))


def is_speech(sentence: str) -> bool:
    """Return whether the plain `sentence` ends where somebody begins to speak."""
    return bool(_SPEECH.search(sentence))
