"""The items of a list that a question names by their places."""

import pytest
from hypothesis import given
from texts import texts

from bot.language.item_places import places_named, places_opening
from bot.language.normalise import folded

_OF_SIX = {
    # one, from the front
    "第三条是什么": [3],
    "那第二个呢": [2],
    "第3条": [3],
    "首项是什么": [1],
    "排在第三的是什么": [3],
    "第２條": [2],
    "第二是什么": [2],
    "the sixth step": [6],
    "the 4th one": [4],
    "number 4 of the rules": [4],
    "what is item 3": [3],
    "step 5": [5],
    "step 5 是什么": [5],
    "what’s the second rule": [2],
    # one, from the end
    "最后一个呢": [6],
    "最末一项": [6],
    "末条是什么": [6],
    "排在最后的是什么": [6],
    "倒数第一个": [6],
    "倒数第二是什么": [5],
    "倒数第3个": [4],
    "the last one": [6],
    "the second to last item": [5],
    "the next-to-last step": [5],
    "the last but one": [5],
    "the second-last step": [5],
    "从第二条到第四条": [2, 3, 4],
    "the third from the end": [4],
    # several
    "前三条是什么": [1, 2, 3],
    "头两个": [1, 2],
    "前３项措施": [1, 2, 3],
    "最前面的两条": [1, 2],
    "最后两条": [5, 6],
    "后两个": [5, 6],
    "倒数两个": [5, 6],
    "第一和第三条": [1, 3],
    "第一条和第三条": [1, 3],
    "第一个条件和第三个条件": [1, 3],
    "第一、三、五条": [1, 3, 5],
    "第一条和最后两条": [1, 5, 6],
    "倒数第一和第二个": [5, 6],
    "第二到第四条": [2, 3, 4],
    "第2至4条": [2, 3, 4],
    "第2-4条": [2, 3, 4],
    "第三条到最后一条": [3, 4, 5, 6],
    "the first three steps": [1, 2, 3],
    "the last two": [5, 6],
    "the first and third": [1, 3],
    "the second to the fourth step": [2, 3, 4],
    "steps 2 to 4": [2, 3, 4],
    "steps 1, 3 and 5": [1, 3, 5],
    # all others
    "除了第一条还有哪些": [2, 3, 4, 5, 6],
    "除前三条外": [4, 5, 6],
    "前三条以外还有哪些": [4, 5, 6],
    "第一项措施之外的": [2, 3, 4, 5, 6],
    "everything but the last two": [1, 2, 3, 4],
    # what no list of six has
    "第九条": [],
    "第六十条": [],
    "前八条": [],
    "最后七条": [],
    "倒数第七条": [],
    "第五到第八条": [],
    "第一和第九条": [],
    "除了第九条": [],
    "the ninth": [],
}
_FAR = {
    "第十二条": 12,
    "第二十条": 20,
    "第二十一条": 21,
    "第一百零二条": 102,
    "第一百一十条": 110,
    "第九百九十九条": 999,
    "第102条": 102,
    "the 102nd article": 102,
}
_NONE = """还有呢|第二天呢|第三产业占比多少|谁排名第一|第一书记是谁|第一中学在哪|五年前两个村子合并了|前三个月花了多少|然后两个人去了哪|周末道路通吗|前一条
宋代末期有什么|十月末重建了桥|前、中、后三期怎么分|首条铁路是哪年修的|第三步以后做什么|第二项之前|第0条|第1000条|the first time it opened|the second world war|目前两个项目到哪一步了|街头三个摊位卖什么|剩下的两条|前几条|三条是什么|no one knows|the number one cause|the final was played in Rome|step by step""".replace(
    "\n", "|"
).split("|")


@pytest.mark.parametrize("question", _OF_SIX)
def test_the_items_named_of_six(question: str) -> None:
    """None where the list lacks any of them."""
    named = places_named(folded(question))
    assert named is not None
    assert _OF_SIX[question] == [index + 1 for index in named.places.of(6)]


@pytest.mark.parametrize("question", _FAR)
def test_the_articles_of_a_long_law(question: str) -> None:
    """As far as 999."""
    named = places_named(folded(question))
    assert named is not None
    assert (_FAR[question] - 1,) == named.places.of(999)


@pytest.mark.parametrize("question", _NONE)
def test_what_only_looks_like_a_place_is_none(question: str) -> None:
    """Times, ranks and names that begin alike, and the one before."""
    assert None is places_named(folded(question))


def test_what_lies_abroad_is_not_left_out() -> None:
    """外 ends other words, too, and 除 begins and ends some."""
    for question in ("第三个海外的项目是什么", "排除第三个问题", "第三条外的"):
        named = places_named(question)
        assert named is not None
        assert not named.places.are_left_out


def test_a_place_within_another_is_no_second_one() -> None:
    """Of 第二条第一款 it is 第二条 that is named."""
    named = places_named("第二条第一款是什么")
    assert named is not None
    assert (((2, 2),), "第二条第一款是什么"[named.start : named.end]) == (named.places.ranges, "第二条")


@given(texts(max_size=200))
def test_any_text_may_be_read(text: str) -> None:
    """Whatever a stranger types; the items are always some of the list, in order."""
    for named in (places_named(folded(text)), places_opening(folded(text))):
        if named is not None:
            assert 0 <= named.start < named.end <= len(folded(text))
            picked = named.places.of(7)
            assert sorted(set(picked)) == list(picked)
            assert all(0 <= index < 7 for index in picked)
