"""The commonness of terms in general Chinese."""

from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from bot.language.commonness import expected_share, surprise


def test_everyday_words_are_commoner_than_rare_ones() -> None:
    """的 stands nearly everywhere, 驾驶舱 hardly anywhere."""
    assert expected_share("w:的") > expected_share("w:天气") > expected_share("w:驾驶舱")


def test_a_rare_term_surprises_more() -> None:
    """Information is the other side of commonness."""
    assert surprise("w:的") < surprise("w:天气") < surprise("w:驾驶舱")


def test_a_pair_that_is_a_word_is_as_common_as_the_word() -> None:
    """天气 is 天气 however it is cut."""
    assert expected_share("w:天气") == expected_share("b:天气")


def test_numbers_are_all_equally_common() -> None:
    """No dictionary counts them."""
    assert expected_share("n:15%") == expected_share("w:2025") == expected_share("c:3")


@given(st.sampled_from("wcbn"), texts(min_size=1, max_size=8))
def test_shares_and_surprises_are_bounded(kind: str, body: str) -> None:
    """A share is 0 to 1, a surprise 0 to 9, of any term."""
    assert 0 <= expected_share(f"{kind}:{body}") <= 1
    assert 0 <= surprise(f"{kind}:{body}") <= 9
