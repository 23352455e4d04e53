"""The lists of an article."""

from itertools import pairwise

import pytest
from articles import LIBRARY
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.lists.enumerations import ArticleLists
from bot.model import Article, Heading, Source

_PIECES = st.sampled_from(
    [
        *"一二三、，。；：\n（）()1.①•",
        *("2. ", "（三）", "④ ", "5、"),
        *("A. ", "(b) ", "ii. ", "Ⅰ、", "⑵", "甲、", "Step 1: ", "步骤二、"),
        "一是",
        "第二，",
        "首先",
        "最后，",
        "从这里看，",
        "三个目标",
        "如下：",
        "\u3000",
        "等",
        "书架",
    ]
)


def _told(text: str) -> list[list[str]]:
    """Return the items of each list that is announced or marked."""
    article = Article(Source(title="题"), text)
    return [
        [item.whole.cut(text) for item in one.items]
        for one in ArticleLists(article).enumerations
        if one.is_named or one.mark
    ]


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (["一是修路；", "二是架桥。"], "做两件事：一是修路；二是架桥。说完了。"),
        (
            ["一是修路。先测量。", "二是架桥。再施工。"],
            "做两件事。一是修路。先测量。二是架桥。再施工。散会。",
        ),
        (
            ["（一）甲方签字。", "（二）乙方签字。"],
            "步骤如下：\n（一）甲方签字。\n（二）乙方签字。\n此后生效。",
        ),
        (["1. 苹果", "2. 梨"], "水果如下：\n1. 苹果\n2. 梨"),
        (["苹果", "梨", "桃"], "水果如下：\n苹果\n梨\n桃"),
        (["苹果", "梨", "桃"], "店里有苹果、梨和桃三种水果。"),
        (["红档十元", "黄档二十元"], "票价分两档：红档十元，黄档二十元"),
        (["从远处看，它像船。", "从近处看，它是石头。"], "石头很怪。从远处看，它像船。从近处看，它是石头。"),
        (["甲\u3000一元", "乙\u3000两元"], "品名\u3000价格\n甲\u3000一元\n乙\u3000两元"),
    ],
)
def test_a_list_has_its_items_and_nothing_else(items: list[str], text: str) -> None:
    """Whatever marks them, each from its mark to the next, the last no longer than those before it."""
    assert items in _told(text)


def test_a_list_within_an_item_is_a_list_of_its_own() -> None:
    """(1) below （一） counts anew, and the outer list goes on after it."""
    text = "要求如下：\n（一）安全。\n1. 关灯。\n2. 锁门。\n（二）整洁。"
    assert ["（一）安全。\n1. 关灯。\n2. 锁门。", "（二）整洁。"] in _told(text)
    assert ["1. 关灯。", "2. 锁门。"] in _told(text)


_MIXED = ["一、修屋顶。", "2. 换瓦片。", "（三）铺石板。", "④ 埋电线。", "第五 种梧桐。"]


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (_MIXED, "\n".join(["做法如下：", *_MIXED, "做完再看。"])),
        (_MIXED[:4], f"原因有四：{''.join(_MIXED[:4])}做完再看。"),
        (
            ["一、甲方。", "二、乙方。", "3. 丙方。", "四、丁方。"],
            "一、甲方。\n二、乙方。\n3. 丙方。\n四、丁方。",
        ),
        (["一. 甲方", "二. 乙方"], "一. 甲方\n二. 乙方"),
    ],
)
def test_marks_of_several_families_that_count_on_are_a_list(items: list[str], text: str) -> None:
    """As careless authors write them, and machines read them."""
    assert items in _told(text)


def test_a_list_with_mixed_marks_has_lists_within_its_items() -> None:
    """Each within its own item, and the outer one goes on after them."""
    outer = ["一、安全。\n（一）关灯。\n（二）锁门。", "2. 整洁。\n（一）扫地。\n（二）擦窗。", "三、安静。"]
    told = _told("\n".join(outer))
    assert outer in told
    assert ["（一）关灯。", "（二）锁门。"] in told
    assert ["（一）扫地。", "（二）擦窗。"] in told


