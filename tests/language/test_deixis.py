"""Words by which a question points at the text, or at those who talk."""

import pytest

from bot.language.deixis import is_personal, points_at_text


@pytest.mark.parametrize(
    "question",
    ["这次死了几个人", "那家伙哪天落网的", "他们图啥", "该桥全长多少", "当时谁在场", "what did they find"],
)
def test_some_questions_point_at_the_text(question: str) -> None:
    """They speak of something as known to both."""
    assert points_at_text(question)


@pytest.mark.parametrize(
    "question",
    ["今天天气怎么样", "其他城市呢", "图书馆几点开门", "what is the weather like", "theatre tickets"],
)
def test_others_do_not(question: str) -> None:
    """其他 and 其实 are words of their own, and so is theatre."""
    assert not points_at_text(question)


@pytest.mark.parametrize(
    ("expected", "question"),
    [
        (True, "我孩子发烧怎么办"),
        (True, "你几岁了"),
        (True, "can you sing"),
        (False, "谁写的"),
        (False, "euro"),
    ],
)
def test_questions_about_those_who_talk_are_known(expected: bool, question: str) -> None:
    """By 我 and 你, I and you."""
    assert expected == is_personal(question)
