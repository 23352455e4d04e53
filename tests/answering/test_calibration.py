"""The line between found and not found, drawn without labels."""

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from shelves import demo, search

from bot.answering.ranking.calibration import LOWEST_THRESHOLD, off_topic_questions, threshold_for_shelf
from bot.answering.ranking.weights import shipped
from bot.language.normalise import folded
from bot.language.terms import has_content
from bot.model import Article

HIGHEST = 1.0
ODDS = st.lists(st.floats(-30, 30), min_size=len(off_topic_questions()), max_size=len(off_topic_questions()))


def test_the_off_topic_questions_are_many_and_each_asks_something() -> None:
    """None stands twice, none is a greeting or blank."""
    questions = off_topic_questions()
    assert len(questions) >= 40
    assert sorted(set(questions)) == sorted(questions)
    assert all(has_content(folded(question)) for question in questions)


@given(ODDS)
def test_the_line_stays_within_its_bounds(odds: list[float]) -> None:
    """Whatever the shelf is about."""
    of = dict(zip(off_topic_questions(), odds, strict=True))
    assert LOWEST_THRESHOLD <= threshold_for_shelf(of.__getitem__, HIGHEST) <= HIGHEST


@given(ODDS)
def test_the_line_runs_above_nearly_all_off_topic_questions(odds: list[float]) -> None:
    """Unless that were higher than where it always came out on large shelves."""
    of = dict(zip(off_topic_questions(), odds, strict=True))
    line = threshold_for_shelf(of.__getitem__, HIGHEST)
    below = sum(one < line for one in odds) / len(odds)
    assert below >= 0.95 or line == HIGHEST


@given(ODDS, st.floats(0, 5))
def test_a_shelf_nearer_to_the_questions_gets_no_lower_line(odds: list[float], more: float) -> None:
    """The likelier they seem, the more it asks."""
    of = dict(zip(off_topic_questions(), odds, strict=True))
    assert threshold_for_shelf(of.__getitem__, HIGHEST) <= threshold_for_shelf(
        lambda question: of[question] + more, HIGHEST
    )


def test_a_few_questions_that_the_shelf_is_about_do_not_move_the_line() -> None:
    """A shelf may well be about one of them."""
    few = set(off_topic_questions()[:2])
    assert LOWEST_THRESHOLD == threshold_for_shelf(lambda question: 9.0 if question in few else -9.0, HIGHEST)


@pytest.mark.parametrize("articles", [(LIBRARY,), (NOTE,), (demo(),), (LIBRARY, NOTE, demo())])
def test_everyday_questions_find_nothing_on_a_small_shelf(articles: tuple[Article, ...]) -> None:
    """Nineteen of twenty at least."""
    searched = search(*articles)
    found = [question for question in off_topic_questions() if searched.is_about(searched.search(question))]
    assert len(found) <= 0.05 * len(off_topic_questions()), found


def test_a_relevance_above_the_highest_line_is_always_about_the_shelf() -> None:
    """Without a line being drawn at all."""
    searched = search(LIBRARY)
    found = searched.search("青石镇图书馆去年开馆，藏书三万二千册")
    assert found.relevance >= shipped().min_relevance
    assert searched.is_about(found)
