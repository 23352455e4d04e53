"""The language of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from bot.language.script import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-Hans", t) for t in ("书", "谁写的？", "后来", "hello 书", "iPhone 15 怎么样", "Wi-Fi密码是多少")]
    + [("zh-Hant", t) for t in ("書", "誰寫的？", "圖書館在哪裡", "發展的書")]
    + [
        ("en", t)
        for t in ("hello", "ＨＥＬＬＯ", "Who wrote the article about 书屋, and when was it published?")
    ]
    + [(None, t) for t in ("", "123", "？！……", "🙂", "2025-12-16")],
)
def test_the_language_of_a_text(language: str | None, text: str) -> None:
    """Chinese by any character, traditional by those simplified otherwise, English by letters."""
    assert language == language_of(text)


@given(texts(max_size=40))
def test_any_text_is_in_a_language_or_in_none(text: str) -> None:
    """Nothing else comes back, whatever stands there."""
    assert language_of(text) in ("zh-Hans", "zh-Hant", "en", None)


@given(st.text(alphabet="书屋的人在山上", min_size=1, max_size=20))
def test_simplified_text_is_never_taken_for_traditional(text: str) -> None:
    """Characters common to both scripts count as simplified."""
    assert "zh-Hans" == language_of(text)
