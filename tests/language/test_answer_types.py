"""The type of answer that a question asks for, and that a sentence shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from bot.language.answer_types import AnswerType, asked_type, quantity_asked, shows_new, types_shown

NONE, WHEN, WHO, WHERE = AnswerType.NONE, AnswerType.WHEN, AnswerType.WHO, AnswerType.WHERE
NUMBER, WHY, HOW = AnswerType.NUMBER, AnswerType.WHY, AnswerType.HOW


@pytest.mark.parametrize(
    ("kind", "question"),
    [(WHEN, q) for q in ("书屋哪天开馆", "什么时候落成的", "哪年建的", "几月几号", "动工时间", "何时竣工")]
    + [(WHO, q) for q in ("谁当了馆长", "哪位设计的", "馆长叫什么名字", "哪个导演拍的")]
    + [(WHERE, q) for q in ("粮仓在哪里", "位于哪个城市", "在什么地方", "开会地点")]
    + [(NUMBER, q) for q in ("有多少本书", "园区有多大", "几个村", "面积是多少", "占比百分之几", "多久一次")]
    + [(WHY, q) for q in ("为什么怕潮", "为啥不拆", "缺人的原因")]
    + [(HOW, q) for q in ("怎么改造的", "如何借书", "用什么办法防潮")]
    + [(NONE, q) for q in ("三个小目标是什么", "几年前的粮仓", "灶台讲堂", "", "？")],
)
def test_the_type_that_a_question_asks_for(kind: AnswerType, question: str) -> None:
    """By its question word; NONE where that says nothing."""
    assert kind is asked_type(question)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (WHEN, "二〇二三年十二月开馆。"),
        (WHO, "设计师的妻子是位教授。"),
        (WHERE, "老粮仓位于镇子北部。"),
        (NUMBER, "借出图书2.3万册。"),
        (WHY, "由于梅雨，机器要开着。"),
        (HOW, "通过投票决定。"),
    ],
)
def test_the_types_that_a_sentence_shows(kind: AnswerType, sentence: str) -> None:
    """A sentence may show several."""
    assert kind in types_shown(sentence)


def test_a_sentence_that_shows_nothing() -> None:
    """An exclamation answers no question."""
    assert NONE == types_shown("好极了！")


def test_an_answer_is_what_the_question_does_not_say_already() -> None:
    """The year in the question is not the answer to it."""
    assert not shows_new(WHEN, "2022年，仓门重开。", "2022年哪天")
    assert shows_new(WHEN, "2022年5月，仓门重开。", "2022年哪月")


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("多少名志愿者", "六十七名", "六十七册"),
        ("有多少人", "三十多人", "三十多岁"),
        ("园区面积是多少", "100万平方米", "100万元"),
        ("花了多少钱", "三百二十万元", "三百二十册"),
        ("老葛多大年纪", "八十一岁", "八十一级"),
        ("最远的村有多远", "19公里", "19岁"),
        ("占比是多少", "41%", "41元"),
    ],
)
def test_the_unit_that_an_answer_comes_in(question: str, answer: str, other: str) -> None:
    """A number with the right unit, and not one with another."""
    unit = quantity_asked(question)
    assert unit is not None
    assert unit.amounts(answer)
    assert not unit.amounts(other)


@pytest.mark.parametrize("question", ["粮仓在哪里", "是多少", "三个小目标是什么", ""])
def test_a_question_that_asks_for_no_unit(question: str) -> None:
    """多少 without a noun leaves it open."""
    assert quantity_asked(question) is None


@given(texts(max_size=40), st.sampled_from(list(AnswerType)))
def test_a_sentence_shows_nothing_new_to_itself(text: str, kind: AnswerType) -> None:
    """A question in the answer's own words is not answered by them."""
    assert not shows_new(kind, text, text)
    asked_type(text), quantity_asked(text), types_shown(text)


@pytest.mark.parametrize(
    "question",
    ["面积最大的公园在哪里", "谁的工资最高", "哪个城市的温度计最老", "为什么票价涨了", "年轻人去哪儿"],
)
def test_a_quantity_that_is_merely_named_is_not_asked_for(question: str) -> None:
    """The question word asks for something else."""
    assert quantity_asked(question) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("桥有多长", "桥宽5米。"),
        ("桥有多宽", "桥长386米。"),
        ("桥有多高", "离码头1.2公里。"),
        ("展览多久", "2024年3月开展。"),
    ],
)
def test_a_measure_with_the_label_of_another_is_no_amount(question: str, sentence: str) -> None:
    """Length, width, height and distance share their units; a date is no duration."""
    asked = quantity_asked(question)
    assert asked is not None
    assert () == asked.amounts(sentence)
