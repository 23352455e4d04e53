"""Messages that ask once, and messages that ask several things one after the other."""

from functools import partial

import pytest
from work import work

from bot.language.questions import MOST_CHARACTERS, asks, questions_in

ONE = """面馆开了多少年？
面馆
面馆开了多少年
我昨天路过面馆。门口人很多。它开了多少年？
面馆开了多少年？谢谢！
你好，面馆开了多少年？
你好！面馆开了多少年？
在吗？面馆开了多少年？
面馆开了多少年？有人知道吗？
面馆开了多少年？谁知道？
面馆开了多少年？真的吗？
面馆开了多少年？能告诉我吗？
面馆是周一休息吗？还是周二？
面馆是周一休息，还是周二休息？
面馆是老秦的？或者是他儿子的？
面馆开了多少年？？
面馆开了多少年？！
面馆开了多少年？面馆开了多少年？
什么是“三件事”？
“谁来接班？”这句话是谁说的？
掌柜说“值不值？”是什么意思？
《谁来养老？怎么养？》是谁写的？
（面馆开了多少年？）
面馆为什么换锅炉，谁出的钱，花了多少？
锅炉坏了。天很冷。街坊们怎么办？
掌柜姓秦，手艺是父亲教的。他父亲叫什么？
老槐树下的面馆\n开了多少年
老槐树下的面馆\n开了多少年？
请问：\n面馆开了多少年？
面馆开了多少年？\n谢谢
How old is the shop?
I walked by the shop. How old is it?
How old is the shop? Does anyone know?
Is it closed on Monday? Or on Tuesday?
面馆开了多少年。
……？
？
"""

SEVERAL = [
    (
        "面馆开了多少年？\n掌柜姓什么？\n锅炉是谁换的？",
        ["面馆开了多少年？", "掌柜姓什么？", "锅炉是谁换的？"],
    ),
    ("面馆开了多少年？掌柜姓什么？锅炉是谁换的？", ["面馆开了多少年？", "掌柜姓什么？", "锅炉是谁换的？"]),
    ("面馆开了多少年\n掌柜姓什么\n锅炉是谁换的", ["面馆开了多少年", "掌柜姓什么", "锅炉是谁换的"]),
    ("1. 面馆开了多少年\n2. 掌柜姓什么", ["面馆开了多少年", "掌柜姓什么"]),
    ("1、面馆开了多少年？\n2、掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("（1）面馆开了多少年？\n（2）掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("一、面馆开了多少年？\n二、掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("①面馆开了多少年？\n②掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("- 面馆开了多少年？\n- 掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("请问：\n1. 面馆开了多少年\n2. 掌柜姓什么", ["面馆开了多少年", "掌柜姓什么"]),
    ("有几个问题：\n面馆开了多少年？\n掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("你好\n面馆开了多少年？\n掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("面馆开了多少年？掌柜姓什么？谢谢！", ["面馆开了多少年？", "掌柜姓什么？ 谢谢！"]),
    ("面馆开了多少年？掌柜姓什么？有人知道吗？", ["面馆开了多少年？", "掌柜姓什么？ 有人知道吗？"]),
    ("面馆开了多少年？是周一休息吗？还是周二？", ["面馆开了多少年？", "是周一休息吗？ 还是周二？"]),
    ("面馆什么时候换的锅炉？为什么？", ["面馆什么时候换的锅炉？", "为什么？"]),
    ("三个率先是什么？第二个呢？", ["三个率先是什么？", "第二个呢？"]),
    ("面馆开了多少年？ 掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("面馆开了多少年?掌柜姓什么?", ["面馆开了多少年?", "掌柜姓什么?"]),
    ("面馆開了多少年？掌櫃姓甚麼？", ["面馆開了多少年？", "掌櫃姓甚麼？"]),
    ("锅炉坏了。谁出的钱？花了多少？", ["锅炉坏了。 谁出的钱？", "花了多少？"]),
    ("掌柜姓秦。他父亲叫什么？面馆在哪里？", ["掌柜姓秦。 他父亲叫什么？", "面馆在哪里？"]),
    ("老槐树下的面馆\n开了多少年\n掌柜姓什么", ["老槐树下的面馆 开了多少年", "掌柜姓什么"]),
    ("“谁来接班？”是谁说的？面馆在哪里？", ["“谁来接班？”是谁说的？", "面馆在哪里？"]),
    ("How old is the shop? Who owns it?", ["How old is the shop?", "Who owns it?"]),
    ("How old is the shop\nWho owns it", ["How old is the shop", "Who owns it"]),
    ("面馆开了多少年？面馆开了多少年？掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("面馆几点开门？几点关门？", ["面馆几点开门？", "几点关门？"]),
    ("有没有素面？有没有汤？", ["有没有素面？", "有没有汤？"]),
    ("面馆开了多少年？\n\n\n掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
    ("问题1：面馆开了多少年？\n问题2：掌柜姓什么？", ["面馆开了多少年？", "掌柜姓什么？"]),
]


@pytest.mark.parametrize("text", [line.replace("\\n", "\n") for line in ONE.splitlines()])
def test_a_question_in_several_sentences_stays_one(text: str) -> None:
    """What is told before it, greets, seconds it or offers an alternative belongs to it."""
    assert (text,) == questions_in(text)


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_questions_are_told_apart(text: str, expected: list[str]) -> None:
    """By lines or by question marks, without the marks of a list; what is told before one goes with it."""
    assert expected == list(questions_in(text))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("面馆在哪里", True),
        ("面馆在哪里。", False),
        ("他问：“面馆在哪里？”", False),
        ("面馆开了很多年", False),
        ("几乎没人知道", False),
        ("茶几上有一碗面", False),
        ("请看附件", False),
        ("", False),
    ],
)
def test_a_sentence_asks_by_its_mark_or_by_its_words(sentence: str, expected: bool) -> None:
    """A quotation's question is none, nor are words that merely look like asking ones."""
    assert expected is asks(sentence)


@pytest.mark.parametrize("unit", ["？", "吗？", "“", "谁", "能告诉我", "还是", "1.", "请问", "\n", "我 "])
def test_the_work_grows_no_faster_than_the_message(unit: str) -> None:
    """Also for what was made to be read in countless ways."""
    few, many = (work(partial(questions_in, unit * n)) for n in (50, MOST_CHARACTERS // len(unit)))
    assert many <= 200 * max(few, 100)
