"""What can be suggested of a shelf: what was found out stays known while the shelf changes, and nothing leads to what is gone."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import demo, shelf

from bot.answering.answerer import Answerer
from bot.answering.known_suggestions import KnownSuggestions
from bot.model import Article, Heading, Source

MANY = tuple(
    Article(
        Source(title=f"第{n}篇"),
        f"第{n}间仓库存放“蓝釉陶罐{n}号”和“铜制烛台{n}号”。看门人每天擦拭“胡桃木柜{n}号”两次。",
    )
    for n in range(24)
)
NEWER = Article(Source(title="新的一篇"), "山谷里住着“敲钟的邮差”，他喜欢“会唱歌的茶壶”。")
LATER = Article(Source(title="后来的一篇"), "码头上停着“运盐的驳船”，船长收藏“海螺号角”。")


class Searched:
    """Answers what stands in articles, all texts or those `of` some words, and remembers what it was asked."""

    def __init__(self, articles: Sequence[Article], of: str = "") -> None:
        self._articles, self._of = articles, of
        self.asked: list[str] = []

    def __call__(self, text: str) -> Article | None:
        """Return the article that answers; None if none does."""
        self.asked.append(text)
        return next((one for one in self._articles if text in one.text and self._of in text), None)


def settled(known: KnownSuggestions, answered_by: Searched) -> tuple[str, ...]:
    """What is suggested once it has been asked so often that all is known."""
    for _ in range(12):
        known.of_all(answered_by)
    return known.of_all(answered_by)


def test_four_are_suggested_at_most() -> None:
    """None of an empty shelf."""
    assert () == KnownSuggestions(shelf()).of_all(Searched([]))
    assert 4 == len(KnownSuggestions(shelf(demo())).of_all(Searched([demo()])))


def test_what_is_not_answered_is_not_suggested() -> None:
    """Whoever taps on one is never told that nothing was found."""
    best = KnownSuggestions(shelf(demo())).of_all(Searched([demo()]))[0]
    found = KnownSuggestions(shelf(demo())).of_all(lambda text: None if text == best else demo())
    assert best not in found
    assert 4 == len(found)


def test_few_are_tried_and_none_twice() -> None:
    """However many there are, and however often it is asked: a large shelf takes its time for each."""
    known, nothing = KnownSuggestions(shelf(*MANY)), Searched([])
    assert () == settled(known, nothing)
    assert 0 < len(nothing.asked) <= 12
    assert len(set(nothing.asked)) == len(nothing.asked)


def test_one_article_more_costs_searches_about_it_alone_one_each_time() -> None:
    """What is known of the others is told at once; in the end it is what a shelf would tell that was never another."""
    before = KnownSuggestions(shelf(*MANY))
    before.of_all(Searched(MANY))
    after, searched = KnownSuggestions(shelf(*MANY, NEWER), before), Searched((*MANY, NEWER))
    assert after.of_all(searched)
    assert 1 == len(searched.asked)
    assert settled(KnownSuggestions(shelf(*MANY, NEWER)), Searched((*MANY, NEWER))) == settled(
        after, searched
    )
    assert all(text in NEWER.text for text in searched.asked)


def test_while_one_reckons_another_is_told_what_is_known_so_far() -> None:
    """Nobody waits for the searches that another one began."""
    known, begun, meanwhile = KnownSuggestions(shelf(*MANY)), list[str](), list[tuple[str, ...]]()

    def answered_by(text: str) -> Article | None:
        if begun:
            meanwhile.append(known.of_all(Searched(MANY)))
        begun.append(text)
        return Searched(MANY)(text)

    told = known.of_all(answered_by)
    assert begun[0] in meanwhile[0]
    assert set(meanwhile[0]) < set(told)


@pytest.mark.parametrize("instead", [(), (replace(NEWER, text="改过的文字。", kept_id=NEWER.id),)])
def test_what_is_gone_or_replaced_is_neither_quoted_nor_led_to(instead: tuple[Article, ...]) -> None:
    """Also if the words stand in an article that stays: another one answered them."""
    words = Article(Source(title="目录"), "目录里有“敲钟的邮差”和“运盐的驳船”。")
    before = KnownSuggestions(shelf(*MANY, NEWER, LATER, words))
    first = Searched((NEWER, LATER))
    assert {"敲钟的邮差", "运盐的驳船"} <= set(before.of_all(first))
    after, second = KnownSuggestions(shelf(*MANY, LATER, words, *instead), before), Searched((LATER,))
    found = settled(after, second)
    assert "运盐的驳船" in found
    assert "敲钟的邮差" not in found
    assert "运盐的驳船" not in second.asked


def test_an_article_with_other_headings_is_looked_through_anew() -> None:
    """Though its text is the same."""
    plain = Article(Source(title="题", publication="馆刊"), "修缮谷仓的经过\n墙厚半米，冬暖夏凉。")
    before = KnownSuggestions(shelf(*MANY, plain))
    settled(before, Searched([plain]))
    headed = replace(plain, headings=(Heading(1, 1),), kept_id=plain.id)
    assert "修缮谷仓的经过" in settled(KnownSuggestions(shelf(*MANY, headed), before), Searched([headed]))


def test_a_shelf_that_changed_by_more_than_a_tenth_is_reckoned_anew() -> None:
    """What nothing answered may be answered by what was added."""
    before = KnownSuggestions(shelf(*MANY[:6]))
    assert () == settled(before, Searched([]))
    few, many = (KnownSuggestions(shelf(*more, *MANY[:6]), before) for more in ((), (NEWER, LATER)))
    assert () == settled(few, Searched(MANY))
    assert 4 == len(settled(many, Searched(MANY)))


def test_suggestions_of_a_language_outlast_changes_in_another() -> None:
    """As those of all do."""
    english = Article(
        Source(title="A lighthouse", language="en"), "The lighthouse keeper polishes the foghorn."
    )
    before = KnownSuggestions(shelf(*MANY, english))
    told = before.of_language("en", Searched([english]))
    now, asked = shelf(*MANY, english, *MANY[:1]), Searched([english])
    assert told == KnownSuggestions(now, before).of_language("en", asked)
    assert [] == asked.asked


_ONES = st.lists(st.sampled_from([*MANY[:4], NEWER, LATER]), unique_by=lambda one: one.id, max_size=5)


@given(st.lists(_ONES, min_size=2, max_size=4))
def test_however_a_shelf_came_about_what_is_suggested_stands_on_it_and_is_answered(
    states: list[list[Article]],
) -> None:
    """Articles added, removed and put in another order, each time asked once."""
    answerers = [Answerer(shelf(*MANY, *states[0]))]
    for _, state in pairwise(states):
        assert answerers[-1].suggestions is not None
        answerers.append(Answerer(shelf(*MANY, *state), before=answerers[-1]))
        text = "".join(one.text for one in (*MANY, *state))
        assert all(one in text for one in answerers[-1].suggestions)
