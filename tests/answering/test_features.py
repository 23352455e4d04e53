"""Features that speak for a passage, as shares of what the question weighs."""

import math

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from shelves import ENGLISH, demo, every_passage, library_shelf, shelf
from texts import texts

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.candidates import ArticleFeatures
from bot.answering.ranking.evidence import signs
from bot.answering.ranking.weights import shipped
from bot.language.terms import question_terms
from bot.model import Article, Source

QUESTIONS = texts(min_size=1, max_size=30) | st.text(
    alphabet="图书馆三件事是什么书车松木多少年2024一二？abc，十五% ", min_size=1, max_size=20
)
SHARES = (
    "coverage",
    "alike",
    "missing",
    "unknown",
    "shows",
    "first",
    "early",
    "surprise_in",
    "longest_run",
    "title",
    "rarity",
)


def _first(question: str, index: ShelfIndex) -> dict[str, float]:
    features, number = next(every_passage(question, index))
    return signs(features, number, index)


@given(QUESTIONS)
def test_every_feature_of_any_question_is_finite(question: str) -> None:
    """And there is one for each weight."""
    mixes = shipped()
    index = library_shelf()
    for features, number in every_passage(question, index):
        if not features.question.terms:
            continue
        values = signs(features, number, index) | {"score": 0.0}
        assert all(math.isfinite(value) for value in values.values())
        assert math.isfinite(mixes.ranking.of(values))
        for blend in (mixes.relevance, mixes.confidence):
            assert math.isfinite(blend.of(values, index.breadth))


@given(QUESTIONS)
def test_shares_are_shares(question: str) -> None:
    """Coverage and its like lie between 0 and 1, whatever is asked."""
    index = library_shelf()
    for features, number in every_passage(question, index):
        if not features.question.terms:
            continue
        for name, value in signs(features, number, index).items():
            if any(part in name for part in SHARES):
                assert -1e-9 <= value <= 1 + 1e-9, name


@pytest.mark.parametrize("others", [(), (NOTE,), (NOTE, demo(), ENGLISH)])
def test_a_passage_that_holds_all_of_the_question_covers_it_whatever_else_is_there(
    others: tuple[Article, ...],
) -> None:
    """Other articles change what a term weighs, not that it stands there."""
    features = _first("藏书三万二千册", shelf(LIBRARY, *others))
    for level in ("article", "passage", "sentence"):
        for kind in ("words", "characters", "pairs"):
            assert 1 == pytest.approx(features[f"{level}_coverage_{kind}"])
    assert 1 == pytest.approx(features["longest_run"])


@pytest.mark.parametrize("others", [(), (NOTE,), (NOTE, demo())])
def test_a_passage_that_holds_none_of_the_question_covers_nothing_whatever_else_is_there(
    others: tuple[Article, ...],
) -> None:
    """Also where another article answers."""
    features = _first("松木预算", shelf(LIBRARY, *others))
    assert 0 == features["passage_coverage_words"] == features["passage_coverage_pairs"]


@given(st.sampled_from(["书架", "图书馆的书", "老管理员说了什么", "预算多少", "青石镇2030年的图书馆"]))
def test_a_passage_covers_at_least_what_one_of_its_sentences_does(question: str) -> None:
    """And its article at least what it does."""
    for features, number in every_passage(question, library_shelf()):
        values = features.of_passage(number)
        for kind in ("words", "characters", "pairs"):
            covered = [values[f"{level}_coverage_{kind}"] for level in ("sentence", "passage", "article")]
            assert sorted(covered) == pytest.approx(covered)


def test_a_number_that_the_article_lacks_is_missing() -> None:
    """In whatever script the article writes it."""
    year = Article(Source(title="题"), "二〇二五年开馆，投入三百二十万元。")
    assert 0 == _first("2025年开馆", shelf(year))["numbers_missing"]
    assert 0 == _first("投入320万元", shelf(year))["numbers_missing"]
    assert 1 == _first("2035年开馆", shelf(year))["numbers_missing"]
    assert 0.5 == _first("2025年投入500万元", shelf(year))["numbers_missing"]


def test_a_latin_word_that_the_article_lacks_is_missing() -> None:
    """IRS is not just any system."""
    article = Article(Source(title="题"), "与市级IRS系统的衔接要做到无缝。")
    assert 0 == _first("irs系统", shelf(article))["latin_missing"]
    assert 1 == _first("ERP系统", shelf(article))["latin_missing"]


def test_a_word_of_the_title_counts() -> None:
    """Apart where the text does not have it."""
    features = _first("山里", shelf(LIBRARY))
    assert features["title_words"] > 0
    assert features["title_words_not_in_text"] > 0
    assert 0 == _first("图书馆", shelf(LIBRARY))["title_words"]


def test_the_first_passage_is_told_from_the_others() -> None:
    """An article's lead says what it is about."""
    flags = [
        features.of_passage(number)["first_passage"]
        for features, number in every_passage("书", shelf(LIBRARY))
    ]
    assert [1, 0, 0] == flags


@given(st.integers(0, len(LIBRARY.text) - 4), st.integers(4, 30))
def test_the_sentence_that_a_question_is_copied_from_scores_best(start: int, length: int) -> None:
    """Of all sentences of the article."""
    copied = LIBRARY.text[start : start + length]
    index = shelf(LIBRARY)
    features, _ = next(every_passage(copied, index))
    sentences = [
        s for number in range(len(features.indexed.firsts) - 1) for s in features.indexed.sentences(number)
    ]
    holding = [i for i, s in enumerate(sentences) if copied in s.text]
    if holding and all(map(features.holds, question_terms(copied))):
        assert max(features.standing.sentence_scores) == pytest.approx(
            max(features.standing.sentence_scores[i] for i in holding)
        )


def test_an_article_without_sentences_has_no_features() -> None:
    """An article without text has no passages at all."""
    empty = Article(Source(title="空"), "")
    assert [] == list(every_passage("书", shelf(empty)))
    assert isinstance(next(every_passage("书", shelf(empty, LIBRARY)))[0], ArticleFeatures)
