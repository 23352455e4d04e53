"""Folding a text for comparison, and finding the way back."""

from hypothesis import given
from hypothesis import strategies as st

from bot.language.normalise import folded, normalised
from bot.model import Span

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    alphabet="數字駕駛艙乾隆①㈠ＡＢ２０２５年e\u0301ﬁ後台台後面髮发，。 \n", max_size=60
)


def test_width_case_and_script_do_not_matter() -> None:
    """Full-width, upper-case and traditional forms fold to the same text."""
    assert folded("abc2025数字驾驶舱") == folded("ＡＢＣ２０２５數字駕駛艙")


def test_half_a_pair_of_surrogates_is_no_error() -> None:
    """Broken input folds to as many characters, a question mark for what is no character."""
    assert "数?字" == folded("數\ud800字")
    assert "数?字" == normalised("數\ud800字").text


@given(TEXTS)
def test_the_map_has_an_entry_for_every_character_and_never_goes_back(text: str) -> None:
    """Offsets are as many as folded characters and one, ordered, and within the original."""
    result = normalised(text)
    assert len(result.text) + 1 == len(result.offsets)
    assert sorted(result.offsets) == list(result.offsets)
    assert result.offsets[-1] == len(text)


@given(TEXTS, st.data())
def test_a_folded_span_comes_from_characters_that_fold_to_it(text: str, data: st.DataObject) -> None:
    """The original of any folded stretch holds at least that stretch once folded again."""
    result = normalised(text)
    start = data.draw(st.integers(0, len(result.text)))
    end = data.draw(st.integers(start, len(result.text)))
    original = result.original(Span(start, end))
    assert 0 <= original.start <= original.end <= len(text)
    assert len(result.text[start:end]) <= len(normalised(original.cut(text)).text)


def test_the_way_back_from_a_character_that_folds_to_several() -> None:
    """㈠ folds to three characters, all of which came from that one."""
    result = normalised("见㈠条")
    assert result.text == "见(一)条"
    assert Span(1, 2) == result.original(Span(2, 3))
