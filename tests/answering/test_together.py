"""A chat's own shelf asked together with the public one."""

from dataclasses import replace

import pytest
from articles import LIBRARY, NOTE

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.together import Together
from bot.model import (
    Article,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Previous,
    Question,
    SourceAnswer,
)
from bot.retrieval.memory import MemoryEngine


def _shelf(*articles: Article) -> Answerer:
    return Answerer(MemoryShelf(articles, MemoryEngine), hits=20)


TOGETHER = Together([_shelf(NOTE), _shelf(LIBRARY)])


def _article(question: str, shelves: Together = TOGETHER, previous: Previous | None = None) -> Article | None:
    """The article that is quoted or told of; None if nothing is found."""
    answer = shelves.ask(Question(question), previous)
    if isinstance(answer, PassageAnswer):
        return answer.hits[0].article
    return answer.article if isinstance(answer, SourceAnswer | OutlineAnswer) else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("松木书架的预算", NOTE),
        ("图书馆每周开放多久", LIBRARY),
        ("藏书多少册", LIBRARY),
        ("这篇文章讲什么", NOTE),
        ("作者是谁", NOTE),
        ("《把书送到山里去》是谁写的", LIBRARY),
        ("把书送到山里去讲了什么", LIBRARY),
        ("林知远是谁", LIBRARY),
        ("今天比特币多少钱", None),
    ],
)
def test_the_first_shelf_answers_unless_another_is_surer(question: str, expected: Article | None) -> None:
    """A question that names an article is put to the shelf that has it, any other about articles to the first."""
    assert expected == _article(question)


def test_where_both_answer_the_first_goes_first_and_the_other_follows() -> None:
    """What is on both shelves is quoted once, as the first has it."""
    own = replace(
        NOTE, source=replace(NOTE.source, title="另一份记录"), text=NOTE.text.replace("八百", "九百")
    )
    both = Together([_shelf(own), _shelf(LIBRARY, NOTE)]).ask(Question("松木书架的预算"))
    assert isinstance(both, PassageAnswer)
    assert own == both.hits[0].article
    assert NOTE in {hit.article for hit in both.hits}
    same = replace(LIBRARY, text=LIBRARY.text.replace("六十小时", "六十一小时"))
    once = Together([_shelf(same), _shelf(LIBRARY, NOTE)]).ask(Question("图书馆每周开放多久"))
    assert isinstance(once, PassageAnswer)
    assert LIBRARY not in {hit.article for hit in once.hits}


def test_a_question_that_leans_is_put_to_the_shelf_that_answered_before() -> None:
    """Also one about the article, which is alone on its shelf."""
    before = Previous.after(TOGETHER.ask(Question("图书馆每周开放多久")))
    assert LIBRARY == _article("作者是谁", previous=before)
    assert LIBRARY == _article("藏书呢", previous=before)


def test_a_word_is_missing_only_if_no_shelf_has_it() -> None:
    """In a refusal, and beside a quotation."""
    answer = TOGETHER.ask(Question("火星上的松木和识字班"))
    assert isinstance(answer, NotFound | PassageAnswer)
    assert {"松木", "识字班"}.isdisjoint(answer.evidence.missing)
    assert "火星" in answer.evidence.missing


def test_articles_suggestions_and_hits_are_of_all_shelves() -> None:
    """Each article once, the first shelf's first."""
    assert (NOTE, LIBRARY) == TOGETHER.articles
    assert LIBRARY == TOGETHER.article(LIBRARY.id)
    assert TOGETHER.article("nothing") is None
    assert set(TOGETHER.suggestions) & set(_shelf(NOTE).suggestions)
