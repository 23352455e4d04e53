"""Which list of some articles answers a question for one."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.answering.lists.enumeration import Enumeration
from bot.answering.lists.list_questions import ListQuestion
from bot.answering.lists.plain import plain
from bot.answering.lists.things import alike
from bot.language.commonness import surprise
from bot.language.counters import COUNTERS
from bot.language.expressions import expression
from bot.language.place_words import NUMERAL
from bot.model import Article
from bot.remembered import remembered

__all__ = ["Choice", "fit", "may_fit"]

_ALIKE_NOUN = 0.8
_IN_TITLE, _NEAR, _IN_ITEMS, _HALF = 0.8, 0.4, 0.5, 0.3
_COUNTERS = frozenset(COUNTERS.split("|"))
_COUNTED = expression(rf"第{NUMERAL}(?P<counter>{COUNTERS})")
_MAX_LOOKED_AT = 2000
_MOST_WORDS = 0.6
_SOME_WORDS = 0.3
# A noun is what a list is of where nothing goes on from it: 问题： and 五个问题, but not 问题导向.
_HEAD_ENDS = expression(
    r"(?=$|[\s:。,;“”\"'‘’」》）)(]|是|有|为|包|分|等|如|主要|共|大致|大体|一览|清单|表|及)"
)


class Choice(NamedTuple):
    """A list and how well it fits; it is strong if its announcement alone says that it is meant."""

    enumeration: Enumeration
    score: float
    is_strong: bool
    is_only: bool = False
    """Whether nothing says that it is meant but that it is the only list of its article."""

    @property
    def is_by_the_way(self) -> bool:
        """Whether neither words nor marks say that it is a list at all."""
        return not (self.enumeration.is_named or self.enumeration.mark)


def may_fit(asked: ListQuestion, text: str, title: str) -> bool:
    """Return whether a list of an article may be the one asked for, by its plain text and title: to find its lists takes longer.

    What is said of a list stands in its article, so that the whole text holds as much of the question as any of it.
    """
    if asked.noun and not _may_be_named(asked.noun, text + title):
        return False
    if not asked.words:
        return True
    counts = asked.number is not None or bool(asked.noun)
    return _share_held(asked, ((text, 1.0), (title, _IN_TITLE))) >= (_SOME_WORDS if counts else _MOST_WORDS)


def _may_be_named(noun: str, text: str) -> bool:
    """Return whether a list of `noun` may be named in the text: by its end at least, or by a word for like things."""
    return noun[-1] in text or any(other in text for other in alike(noun))


def fit(asked: ListQuestion, article: Article, lists: Iterable[Enumeration]) -> Choice | None:
    """Return the list of `article` that the question asks for; None if none is announced as it asks."""
    lists = tuple(lists)
    choices = [choice for one in lists if (choice := _choice(asked, article, one))]
    if not choices and asked.is_of_any and not _counts_by(asked.counter, article):
        choices = [Choice(one, 0.0, is_strong=False, is_only=True) for one in _only(asked, lists)]
    return max(choices, key=lambda choice: choice.score, default=None)


def _counts_by(counter: str, article: Article) -> bool:
    """Return whether paragraphs of the article bear the counter, as those of a law in excerpts do, which are no list."""
    starts = (span.start for span in article.paragraphs)
    return bool(counter) and any(_counter_at(article.text, start) == counter for start in starts)


def _counter_at(text: str, start: int) -> str:
    found = _COUNTED.match(text, start)
    return found["counter"] if found else ""


def _only(asked: ListQuestion, lists: Sequence[Enumeration]) -> list[Enumeration]:
    """Return the list that is the only one, but for those within its items and names by the way, if it has the places asked for."""
    told = [one for one in lists if one.is_named or one.mark]
    if any(one.mark.startswith("第") and not one.mark.endswith(asked.counter) for one in told):
        return []  # 第三项 of a law may be one of any article
    outer = [one for one in told if not any(_is_within(one, other) for other in told)]
    return [one for one in outer if len(outer) == 1 and _is_long_enough(asked, one)]


def _is_within(one: Enumeration, other: Enumeration) -> bool:
    inner = one.items[0].whole.start, one.items[-1].whole.end
    return one is not other and any(
        item.whole.start <= inner[0] and inner[1] <= item.whole.end for item in other.items
    )


def _choice(asked: ListQuestion, article: Article, one: Enumeration) -> Choice | None:
    if not _is_long_enough(asked, one):
        return None
    is_meant = bool(asked.counter) and one.mark.startswith("第") and one.mark.endswith(asked.counter)
    if not asked.noun and not asked.words:
        # 第三条是什么 of a text that counts its articles so
        return Choice(one, float(len(one.items)), True) if is_meant else None
    noun, words = _noun_fit(asked, article, one), _words_fit(asked, article, one)
    counted, is_named = asked.number is not None, one.is_named or is_meant
    is_exact = (
        counted or bool(asked.words) or (noun == 1.0 and (len(one.noun) > 1 or asked.places is not None))
    )
    is_strong = noun > 0 and words >= (_SOME_WORDS if counted else _MOST_WORDS) and is_named and is_exact
    is_weak = words >= (_SOME_WORDS if noun else _MOST_WORDS) and (noun == 1.0 or is_named)
    is_weak = is_weak and (noun > 0 or not asked.noun)
    if not (is_strong or is_weak):
        return None
    # 图书室管理办法的第三条 is an article of it, not the third of the cases that an article lists
    score = 2 * noun + 2 * words + is_named + is_meant + (one.announcement is not None) * 0.5
    return Choice(one, score, is_strong)


def _is_long_enough(asked: ListQuestion, one: Enumeration) -> bool:
    """Return whether the list has as many items as asked for, and the places; what is too long to be quoted has but places."""
    if asked.number is not None and asked.number != len(one.items):
        return False
    return bool(asked.places.of(len(one.items))) if asked.places else not one.is_too_long


def _noun_fit(asked: ListQuestion, article: Article, one: Enumeration) -> float:
    """Return 1 if the list is one of what is asked for, less if of something alike, 0 if that is not said."""
    if not asked.noun:
        # 出海准备的第三项: what the dictionary calls a verb is what the list counts
        return float(asked.places is not None and len(one.noun) > 1 and one.noun in asked.words)
    if asked.is_of_counter and one.noun and asked.counter in one.noun and asked.noun in one.said:
        return 1.0
    if one.noun and (
        one.noun.endswith(asked.noun) or asked.noun.endswith(one.noun) or asked.noun in one.noun
    ):
        return 1.0
    # a sentence that counts something else only mentions the noun
    of_others = len(one.noun) > 1 or (asked.places is not None and one.noun and one.noun not in _COUNTERS)
    said = "" if of_others else one.said
    # the articles of a law are its own, whatever chapter they stand in
    is_of_title = not one.heading or one.mark.endswith("条")
    above = (one.heading, plain(article.source.title) if is_of_title else "")
    names = (said,) if one.is_within_sentence else (said, *above)
    for place, name in enumerate(names):
        if _heads(asked.noun, name):
            return 1.0 if place < 2 else _IN_TITLE
    others = alike(asked.noun)
    if any(one.noun.endswith(other) for other in others) and one.noun:
        return _ALIKE_NOUN
    if any(_heads(other, name) for name in names for other in others):
        return _ALIKE_NOUN
    ends = (
        plain(article.text[max(item.whole.start, item.whole.end - 20) : item.whole.end]) for item in one.items
    )
    ending = sum(end.endswith(asked.noun) for end in ends)
    return _ALIKE_NOUN if ending > 1 else 0.0


def _heads(noun: str, text: str) -> bool:
    at = text.find(noun)
    while at >= 0:
        if _HEAD_ENDS.match(text, at + len(noun)):
            return True
        at = text.find(noun, at + 1)
    return False


def _words_fit(asked: ListQuestion, article: Article, one: Enumeration) -> float:
    """Return the share of the question's other words, by rarity, that stand where the list is named; 1 for none."""
    if not asked.words:
        return 1.0
    paragraph = article.paragraphs[one.items[0].paragraph - 1]
    stretch = one.stretch
    near = article.text[max(paragraph.start, stretch.start - 200) : stretch.start]
    regions = (
        (one.said, 1.0),
        (one.heading, 1.0),
        (plain(article.source.title), _IN_TITLE),
        (plain(near), _NEAR),
        (plain(article.text[stretch.start : min(stretch.end, stretch.start + _MAX_LOOKED_AT)]), _IN_ITEMS),
    )
    return _share_held(asked, regions)


def _share_held(asked: ListQuestion, regions: Sequence[tuple[str, float]]) -> float:
    weights = _weights(asked.words)
    held = sum(weight * _held(word, regions) for word, weight in zip(asked.words, weights, strict=True))
    return held / sum(weights)


@remembered(256)
def _weights(words: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(surprise(f"w:{word}") + 0.5 for word in words)


def _held(word: str, regions: Iterable[tuple[str, float]]) -> float:
    """Return how much of a word is held where it is held best; some if only half its characters are."""
    best = 0.0
    for text, weight in regions:
        if word in text:
            best = max(best, weight)
        elif len(word) > 1 and sum(char in text for char in word) * 2 >= len(word):
            best = max(best, _HALF * weight)
    return best
