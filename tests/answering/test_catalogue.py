"""Questions that name their article."""

from dataclasses import replace
from datetime import date

import pytest
from articles import LIBRARY

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.model import Answer, Article, NotFound, PassageAnswer, Question, Source, SourceAnswer
from bot.retrieval.memory import MemoryEngine

OTHER = Article(
    replace(
        LIBRARY.source,
        title="河上的渡船",
        author="周小渡",
        publication="白水晚报",
        published=date(2023, 5, 6),
    ),
    "渡口的老船工每天开放六十次渡船，藏书不多，却总带着一本。\n今年要办好“三件事”：修船、修路、修码头。",
)
SHELF = Answerer(MemoryShelf([LIBRARY, OTHER], MemoryEngine))


def _ask(text: str) -> Answer:
    return SHELF.ask(Question(text))


def _title(answer: Answer) -> str:
    match answer:
        case PassageAnswer(hits=hits):
            return hits[0].article.source.title
        case SourceAnswer(article=article):
            return article.source.title
    return ""


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("author:周小渡 三件事", "河上的渡船"),
        ("author:林知远 三件事", "把书送到山里去"),
        ("作者：周小渡 三件事", "河上的渡船"),
        ("三件事 in:白水晚报", "河上的渡船"),
        ("三件事 from:2024", "把书送到山里去"),
        ("三件事 to:2023-12", "河上的渡船"),
        ("三件事 on:2023-05", "河上的渡船"),
        ("title:渡船 三件事", "河上的渡船"),
        ("周小渡 三件事", "河上的渡船"),
        ("林知远三件事", "把书送到山里去"),
        ("白水晚报 三件事是什么", "河上的渡船"),
        ("2023年5月 三件事", "河上的渡船"),
        ("2024-03-08 三件事", "把书送到山里去"),
        ("河上的渡船 三件事", "河上的渡船"),
        ("author:周小渡", "河上的渡船"),
        ("河上的渡船是谁写的", "河上的渡船"),
        ("白水晚报的文章是哪天发表的", "河上的渡船"),
    ],
)
def test_a_question_is_put_to_the_article_it_names(question: str, title: str) -> None:
    """By filter, author, paper, date or title."""
    assert title == _title(_ask(question))


@pytest.mark.parametrize(("question", "title"), [("《灯》 三件事", "灯"), ("点着灯修码头", "河上的渡船")])
def test_a_short_title_names_its_article_only_in_the_marks_of_a_title(question: str, title: str) -> None:
    """Without them it is a word like any other."""
    lamp = Article(Source(title="灯"), "今年的三件事：点灯、添油、剪芯。")
    assert title == _title(Answerer(MemoryShelf([OTHER, lamp], MemoryEngine)).ask(Question(question)))


@pytest.mark.parametrize(
    "question", ["author:无名氏 三件事", "in:青石日报 from:2025 三件事", "author:无名氏", "from:昨天 三件事"]
)
def test_filters_that_no_article_passes_find_nothing(question: str) -> None:
    """Rather nothing than another article; what they asked for is said to be missing."""
    answer = _ask(question)
    assert isinstance(answer, NotFound)
    assert {"无名氏", "青石日报", "2025", "昨天"} & set(answer.evidence.missing)


@pytest.mark.parametrize("question", ["周小渡 三件事", "白水晚报 三件事", "2023年5月 三件事"])
def test_a_name_that_led_to_the_article_is_not_missing_in_it(question: str) -> None:
    """Nor is a date."""
    answer = _ask(question)
    assert isinstance(answer, PassageAnswer)
    assert () == answer.evidence.missing


def test_a_name_that_is_merely_mentioned_does_not_hide_the_answer() -> None:
    """If the named article does not say it, the whole shelf is asked."""
    answer = _ask("周小渡知道流动书车送给几个村吗")
    assert "把书送到山里去" == _title(answer)


def test_hits_are_spread_over_articles_that_say_it() -> None:
    """Both articles are among the first two hits."""
    answer = _ask("今年要办好哪三件事")
    assert isinstance(answer, PassageAnswer)
    assert {"把书送到山里去", "河上的渡船"} == {hit.article.source.title for hit in answer.hits[:2]}
