"""Chinese characters are told from all others."""

import pytest

from bot.language.han import has_han, is_han


@pytest.mark.parametrize("character", "一龥㐀鿿〇𠀀𱍊")
def test_a_chinese_character_is_one(character: str) -> None:
    assert is_han(character)


@pytest.mark.parametrize("character", "a1あ한，。　①﹏😀")
def test_what_is_no_chinese_character_is_none(character: str) -> None:
    assert not is_han(character)


def test_a_text_has_one_if_it_stands_anywhere() -> None:
    assert has_han("what is 云")
    assert not has_han("what is it")
    assert not has_han("")
