"""The ends of sentences."""

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
