"""The question's words: those that stand on the shelf, and those that stand nowhere."""

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from shelves import demo, every_passage, library_shelf, shelf
from texts import texts

from bot.answering.ranking.evidence import evidence, names_missing
from bot.language.normalise import folded
from bot.language.terms import content_words, without_talk
from bot.language.vocabulary import OwnWord, Vocabulary
from bot.model import Article, Source


@pytest.mark.parametrize(
    ("missing", "question"),
    [
        (("2035",), "图书馆2035年开馆"),
        (("成都",), "成都的图书馆有多少书"),
        (("总统",), "总统的图书馆"),
        ((), "图书馆有多少书"),
        ((), "圖書館有多少書"),
        (("食堂", "食谱"), "食堂的食谱"),
    ],
)
def test_words_that_stand_nowhere_are_named(missing: tuple[str, ...], question: str) -> None:
    """A place, a year or a person that is not there; in simplified characters, in order."""
    assert missing == evidence(question, shelf(LIBRARY)).missing


def test_words_that_stand_there_are_named_too() -> None:
    """Question words and function characters are neither."""
    told = evidence("什么图书馆的书架有多少松木", shelf(LIBRARY))
    assert ("图书馆",) == told.present
    assert ("书架", "松木") == tuple(word for word in told.missing if word != "有")


def test_a_word_counts_wherever_it_stands() -> None:
    """In any article of the shelf."""
    assert ("松木",) == evidence("松木", shelf(LIBRARY)).missing
    assert () == evidence("松木", shelf(LIBRARY, NOTE)).missing


def test_a_word_that_the_article_cuts_otherwise_stands_there_all_the_same() -> None:
    """Its characters stand side by side."""
    article = Article(Source(title="题"), "这是后端的事情。")
    assert () == evidence("后端", shelf(article)).missing


@given(texts(max_size=30) | st.text(alphabet="图书馆2035成都abc的什么，？", max_size=20))
def test_every_word_of_a_question_is_either_found_or_missing(question: str) -> None:
    """Never both, in the order of the question."""
    shelf_asked = library_shelf()
    words = content_words(without_talk(folded(question), shelf_asked.known))
    told = evidence(question, shelf_asked)
    assert sorted(words) == sorted(told.present + told.missing)
    assert [w for w in words if w in told.present] == list(told.present)
    assert [w for w in words if w in told.missing] == list(told.missing)


@given(st.integers(0, 1000), st.integers(1, 12))
def test_nothing_of_what_is_copied_from_the_shelf_is_missing(start: int, length: int) -> None:
    """However it is cut; but not across a line or within a number."""
    copied = demo().text[start : start + length].split("\n")[0].strip("0123456789.")
    assert () == evidence(copied, shelf(demo())).missing


def test_a_synonym_that_stands_there_is_not_missing() -> None:
    """Whichever of the group is asked for."""
    pair = Vocabulary(synonyms=(("松木", "松树"),))
    assert () == evidence("松树", shelf(NOTE, vocabulary=pair)).missing
    assert () == evidence("松木", shelf(NOTE, vocabulary=pair)).missing
    assert ("松树",) == evidence("松树", shelf(NOTE)).missing


def test_a_name_that_the_article_lacks_is_told() -> None:
    """Places and people by jieba's tags; an operator's by his own."""
    features, _ = next(every_passage("成都的图书馆", shelf(LIBRARY)))
    assert ("成都",) == names_missing(features)
    own = Vocabulary(words=(OwnWord("流动书车", tag="nz"), OwnWord("灶台讲堂", tag="nz")))
    features, _ = next(every_passage("流动书车和灶台讲堂", shelf(LIBRARY, vocabulary=own)))
    assert ("灶台讲堂",) == names_missing(features)
