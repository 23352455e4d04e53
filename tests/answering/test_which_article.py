"""Questions about the articles of a shelf: which of them is meant, and what comes back."""

from dataclasses import replace
from datetime import date

import pytest
from articles import LIBRARY, NOTE

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.model import (
    Answer,
    Article,
    ChoiceAnswer,
    Field,
    NotFound,
    OutlineAnswer,
    Question,
    Source,
    SourceAnswer,
    is_found,
)
from bot.retrieval.memory import MemoryEngine

CLUB = Article(
    Source(title="青石镇春季读书会纪要", author="周小渡", published=date(2025, 4, 2)),
    "大家读了三本书。\n第一本讲山里的路，修路的人走了四年。\n第二本讲河。",
)
SIX = Article(
    Source(title="数字政府建设的六个问题", author="许一", published=date(2025, 5, 2)),
    "钱来自三个地方，各占三分之一。\n人从各科室抽调，半年一换。\n数字政府由三层构成，最下面一层是数据。",
)
SHELF = (LIBRARY, NOTE, CLUB, SIX)
ALONE, MANY = (Answerer(MemoryShelf(shelf, MemoryEngine)) for shelf in ((LIBRARY,), SHELF))


def _meant(answer: Answer) -> str:
    """The titles of the articles that the answer is about, and how it answers."""
    match answer:
        case OutlineAnswer() | SourceAnswer():
            return f"{type(answer).__name__} {answer.article.source.title}"
        case ChoiceAnswer():
            return f"ChoiceAnswer {len(answer.articles)}"
    return type(answer).__name__


def test_the_only_article_is_meant() -> None:
    """Named or not."""
    for question in ("讲了啥", "《把书送到山里去》讲了什么", "林知远的文章大意", "what is it about"):
        assert "OutlineAnswer 把书送到山里去" == _meant(ALONE.ask(Question(question)))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("讲了啥", "ChoiceAnswer 4"),
        ("谁写的", "ChoiceAnswer 4"),
        ("哪天发表的", "ChoiceAnswer 4"),
        ("那篇数字政府的文章讲什么", "OutlineAnswer 数字政府建设的六个问题"),
        ("读书会纪要是谁写的", "SourceAnswer 青石镇春季读书会纪要"),
        ("讀書會紀要是誰寫的", "SourceAnswer 青石镇春季读书会纪要"),
        ("读书会纪要讲了什么", "OutlineAnswer 青石镇春季读书会纪要"),
        ("关于数字政府的那篇是哪天发表的", "SourceAnswer 数字政府建设的六个问题"),
        ("林知远的文章大意", "OutlineAnswer 把书送到山里去"),
        ("会议记录讲了什么", "OutlineAnswer 会议记录"),
        ("会议记录是谁写的", "SourceAnswer 会议记录"),
        ("title:读书会 讲了什么", "OutlineAnswer 青石镇春季读书会纪要"),
        ("from:2025", "ChoiceAnswer 2"),
        ("数字政府的结构是什么", "PassageAnswer"),
        ("三件事的主要内容是什么", "PassageAnswer"),
        ("今天比特币多少钱", "NotFound"),
        ("那篇火星的文章讲什么", "NotFound"),
    ],
)
def test_of_several_articles_the_named_one_is_meant(question: str, meant: str) -> None:
    """In full or by a part of its title; if none is named, all are to choose from."""
    assert meant == _meant(MANY.ask(Question(question)))


def test_the_newest_come_first() -> None:
    """In the shelf's order, from its end."""
    answer = MANY.ask(Question("讲了啥"))
    assert isinstance(answer, ChoiceAnswer)
    assert list(reversed(SHELF)) == list(answer.articles)


def test_the_article_just_quoted_is_meant_if_none_is_named() -> None:
    """A name in the question counts more."""
    for question in ("谁写的", "讲了啥"):
        assert _meant(MANY.ask(Question(question), meant=CLUB)).endswith(CLUB.source.title)
    assert "SourceAnswer 把书送到山里去" == _meant(MANY.ask(Question("林知远的文章哪天发表的"), meant=CLUB))


@pytest.mark.parametrize("question", ["讲了啥", "谁写的", "哪天发表的", "from:2025 讲了啥", "from:2025"])
def test_each_article_to_choose_from_answers_the_same_question(question: str) -> None:
    """What its record does not know it says too."""
    answer = MANY.ask(Question(question))
    assert isinstance(answer, ChoiceAnswer)
    for article in answer.articles:
        assert _meant(MANY.ask_of(article, Question(question))).endswith(article.source.title)


def test_a_title_that_the_article_speaks_of_is_the_name_of_a_thing() -> None:
    """So an article about a book is not taken for the book; 这篇文章 makes it one again."""
    novel = Article(
        Source(title="河上的灯"), "《河上的灯》是一部小说，讲述了两个渡工的一生。\n它写于1930年。"
    )
    alone = Answerer(MemoryShelf([novel], MemoryEngine))
    assert "PassageAnswer" == _meant(alone.ask(Question("《河上的灯》讲述了什么")))
    assert "OutlineAnswer 河上的灯" == _meant(alone.ask(Question("河上的灯这篇文章讲了什么")))


def test_on_a_large_shelf_all_are_to_choose_from() -> None:
    """Nobody can tell which of a thousand is meant; a part of a title still tells."""
    shelf = [
        Article(
            Source(title=f"第{n}号手记：{'灯塔' if n == 500 else '渡口'}", author=f"作者甲{n}"),
            f"这是第{n}天的记录，河水涨了{n}寸。",
        )
        for n in range(1000)
    ]
    large = Answerer(MemoryShelf(shelf, MemoryEngine))
    assert "ChoiceAnswer 1000" == _meant(large.ask(Question("讲了什么")))
    assert "ChoiceAnswer 1000" == _meant(large.ask(Question("谁写的")))
    assert "OutlineAnswer 第500号手记：灯塔" == _meant(large.ask(Question("灯塔那篇讲了什么")))
    assert "SourceAnswer 第500号手记：灯塔" == _meant(large.ask(Question("灯塔那篇是谁写的")))


def test_articles_whose_record_says_the_same_need_no_choice() -> None:
    """Of several by one author who is named, any can tell the post."""
    other = Article(replace(LIBRARY.source, title="再送一次书", published=date(2024, 9, 1)), "又送了一次。")
    both = Answerer(MemoryShelf([LIBRARY, other], MemoryEngine))
    assert "SourceAnswer 再送一次书" == _meant(both.ask(Question("林知远是谁")))
    assert "ChoiceAnswer 2" == _meant(both.ask(Question("林知远的文章哪天发表的")))


def test_neither_a_choice_nor_an_unknown_field_quotes_anything() -> None:
    """An outline and what the record knows do."""
    assert not is_found(MANY.ask(Question("谁写的")))
    assert not is_found(SourceAnswer(Question("谁写的"), NOTE, (Field.AUTHOR,)))
    assert is_found(SourceAnswer(Question("谁写的"), LIBRARY, (Field.AUTHOR,)))
    assert is_found(ALONE.ask(Question("讲了啥")))
    assert isinstance(Answerer(MemoryShelf([], MemoryEngine)).ask(Question("讲了啥")), NotFound)
