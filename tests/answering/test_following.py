"""Questions that lean on the answer before, on a shelf of three articles."""

from collections.abc import Sequence
from functools import cache

import pytest
from articles import LIBRARY, NOTE

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.model import (
    Answer,
    Article,
    NotFound,
    PassageAnswer,
    Previous,
    Question,
    Reason,
    Source,
    SourceAnswer,
)
from bot.retrieval.memory import MemoryEngine

BRIDGE = Article(
    Source(title="河上的新桥", author="周小满"),
    "青石河步行桥去年十月建成，全长386米，由县设计院设计。桥面宽五米，只许行人和自行车通过。\n"
    "修这座桥是因为老渡口每逢涨水就要停航，孩子们上学要绕十里路。\n"
    "隧道还在山的另一头，长1200米，预计后年通车。\n"
    "缓解拥堵有三个办法。一是错开上下班的时间。二是多开两条公交线路。三是把老街改成单行道。",
)


@cache
def _answerer() -> Answerer:
    return Answerer(MemoryShelf([BRIDGE, LIBRARY, NOTE], MemoryEngine), hits=20)


def _last(questions: Sequence[str]) -> Answer:
    """The answer to the last of the questions, each asked after the one before."""
    previous = None
    for question in questions:
        answer = _answerer().ask(Question(question), previous)
        previous = Previous.after(answer, previous)
    return answer


def _focus(answer: Answer) -> str:
    assert isinstance(answer, PassageAnswer)
    hit = answer.hits[0]
    return "".join(span.cut(hit.passage.text) for span in hit.focus)


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (["步行桥有多长", "它什么时候建成的"], "去年十月"),
        (["步行桥有多长", "那隧道呢"], "1200米"),
        (["步行桥有多长", "为什么"], "老渡口"),
        (["步行桥有多长", "下一段"], "老渡口"),
        (["步行桥有多长", "下一段", "下一段"], "隧道"),
        (["隧道有多长", "上一段"], "老渡口"),
        (["缓解拥堵有哪三个办法", "那第二个呢"], "公交"),
        (["缓解拥堵有哪三个办法", "第二个呢", "最后一个"], "单行道"),
        (["三件事是什么", "and the second?"], "识字班"),
        (["错开时间", "还有别的办法吗"], "公交"),
        (["老管理员说了什么", "展开说说"], "二十年"),
    ],
)
def test_a_question_that_leans_is_answered_in_the_light_of_the_answer_before(
    questions: Sequence[str], expected: str
) -> None:
    """What it asks is looked for where that answer stood, and the answer says which it leaned on."""
    answer = _last(questions)
    assert expected in _focus(answer)
    assert questions[-2] == answer.light


@pytest.mark.parametrize("before", ["步行桥有多长", "三件事是什么", "火星上有水吗"])
@pytest.mark.parametrize(
    "question", ["图书馆藏书多少", "书架的预算是多少", "明天会下雨吗", "你好", "那明天天气呢", "it"]
)
def test_a_new_topic_is_never_dragged_to_the_old_one(before: str, question: str) -> None:
    """It is answered as if nothing had been asked before."""
    assert _last([question]) == _last([before, question])


@pytest.mark.parametrize("question", ["为什么", "还有呢", "下一段", "那第二个呢"])
def test_without_an_answer_before_nothing_is_leaned_on(question: str) -> None:
    """Nor after one that quoted nothing."""
    assert "" == _last([question]).light


def test_the_record_asked_for_is_that_of_the_article_just_quoted() -> None:
    """Not of the newest, which nobody spoke of."""
    answer = _last(["步行桥有多长", "谁写的"])
    assert isinstance(answer, SourceAnswer)
    assert (BRIDGE, "步行桥有多长") == (answer.article, answer.light)


@pytest.mark.parametrize("question", ["那第九个呢", "还有呢"])
def test_an_end_is_told(question: str) -> None:
    """Where the list or the article has no more, that is said."""
    answer = _last(
        ["三件事是什么", "第三个呢", "还有呢", "还有呢", "还有呢", "还有呢", "还有呢", "还有呢", question]
    )
    assert isinstance(answer, NotFound)
    assert Reason.NO_MORE is answer.reason


def test_more_is_never_what_was_shown() -> None:
    """Each 还有呢 quotes other sentences, until there are none."""
    previous, quoted = None, []
    for question in ["步行桥", *["还有呢"] * 8]:
        answer = _answerer().ask(Question(question), previous)
        previous = Previous.after(answer, previous)
        if isinstance(answer, PassageAnswer):
            quoted.append((answer.hits[0].passage, tuple(answer.hits[0].focus)))
    assert len(quoted) == len(set(quoted)) > 1


def test_what_left_the_shelf_is_not_leaned_on() -> None:
    """Its passages are not there to be quoted."""
    previous = Previous.after(_last(["步行桥有多长"]))
    elsewhere = Answerer(MemoryShelf([NOTE], MemoryEngine), hits=20)
    assert "" == elsewhere.ask(Question("下一段"), previous).light
