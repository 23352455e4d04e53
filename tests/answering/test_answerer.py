"""Question → Answer, on shelves of every size and for questions of every kind."""

import gc
from collections.abc import Sequence
from functools import partial
from typing import ClassVar
from weakref import WeakSet

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from shelves import ENGLISH, demo
from texts import texts
from work import work

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.model import (
    Answer,
    Article,
    Field,
    Hit,
    NotFound,
    PassageAnswer,
    Question,
    Reason,
    Source,
    SourceAnswer,
    Verdict,
)
from bot.retrieval.memory import MemoryEngine
from bot.retrieval.postings import Postings

_PASTED = 4_000
"""Characters of a long question, about as many as a message of Telegram's holds."""
EMPTY = Article(Source(title="空白"), "")
BLANKS = Article(Source(title="空行"), "　 \n\n\t\n。。。\n河边种了一万棵松树。\n？")
MIXED = Article(
    Source(title="混排"),
    "与市级IRS系统的衔接要做到无缝，区里用Python 3.11重写了接口。\n每周五晚上放映IMAX电影。",
)


def _ask(text: str, *articles: Article) -> Answer:
    return Answerer(MemoryShelf(articles, MemoryEngine)).ask(Question(text))


def _hit(answer: Answer) -> Hit:
    assert isinstance(answer, PassageAnswer), answer
    return answer.hits[0]


def _hits(answer: Answer) -> Sequence[Hit]:
    match answer:
        case PassageAnswer():
            return answer.hits
        case NotFound():
            return answer.closest
        case _:
            return ()


def test_an_empty_shelf_answers_nothing() -> None:
    """And says that it is empty, also when asked for the author."""
    for question in ("图书馆有多少书", "作者是谁", "？", ""):
        assert NotFound(Question(question), Reason.EMPTY_SHELF) == _ask(question)


def test_one_article_answers() -> None:
    """Sure of it, with the passage it found first."""
    answer = _ask("图书馆藏书多少册", LIBRARY)
    assert "藏书三万二千册" in _hit(answer).passage.text
    assert isinstance(answer, PassageAnswer)
    assert Verdict.SURE is answer.verdict
    assert 0.5 < answer.confidence <= 1


@pytest.mark.parametrize(("question", "article"), [("书架预算多少", NOTE), ("图书馆藏书多少册", LIBRARY)])
def test_of_two_articles_the_right_one_answers(question: str, article: Article) -> None:
    """Whichever came first."""
    assert article == _hit(_ask(question, LIBRARY, NOTE)).article
    assert article == _hit(_ask(question, NOTE, LIBRARY)).article


@pytest.mark.parametrize("question", ["天气", "松树", "书", "作者是谁", "？"])
def test_an_article_without_text_does_no_harm(question: str) -> None:
    """Alone or beside another."""
    assert not isinstance(_ask(question, EMPTY), PassageAnswer)
    _ask(question, EMPTY, BLANKS)


def test_a_blank_paragraph_does_no_harm() -> None:
    """The passage keeps the number of its own paragraph."""
    hit = _hit(_ask("松树种了多少棵", EMPTY, BLANKS))
    assert "河边种了一万棵松树。" == hit.passage.text
    assert hit.passage.text == BLANKS.text[hit.passage.start : hit.passage.end]


@pytest.mark.parametrize("question", ["", " ", "？", "？！……", "，。", "🙂🙂", "\n\n", "——", "\u200b", "“”"])
def test_a_question_without_words_asks_nothing(question: str) -> None:
    """It is told so, with something that can be asked."""
    answer = _ask(question, LIBRARY)
    assert isinstance(answer, NotFound)
    assert Reason.NO_WORDS is answer.reason
    assert answer.suggestions


def test_what_the_shelf_does_not_speak_of_is_not_found() -> None:
    """The missing words are named, and the nearest passage is not quoted."""
    answer = _ask("火星上有没有水", LIBRARY)
    assert isinstance(answer, NotFound)
    assert Reason.NO_MATCH is answer.reason
    assert "火星" in answer.evidence.missing
    assert 0 <= answer.confidence < 0.5


def test_a_place_that_is_not_there_is_never_sure() -> None:
    """The near miss names it."""
    answer = _ask("成都的图书馆藏书多少册", LIBRARY)
    assert isinstance(answer, PassageAnswer | NotFound)
    assert "成都" in answer.evidence.missing
    assert not isinstance(answer, PassageAnswer) or Verdict.UNSURE is answer.verdict


def test_ties_keep_the_order_of_the_shelf() -> None:
    """Two articles with one text answer in the order in which they came."""
    twins = [Article(Source(title=title), "河边种了一万棵松树。") for title in ("甲", "乙")]
    answer = _ask("松树种了多少棵", *twins)
    assert twins == [hit.article for hit in _hits(answer)]


