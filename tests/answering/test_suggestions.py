"""What can be asked with success."""

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from shelves import ENGLISH, demo

from bot.answering.answerer import Answerer
from bot.answering.suggestions import suggestions
from bot.language.vocabulary import OwnWord, Vocabulary
from bot.model import Article, PassageAnswer, Question, Source
from bot.retrieval.memory import MemoryEngine

QUOTED = Article(Source(title="题"), "先讲“三件事”，再讲“三件事”和“流动书车”。要办“三件事”！")


def test_what_the_article_puts_in_quotation_marks_comes_first() -> None:
    """The most quoted before the others."""
    assert ("三件事", "流动书车") == suggestions([QUOTED])[:2]


def test_no_suggestion_stands_within_another() -> None:
    """Each says something of its own."""
    found = suggestions([demo(), LIBRARY])
    assert not [(a, b) for a in found for b in found if a != b and a in b]


def test_there_are_as_many_as_asked_for_at_most() -> None:
    """None of an empty shelf."""
    assert () == suggestions([])
    assert 2 == len(suggestions([demo()], limit=2))
    assert len(suggestions([demo()])) == 4


def test_the_newest_articles_are_asked_about() -> None:
    """A long shelf does not only speak of its beginnings."""
    older = [Article(Source(title=str(n)), f"第{n}篇说“旧事情{'甲乙丙丁戊'[n]}”。") for n in range(5)]
    assert not set(suggestions([*older, demo(), LIBRARY, QUOTED])) & {"旧事情甲", "旧事情乙"}


@given(st.lists(st.text(alphabet="书屋“”「」，。三件事 library\n", max_size=60), max_size=3))
def test_every_suggestion_stands_in_an_article(texts: list[str]) -> None:
    """Word for word."""
    articles = [Article(Source(title=str(n)), text) for n, text in enumerate(texts)]
    assert all(any(found in text for text in texts) for found in suggestions(articles))


@pytest.mark.parametrize("article", [demo(), LIBRARY, QUOTED, ENGLISH, NOTE])
def test_every_suggestion_finds_an_answer(article: Article) -> None:
    """That is what it is for."""
    answerer = Answerer([article], MemoryEngine)
    for text in answerer.suggestions:
        assert isinstance(answerer.ask(Question(text)), PassageAnswer), text


def test_an_own_word_is_suggested_whole() -> None:
    """As the operator has it."""
    article = Article(Source(title="题"), "云上书屋开门。云上书屋关门。")
    assert "云上书屋" not in suggestions([article])
    assert "云上书屋" in suggestions([article], vocabulary=Vocabulary(words=(OwnWord("云上书屋"),)))
