"""Questions in other words are answered, and the reply says which words were taken for which."""

import pytest
from shelves import shelf

from bot.answering.answerer import Answerer
from bot.locale import locale
from bot.model import Article, PassageAnswer, Question, Source
from bot.reply import reply
from bot.reply.record import record

_NEWS = Article(
    Source(title="港口快讯", author="林一舟"),
    "北湾港的新码头昨天启用，可以同时停靠三艘货轮。\n"
    "警方上周在码头逮捕了两名走私香烟的嫌疑人，案件还在调查。\n"
    "参观码头的门票每人二十元，学生免费。",
)


def _answer(question: str) -> PassageAnswer:
    answer = Answerer(shelf(_NEWS)).ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    return answer


@pytest.mark.parametrize(
    ("paragraph", "asked", "found", "question"),
    [
        (2, "警察", "警方", "警察在码头抓了几个人"),
        (2, "坏人", "嫌疑人", "民警逮捕的坏人走私什么"),
    ],
)
def test_a_word_of_like_meaning_is_named_beside_the_one_asked(
    paragraph: int, asked: str, found: str, question: str
) -> None:
    """It stands in the quoted passage, and the word asked is not called missing."""
    answer = _answer(question)
    assert paragraph == answer.hits[0].passage.paragraph
    assert (asked, found) in answer.evidence.understood
    assert asked not in answer.evidence.missing
    assert f"{asked} → {found}" in reply(answer, locale("zh-Hans")).text
    assert {"asked": asked, "found": found} in record(answer, locale("zh-Hans"))["evidence"]["understood"]


def test_a_word_that_stands_there_is_taken_for_none() -> None:
    """Nothing is said of like words where the question has the article's own."""
    answer = _answer("参观码头的门票多少钱")
    assert () == answer.evidence.understood
    assert "近义" not in reply(answer, locale("zh-Hans")).text


def test_what_stands_in_the_record_is_not_missing() -> None:
    """The author's name is no word of the text."""
    assert "林一舟" not in _answer("林一舟说的北湾港新码头可以停几艘货轮").evidence.missing