def test_a_question_about_the_source_is_answered_from_the_record() -> None:
    """Of the only article."""
    assert SourceAnswer(Question("谁写的"), LIBRARY, (Field.AUTHOR,)) == _ask("谁写的", LIBRARY)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("When was the granary built?", "built in 1962"),
        ("HOW THICK ARE THE WALLS", "half a metre thick"),
        ("How many volunteers keep the library open?", "Sixty-seven volunteers"),
        ("craftsmen's stories", "craftsmen's stories"),
    ],
)
def test_an_english_question_on_an_english_article(question: str, holds: str) -> None:
    """Answered for sure, also beside Chinese articles."""
    for articles in ((ENGLISH,), (LIBRARY, ENGLISH, demo())):
        answer = _ask(question, *articles)
        assert holds in _hit(answer).passage.text
        assert isinstance(answer, PassageAnswer)
        assert Verdict.SURE is answer.verdict


@pytest.mark.parametrize(
    "question", ["Who is the president of France?", "How do I bake bread?", "what time is it"]
)
def test_an_english_question_about_something_else(question: str) -> None:
    """Common words like is and the are no match."""
    assert isinstance(_ask(question, ENGLISH), NotFound)
    assert isinstance(_ask(question, LIBRARY), NotFound)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("IRS系统要怎么衔接", "IRS系统"),
        ("ｉｒｓ系統的銜接", "IRS系统"),
        ("接口用Python重写了吗", "Python 3.11"),
        ("IMAX电影哪天放映", "IMAX电影"),
    ],
)
def test_chinese_and_latin_in_one_question(question: str, holds: str) -> None:
    """Whatever the width and the case."""
    assert holds in _hit(_ask(question, MIXED)).passage.text


@pytest.mark.parametrize(
    "pasted",
    [
        "一",
        "9",
        "万",
        "？",
        "三件事是什么",
        "火星上有水",
        "谁写的",
        "abcdefghi ",
        "12,345 ",
        "“",
        demo().text,
        "🙂e\u0301",
    ],
    ids=lambda pasted: str(pasted[:6]),
)
def test_a_question_twice_as_long_is_about_twice_the_work(pasted: str) -> None:
    """Nothing that a person can paste holds the bot up; a character costs a few hundred calls."""
    _READY.ask(Question("六动书车明天会下雨吗"))
    short, long = (Question((pasted * length)[:length]) for length in (_PASTED // 2, _PASTED))
    once, twice = (work(partial(_READY.ask, question)) for question in (short, long))
    assert twice <= 2.5 * once + 1_000
    assert twice <= 300 * _PASTED
    assert long == _READY.ask(long).question


@given(texts(max_size=60) | st.text(alphabet="三件事图书馆是什么多少书2024年abc，？“” ", max_size=30))
def test_whatever_is_asked_the_answer_is_a_slice(question: str) -> None:
    """Passages are the article's own characters; focus and matches lie within them."""
    for hit in _hits(_READY.ask(Question(question))):
        passage = hit.passage
        assert passage.text == hit.article.text[passage.start : passage.end]
        for start, end in (*hit.focus, *hit.matches):
            assert 0 <= start < end <= len(passage.text)


def test_a_warm_answer_from_one_article_is_a_few_thousand_calls() -> None:
    """What can be remembered of an article is; `make bench-quality` has the milliseconds."""
    answerer = Answerer(MemoryShelf([demo()], MemoryEngine))
    # a near miss, and one for an item of a list
    for asked in ("六动书车明天会下雨吗", "第40个志愿者在书屋做什么"):
        answerer.ask(Question(asked))
    for number in range(1, 31):
        question = Question(f"第{number}个志愿者在书屋做什么")
        assert work(partial(answerer.ask, question)) < 20_000


class _Alive(MemoryEngine):
    """An engine that tells how many of it there are."""

    alive: ClassVar[WeakSet[MemoryEngine]] = WeakSet()

    def __init__(self, postings: Postings) -> None:
        super().__init__(postings)
        self.alive.add(self)


def test_an_index_that_nobody_asks_any_more_is_let_go_of_at_once() -> None:
    """It may be large, and while articles are added a new one comes every few seconds."""
    gc.disable()
    try:
        before = Answerer(MemoryShelf([LIBRARY], _Alive))
        for question in ("流动书车", "六动书车", "今天天气怎么样", "作者是谁"):
            before.ask(Question(question))
        after = Answerer(MemoryShelf([LIBRARY, NOTE], _Alive, previous=before.index))
        after.ask(Question("松木书架的预算"))
        del before
        assert 1 == len(_Alive.alive)
        del after
        assert not _Alive.alive
    finally:
        gc.enable()


def test_one_article_can_be_asked_alone() -> None:
    """It answers as if it were alone, its source record too; what it lacks is not found."""
    answerer = Answerer(MemoryShelf([NOTE, LIBRARY], MemoryEngine))
    record = answerer.ask_of(LIBRARY, Question("作者是谁"))
    assert isinstance(record, SourceAnswer)
    assert (LIBRARY, (Field.AUTHOR,)) == (record.article, record.fields)
    assert isinstance(answerer.ask_of(LIBRARY, Question("松木书架的预算")), NotFound)
    passage = answerer.ask_of(NOTE, Question("松木书架的预算"))
    assert isinstance(passage, PassageAnswer)
    assert {NOTE} == {hit.article for hit in passage.hits}
    assert isinstance(answerer.ask_of(NOTE, Question("？？")), NotFound)


_READY = Answerer(MemoryShelf([LIBRARY, NOTE, BLANKS], MemoryEngine))
