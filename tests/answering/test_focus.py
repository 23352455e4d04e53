"""The sentences of a passage that answer, and the places of the question's words."""

from itertools import pairwise

import pytest
from articles import LIBRARY
from hypothesis import given
from hypothesis import strategies as st
from shelves import demo, every_passage, library_shelf, shelf
from texts import texts

from bot.answering.answerer import Answerer
from bot.answering.ranking.focus import focus, matches
from bot.language.normalise import folded
from bot.language.terms import content_words
from bot.model import Article, PassageAnswer, Question, Source, Span

THINGS = Article(
    Source(title="今年的打算"),
    "开头说几句闲话，天气不错。今年要做三件大事。一是修路，把山里的路修到每一个村口。二是架桥，让孩子们上学不再绕远。"
    "三是种树，在河边种上一万棵松树。说完了，大家鼓掌。",
)
QUESTIONS = texts(max_size=20) | st.sampled_from(
    "三件事是什么|老管理员说了什么|有哪些难处|三个小目标分别是什么|老葛多大年纪|花了多少钱|书|说|“书|他|为什么热闹|谁种了一辈子地|？".split(
        "|"
    )
)


def _focused(question: str, article: Article) -> str:
    """Return the text in focus of the passage that scores best."""
    best = max(
        every_passage(question, shelf(article)), key=lambda one: one[0].of_passage(one[1])["sentence_bm25"]
    )
    text = best[0].indexed.passages[best[1]].text
    return "".join(span.cut(text) for span in focus(*best))


def _quoted(question: str, article: Article) -> str:
    """Return the text in focus of the answer's first hit."""
    answer = Answerer(shelf(article)).ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    return "".join(span.cut(answer.hits[0].passage.text) for span in answer.hits[0].focus)


def _marks_open(text: str) -> int:
    return text.count("“") - text.count("”")


@given(QUESTIONS)
def test_the_focus_is_one_stretch_of_its_passage(question: str) -> None:
    """Within it, in order, never empty, each span where the one before ended."""
    for features, number in every_passage(question, library_shelf()):
        text = features.indexed.passages[number].text
        spans = focus(features, number)
        assert spans
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end == after.start for one, after in pairwise(spans))


@given(QUESTIONS)
def test_the_focus_never_cuts_within_quotation_marks(question: str) -> None:
    """Somebody's speech is quoted whole."""
    for features, number in every_passage(question, library_shelf()):
        text = features.indexed.passages[number].text
        for start, end in focus(features, number):
            assert 0 == _marks_open(text[:start]) == _marks_open(text[:end])


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("藏书三万二千册", "图书馆藏书多少册"),
        ("“书不怕旧，就怕没人看。”", "老管理员说了什么"),
        ("二十年", "老管理员守了多少年"),
    ],
)
def test_the_sentence_that_answers_is_in_the_focus(answer: str, question: str) -> None:
    """The rest of the passage need not be."""
    assert answer in _focused(question, LIBRARY)


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("八十一岁", "排在第一个的老葛多大年纪"),
        ("三百二十万元", "改造用了多少钱"),
        ("1962年", "老粮仓建于哪年"),
    ],
)
def test_the_focus_is_short_where_one_sentence_answers(answer: str, question: str) -> None:
    """A long passage is not marked from end to end."""
    focused = _focused(question, demo())
    assert answer in focused
    assert len(focused) < 150


@pytest.mark.parametrize(
    "question", ["三件大事是什么", "今年要做哪三件大事", "三件大事分别是什么", "要做的三件大事有哪些"]
)
def test_a_question_for_a_list_gets_the_whole_list(question: str) -> None:
    """From what introduces it to its last item, and nothing after that."""
    focused = _quoted(question, THINGS)
    assert all(item in focused for item in ("三件大事", "一是修路", "二是架桥", "三是种树"))
    assert "大家鼓掌" not in focused


@pytest.mark.parametrize("question", ["三件事是什么", "今年要办好哪三件事", "三件事分别是什么"])
def test_a_list_within_one_sentence_is_a_list_too(question: str) -> None:
    """Its items are parted by semicolons."""
    focused = _quoted(question, LIBRARY)
    assert all(item in focused for item in ("三件事", "一是给十二个村", "二是为老人", "三是让孩子们"))


def test_a_question_about_one_item_does_not_need_the_list() -> None:
    """Only that one is marked."""
    assert "一是修路" not in _quoted("在河边种多少棵松树", THINGS)


@given(QUESTIONS, st.sampled_from([demo().text, LIBRARY.text, "圖書館，Ｗｉ－Ｆｉ ㈠", ""]))
def test_matches_are_in_order_and_apart(question: str, text: str) -> None:
    """Spans of the text that hold the question's words, folded as the question is."""
    found = matches(folded(question), text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end < after.start for one, after in pairwise(found))
    words = content_words(folded(question))
    assert all(any(word in folded(span.cut(text)) for word in words) for span in found)


def test_a_latin_word_or_a_number_matches_only_as_a_whole() -> None:
    """16 stands in 第16天, not in 1600; cost not in accost."""
    text = "第16天，1600人；whom you accost has a cost."
    assert ["16", "cost"] == [span.cut(text) for span in matches("16 cost", text)]


def test_an_english_word_matches_its_other_forms() -> None:
    """Whichever form was asked for; the longest of words that begin alike is no form of it."""
    text = "Tickets: one ticket a day, from ticketing machines, in two cities. No tick."
    assert ["Tickets", "ticket", "ticketing"] == [span.cut(text) for span in matches("ticket", text)]
    assert ["cities"] == [span.cut(text) for span in matches("which city", text)]


def test_words_match_in_the_authors_own_characters() -> None:
    """Traditional and full-width ones too."""
    text = "新的圖書館有Ｗｉ"
    assert ["圖書館", "Ｗｉ"] == [span.cut(text) for span in matches("图书馆 wi", text)]
    assert (Span(2, 5),) == matches("图书馆", text)
