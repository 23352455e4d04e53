"""What a question asks of a list: of what, how many, and which of them."""

import pytest
from hypothesis import given
from texts import texts

from bot.answering.lists.list_questions import list_question


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
    ("noun", "number", "counter", "question"),
    [
        ("率先", None, "个", "第二个率先是什么"),
        ("准备", 5, "项", "五项准备的前三项是哪三项"),
        ("小组", 5, "个", "五个小组里前两个是什么"),
        ("条件", None, "条", "申请摊位除了第一条还有哪些条件"),
        ("措施", None, "项", "除前三项措施外还有什么"),
        ("", None, "条", "第十二条规定了什么"),
        ("steps", None, "", "What are the first three steps"),
    ],
)
def test_a_question_for_some_items_says_of_what(
    noun: str, number: int | None, counter: str, question: str
) -> None:
    """What their places count is neither the list's noun nor its number."""
    asked = list_question(question)
    assert asked is not None
    assert asked.places is not None
    assert (noun, number, counter) == (asked.noun, asked.number, asked.counter)


def test_what_is_left_of_a_list_is_no_list_of_so_many() -> None:
    """剩下的两项 may be left of any."""
    asked = list_question("剩下的两项措施是什么")
    assert asked is not None
    assert None is asked.number


@given(texts(max_size=300))
def test_any_text_may_be_asked(question: str) -> None:
    """Whatever a stranger types."""
    asked = list_question(question)
    assert asked is None or asked.places is None or asked.places.ranges
