"""Questions made of an article's own words."""

import pytest
from articles import NOTE
from shelves import demo

from bench.questions import questions


def test_no_two_are_alike() -> None:
    """However many are asked for."""
    assert 2000 == len(set(questions(demo(), 2000)))


def test_the_same_seed_gives_the_same_questions() -> None:
    """And another one gives others."""
    assert questions(demo(), 50, seed=7) == questions(demo(), 50, seed=7)
    assert questions(demo(), 50, seed=7) != questions(demo(), 50, seed=8)


def test_a_note_has_not_enough_words() -> None:
    """Rather than ask anything twice."""
    with pytest.raises(ValueError, match="too short for 5000"):
        questions(NOTE, 5000)
