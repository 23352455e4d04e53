"""What a question asks of a list, and which item it asks for by its place."""

import pytest
from hypothesis import given
from texts import texts

from bot.answering.lists.list_questions import item_asked, list_question, place_asked
from bot.model import Item, Span

ITEMS = tuple(Item(1, Span(n, n + 1), Span(n, n + 1)) for n in range(3))


@pytest.mark.parametrize(
    ("noun", "number", "question"),
    [
        ("率先", 3, "三个率先是啥"),
        ("率先", 3, "3个率先分别是什么"),
        ("条件", None, "申请要具备哪些条件"),
        ("档", None, "摊位租金分几档"),
        ("系统", None, "系统一共哪几个"),
        ("步", None, "报名分哪几步"),
        ("问题", None, "存在哪些问题"),
        ("大事", 3, "今年要办哪三件大事"),
        ("材料", None, "需要什么材料"),
        ("goals", 3, "What are the three goals?"),
    ],
)
def test_a_question_for_a_list_says_of_what_and_how_many(
    noun: str, number: int | None, question: str
) -> None:
    """By its noun and its number, in any script."""
    asked = list_question(question)
    assert asked is not None
    assert (noun, number) == (asked.noun, asked.number)


@pytest.mark.parametrize(
    "question",
    ["怎么建设数字社会", "几点开门", "谁是馆长", "图书馆几岁", "花了多少钱", "什么时候开馆", "为什么", ""],
)
def test_other_questions_ask_for_no_list(question: str) -> None:
    """How something is done, when, who and how much."""
    assert list_question(question) is None


@pytest.mark.parametrize(
    ("place", "question"),
    [
        (2, "那第二个呢"),
        (3, "第三条是什么"),
        (3, "第3条"),
        (12, "第十二项讲什么"),
        (-1, "最后一个呢"),
        (-2, "倒数第二个"),
        (2, "And the second?"),
        (-1, "the last one"),
        (None, "还有呢"),
        (None, "第二天呢"),
    ],
)
def test_the_place_asked_for(place: int | None, question: str) -> None:
    """Counted from the end where the question does."""
    assert place == place_asked(question)


@pytest.mark.parametrize(
    ("item", "question"),
    [
        (ITEMS[1], "那第二个呢"),
        (ITEMS[2], "最后一条"),
        (ITEMS[1], "倒数第二个"),
        (None, "第四个呢"),
        (None, "还有呢"),
    ],
)
def test_the_item_asked_for_by_its_place(item: Item | None, question: str) -> None:
    """None where the list has no such item."""
    assert item == item_asked(ITEMS, question)


@given(texts(max_size=300))
def test_any_text_may_be_asked(question: str) -> None:
    """Whatever a stranger types."""
    asked = list_question(question)
    assert asked is None or asked.place is None or asked.place != 0
