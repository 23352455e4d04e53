"""What one reading of a file has and its articles lack is told, and nothing else."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.completeness import left_out
from bot.readers.reading import Remark, RemarkKind

TEXT = "鹤洲的渡口一共有三条船，早班六点开，末班九点回。\n船票两元，学生和老人不收钱。"
PARAGRAPHS = TEXT.split("\n")

_texts = st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1), max_size=8)


@given(_texts, st.randoms())
def test_nothing_is_missing_from_the_same_text(texts: list[str], random: object) -> None:
    """However it is broken into paragraphs, and in whatever order they come."""
    assert left_out([" ".join(texts)], texts[::-1]) is None


@given(st.lists(st.text("鹤洲渡口三条船", min_size=1), min_size=1), st.integers(0))
def test_a_character_that_is_missing_is_told(texts: list[str], which: int) -> None:
    """Be it one alone."""
    whole = "".join(texts)
    place = which % len(whole)
    remark = left_out([whole[:place] + whole[place + 1 :]], texts)
    assert remark is not None
    assert (RemarkKind.LEFT_OUT, max(1, round(100 / len(whole)))) == (remark.kind, remark.number)


@pytest.mark.parametrize(
    ("taken", "passages"),
    [
        (TEXT.replace("不", ""), ("元，学生和老人不收钱",)),
        (PARAGRAPHS[0], ("船票两元，学生和老人不收钱",)),
        (PARAGRAPHS[1], ("鹤洲的渡口一共有三条船，早班六点开，末班九点回",)),
    ],
)
def test_what_is_missing_is_shown_with_what_stands_around_it(taken: str, passages: tuple[str, ...]) -> None:
    """As the other reading has it, so that it can be found in the file."""
    remark = left_out([taken], PARAGRAPHS)
    assert remark is not None
    assert passages == remark.passages


def test_what_was_left_out_on_purpose_is_not_missing() -> None:
    """It is given beside the articles."""
    assert left_out([TEXT, "渡口时刻"], ["渡口时刻", *PARAGRAPHS]) is None


@pytest.mark.parametrize(("least", "told"), [(1, True), (4, True), (5, False)])
def test_less_than_is_asked_for_is_not_told(least: int, told: bool) -> None:
    """A coarse reading misses a few characters as a rule."""
    assert told is (left_out([TEXT], [*PARAGRAPHS, "摆渡时刻"], least=least) is not None)


def test_forms_of_a_character_and_signs_are_not_compared() -> None:
    """Full-width figures, ligatures, superscripts, punctuation and hyphens differ from reader to reader."""
    assert left_out(["ﬁve １２ 10⁴ co­op"], ["five 12", "104", "co-op。"]) is None


def test_of_a_long_text_a_few_short_passages_are_shown() -> None:
    """A message and a log stay short, whatever the file."""
    lost = ["".join(chr(0x4E00 + 97 * i + k) for k in range(90)) for i in range(50)]
    remark = left_out([TEXT], [*PARAGRAPHS, *lost])
    assert remark == Remark(
        RemarkKind.LEFT_OUT,
        max(1, round(100 * 4500 / (4500 + sum(map(str.isalnum, TEXT))))),
        passages=tuple(text[:80] for text in islice(lost, 5)),
    )
