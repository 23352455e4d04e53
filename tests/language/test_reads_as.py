"""Long messages: questions, articles, and those that may be either."""

import pytest

from bot.language.reads_as import ReadsAs, reads_as

_STORY = (
    "老槐树下的面馆开了二十三年，掌柜姓秦，和面的手艺是从父亲那里学来的。每天清早四点，灯就亮了，街坊们闻着葱油的香味醒来。"
    "去年冬天，面馆的锅炉坏了，邻居们凑钱换了一口新的。掌柜把名字一个个写在墙上，说要记一辈子。"
)
_LONG = _STORY * 4
_PARAGRAPHS = "\n".join([_STORY] * 3)
_ASKED = "请问这家面馆的锅炉是什么时候坏的，后来是谁出钱换的，一共花了多少钱？"
_ENGLISH = "The noodle shop under the old tree has been open for twenty-three years. "

QUESTION, ARTICLE, DOUBT = ReadsAs.QUESTION, ReadsAs.ARTICLE, ReadsAs.DOUBT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("面馆开了多少年？", QUESTION),
        ("面馆", QUESTION),
        ("面馆。" * 30, QUESTION),
        (_STORY, QUESTION),
        (_LONG, ARTICLE),
        (_PARAGRAPHS, ARTICLE),
        (f"老槐树下的面馆\n{_PARAGRAPHS}", ARTICLE),
        (_LONG * 8, ARTICLE),
        (f"{_LONG * 8}\n{_ASKED}", ARTICLE),
        ((_ASKED[:-1] + "，" + "还有那时候的天气怎么样，" * 40)[:419] + "？", QUESTION),
        (_ASKED * 13, QUESTION),
        (f"{_STORY * 3}{_ASKED}", QUESTION),
        (f"{_LONG}\n{_ASKED}", QUESTION),
        (f"{_ASKED}\n{_LONG}", QUESTION),
        (f"我在读一篇讲面馆的文章，{_LONG}那么文章里是怎么说锅炉的？", QUESTION),
        (f"{_LONG}我想知道掌柜后来怎样了？", QUESTION),
        (f"{_LONG}\n麻烦告诉我锅炉是哪年换的", QUESTION),
        (f"{_LONG}人这一辈子，又能记住多少名字呢？", DOUBT),
        (f"谁还记得那口锅炉？{_LONG}", DOUBT),
        (f"{_PARAGRAPHS}\n这样的街坊，如今还剩多少？", DOUBT),
        (f"{_STORY * 2}谁来接班？{_STORY * 2}", ARTICLE),
        (f"{_STORY * 2}记者问：“您累不累？”{_STORY * 2}", ARTICLE),
        (f"{_PARAGRAPHS}\n他说：“值不值得？”", ARTICLE),
        ("\n".join(["面馆开了多少年？", "掌柜姓什么？", "锅炉是谁换的？"] * 9), QUESTION),
        (_ENGLISH * 8, ARTICLE),
        (f"{_ENGLISH * 8}Could you tell me who paid for the boiler?", QUESTION),
        (f"{_ENGLISH * 8}But who remembers the names?", DOUBT),
    ],
)
def test_a_long_text_is_a_question_if_it_asks(text: str, expected: ReadsAs) -> None:
    """Mostly, or at an end where it turns to whoever reads; one that merely ends in a question is in doubt."""
    assert expected == reads_as(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("面馆开了多少年？" * 2, QUESTION),
        (_STORY, ARTICLE),
        (_ASKED * 3, QUESTION),
        (f"{_STORY}{_ASKED}", QUESTION),
        (f"{_STORY}谁还记得呢？", DOUBT),
    ],
)
def test_a_forwarded_text_is_one_sooner(text: str, expected: ReadsAs) -> None:
    """But a question that was forwarded is a question."""
    assert expected == reads_as(text, forwarded=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_LONG, DOUBT),
        (_PARAGRAPHS * 2, ARTICLE),
        (f"{_LONG}那锅炉呢？", QUESTION),
        (f"{_PARAGRAPHS}\n{_STORY}\n谁来接班？\n{_STORY}", DOUBT),
    ],
)
def test_a_reply_to_an_answer_is_an_article_only_without_any_question(text: str, expected: ReadsAs) -> None:
    """And then only if it has several paragraphs; otherwise it is in doubt."""
    assert expected == reads_as(text, in_reply=True)
