"""Homophones: what sounds like what, and a question put right by the pairs of a shelf."""

from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.sounds import lines
from bot.language.sounds import Sounds, sound

TEXT = "九龙坡要实现三个率先，基层治理体系要智治，图书馆的书架用松木"
PAIRS = Counter(f"{a}{b}" for a, b in pairwise(TEXT))


def _sounds(pairs: Mapping[str, int]) -> Sounds:
    held = Counter({f"b:{pair}": often for pair, often in pairs.items()})
    held.update(f"c:{character}" for pair in pairs for character in pair)
    return Sounds(lambda terms: [held[term] for term in terms])


SOUNDS = _sounds(PAIRS)
QUESTIONS = st.text(alphabet=TEXT + "波律志什么是abc12 ？", max_size=20)


@pytest.mark.parametrize(("one", "other"), ["率律", "坡泼", "资知", "次吃", "四是", "林宁", "英音", "中宗"])
def test_characters_that_people_confuse_sound_alike(one: str, other: str) -> None:
    """Tones, zh/z, ch/c, sh/s, l/n and -ng/-n make no difference."""
    assert sound(one) == sound(other)


def test_other_characters_sound_different() -> None:
    """Anything but a Chinese character sounds like itself."""
    assert sound("书") != sound("架")
    assert ("a", "🙂") == (sound("a"), sound("🙂"))


@pytest.mark.parametrize(
    ("wanted", "typed"),
    [
        ("三个率先", "三个律先"),
        ("基层治理", "基层治里"),
        ("图书馆", "图书管"),
        ("九龙坡的书架", "九龙泼的书架"),
    ],
)
def test_a_pair_the_shelf_lacks_gives_way_to_its_homophone(wanted: str, typed: str) -> None:
    """Of several, the one that keeps a character and fits its neighbours."""
    assert wanted == SOUNDS.corrected(typed)


@given(st.integers(0, len(TEXT) - 2), st.integers(2, 12))
def test_what_stands_on_the_shelf_stays(start: int, length: int) -> None:
    """A question copied from the shelf has no typos."""
    question = TEXT[start : start + length]
    assert question == SOUNDS.corrected(question)


@given(QUESTIONS)
def test_a_question_keeps_its_length_and_its_sounds(question: str) -> None:
    """Only homophones take a character's place; what is not Chinese stays."""
    corrected = SOUNDS.corrected(question)
    assert list(map(sound, question)) == list(map(sound, corrected))


def test_question_words_stay() -> None:
    """什么 is no typo of anything."""
    assert "什么" == _sounds({"神马": 3, "甚么": 1, "身么": 2}).corrected("什么")


def test_a_shelf_without_pairs_corrects_nothing() -> None:
    """There is nothing to correct to."""
    assert "三个律先" == _sounds({}).corrected("三个律先")


def test_the_sounds_that_are_shipped_are_those_of_pypinyin() -> None:
    """As `python -m bench.sounds` writes them down."""
    shipped = files("bot.language") / "sounds.txt"
    assert lines() == shipped.read_text(encoding="utf-8")
