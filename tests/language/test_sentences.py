"""The ends of sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.sentences import sentences


def _cut(text: str) -> list[str]:
    return [span.cut(text) for span in sentences(text)]


@given(st.text(alphabet="他说“”。！？；（）「」《》.!? ab一二…\"'", max_size=80))
def test_sentences_cover_the_text_without_gaps(text: str) -> None:
    """Put together again, the sentences are the text."""
    assert text == "".join(_cut(text))


def test_a_full_stop_ends_a_sentence_together_with_its_closing_mark() -> None:
    """The closing quotation mark belongs to the sentence before it."""
    assert ["他说：“走吧。”", "我们走了。"] == _cut("他说：“走吧。”我们走了。")


def test_a_stop_inside_an_open_quotation_does_not_end_the_sentence() -> None:
    """Quotations are never cut."""
    assert ["他说：“走吧！别等了。”", "好。"] == _cut("他说：“走吧！别等了。”好。")


def test_a_mark_that_is_never_closed_does_not_swallow_the_text() -> None:
    """A missing closing mark leaves the sentences as they are."""
    assert ["他说：“走吧。", "好。"] == _cut("他说：“走吧。好。")


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    """Only a full stop before a blank or the end counts."""
    assert ["It grew by 3.5 points. ", "Good."] == _cut("It grew by 3.5 points. Good.")


@given(st.text(alphabet="长文，、 ab", min_size=1, max_size=60), st.integers(2_000, 6_000))
def test_what_never_ends_is_cut_after_a_pause(piece: str, length: int) -> None:
    """Into spans of at most two thousand characters, at pauses; anywhere if there are none."""
    text = (piece * length)[:length]
    cut = _cut(text)
    assert text == "".join(cut)
    assert all(len(part) <= 2_000 for part in cut)
    if any(pause in piece for pause in "，、 "):
        assert all(part[-1] in "，、 " for part in cut[:-1])


_MARKS = (
    "2. ",
    "１2. ",
    "2.1. ",
    "④. ",
    "(3). ",
    "（三）",
    "④ ",
    "A. ",
    "iv. ",
    "1) ",
    "五、",
    "第五. ",
    "Step 3. ",
    "Step 3: ",
    "Day 2. ",
    "Phase two. ",
    "Plan B. ",
    "步骤1. ",
    "方案A. ",
    "任务②. ",
    "⑴. ",
)


@pytest.mark.parametrize("mark", _MARKS)
@pytest.mark.parametrize("before", ["", "前面说过。", "It is so. ", "怎么办？\n"])
def test_no_sentence_ends_right_after_the_mark_of_an_item(mark: str, before: str) -> None:
    """A mark belongs to what it marks, wherever a sentence may begin."""
    assert [part for part in (before, f"{mark}修屋顶。", "换瓦。") if part] == _cut(
        f"{before}{mark}修屋顶。换瓦。"
    )


def test_marks_that_count_on_within_a_sentence_end_none() -> None:
    """They count on from a colon on; what ends a line's mark in careless texts is no end either."""
    text = "There are reasons: 1. rain 2. snow 3. wind. "
    assert [text, "It went on."] == _cut(f"{text}It went on.")
    text = "There are reasons: i. rain ii. snow iii. wind. "
    assert [text, "It went on."] == _cut(f"{text}It went on.")
    assert ["原因有：1. 天旱。", "2. 人少。"] == _cut("原因有：1. 天旱。2. 人少。")
    assert ["2。天旱。", "人少。"] == _cut("2。天旱。人少。")


@pytest.mark.parametrize(
    "parts",
    [
        ("He scored 2. ", "Then he left."),
        ("It is full of vitamin A. ", "So are carrots."),
        ("The best of them is Plan B. ", "It costs little."),
        ("He stayed two\ndays. ", "Then he left."),
        ("That was in 1998. ", "Then came others."),
        ("It has 3.1. ", "Another has more."),
        ("Is it so? ", "No. ", "Maybe."),
        ("几个？", "三。", "然后又来。"),
    ],
)
def test_a_number_at_the_end_of_a_sentence_is_no_mark(parts: tuple[str, ...]) -> None:
    """Where no item may begin, it ends its sentence."""
    assert list(parts) == _cut("".join(parts))


def test_no_sentence_begins_in_the_middle_of_a_number_that_is_abbreviated() -> None:
    """The stop of No. belongs to its number."""
    assert ["See No. 5 and Fig. 2. ", "Good."] == _cut("See No. 5 and Fig. 2. Good.")


@pytest.mark.parametrize("mark", ["二、", "Step 3: ", "5) "])
def test_what_is_too_long_is_not_cut_right_after_a_mark(mark: str) -> None:
    """It is cut at the pause before."""
    before = "字" * 1_990 + "；"
    assert [before, f"{mark}{'字' * 1_000}"] == _cut(f"{before}{mark}{'字' * 1_000}")