@pytest.mark.parametrize(
    "text",
    [
        "一、安全。\n（一）关灯。\n二、整洁。\n2. 扫地。\n三、安静。\n（三）关门。",
        "一、安全。\n（一）关灯。\n2. 扫地。\n3. 关门。",
        "一、安全：(1) 关灯。(2) 锁门。\n3. 整洁。",
        "一、安全。\n2. 整洁。",
        "甲类很贵。\n2. 整洁。\n（三）安静。",
    ],
)
def test_marks_of_lists_within_one_another_are_not_mixed(text: str) -> None:
    """Nor is there a list where nobody can tell, or where two marks alone count on."""
    families = [{item[0] for item in items} for items in _told(text)]
    assert all(len(marks) == 1 or marks == set("一二三") for marks in families)


def test_the_articles_of_a_law_are_no_rows_of_a_table() -> None:
    """Though a wide blank stands after the number of each."""
    text = "第一条\u3000集市周六开。\n第二条\u3000秤要检定。\n第三条\u3000不得占道。"
    assert [["第一条\u3000集市周六开。", "第二条\u3000秤要检定。", "第三条\u3000不得占道。"]] == _told(text)


def test_an_item_ends_before_the_heading_of_the_next_chapter() -> None:
    """What stands below it goes on with the list."""
    text = "总则\n第一条 集市周六开。\n第二条 秤要检定。\n摊主\n第三条 不得占道。"
    article = Article(Source(title="题"), text, headings=(Heading(1, 1), Heading(4, 1)))
    (found,) = (one for one in ArticleLists(article).enumerations if one.mark)
    assert ["第一条 集市周六开。", "第二条 秤要检定。", "第三条 不得占道。"] == [
        item.whole.cut(text) for item in found.items
    ]


def test_the_sections_below_a_heading_are_a_list() -> None:
    """Each with all that stands in it."""
    text = "四季\n春\n播种。\n秋\n收割。"
    article = Article(Source(title="题"), text, headings=(Heading(1, 1), Heading(2, 2), Heading(4, 2)))
    items = [[item.whole.cut(text) for item in one.items] for one in ArticleLists(article).enumerations]
    assert ["春\n播种。", "秋\n收割。"] in items


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_items_are_slices_in_order(text: str) -> None:
    """Of any text at all, what is quoted of an item lies within the item."""
    article = Article(Source(title="题"), text)
    for one in ArticleLists(article).enumerations:
        spans = [item.whole for item in one.items]
        assert spans == sorted(spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))
        assert all(
            item.whole.start <= item.span.start < item.span.end <= item.whole.end <= len(text)
            for item in one.items
        )
        assert len(one.items) > 1


def test_the_demonstration_article_has_its_three_things() -> None:
    """Three items within one sentence."""
    assert [3] == [len(one.items) for one in ArticleLists(LIBRARY).enumerations if one.noun == "事"]


@pytest.mark.parametrize("marks", [("从长远发展来看，", "从近处来看，"), ("secondly, ", "finally, ")])
def test_the_lead_of_a_long_item_is_more_than_its_mark(marks: tuple[str, str]) -> None:
    """The comma of the mark itself is none to cut at."""
    items = [f"{mark}{'屋顶要修' * 20}，{'瓦片要换' * 30}。" for mark in (*marks, marks[-1])]
    items = items if "从" in marks[0] else [f"first, {items[0][10:]}", *items]
    text = "\n".join(["有几个要点：", *items])
    lists = ArticleLists(Article(Source(title="题"), text)).enumerations
    assert any(one.mark for one in lists)
    assert all("屋顶要修" in item.span.cut(text) for one in lists if one.mark for item in one.items)
