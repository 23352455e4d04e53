"""Plain texts: narrow, simplified, in lower case, and as long as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.lists.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＢ，第①條\u3000㎡", "ab,第①条\u3000㎡"),
        ("𠮷野家的ＡＢ", "𠮷野家的ab"),
        ("\0\ud800Ａ", "\0?a"),
        ("", ""),
    ],
)
def test_a_character_is_made_plain(text: str, expected: str) -> None:
    """Width, case and script do not matter; blanks, circled numbers and what one character cannot say stay."""
    assert expected == plain(text)


@given(st.text())
def test_each_character_is_plain_by_itself(text: str) -> None:
    """A plain text is as long as the text, so that offsets stay, and its neighbours change no character."""
    assert "".join(map(plain, text)) == plain(text)
    assert len(text) == len(plain(text))
