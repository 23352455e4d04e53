"""The terms of texts and of questions."""

from hypothesis import given
from texts import texts

from bot.language.terms import content_words, question_terms, terms


def test_a_text_gives_words_characters_and_bigrams_of_separate_kinds() -> None:
    """A word and a bigram of the same characters are different terms."""
    assert {"w:数字", "c:数", "c:字", "b:数字"} == set(terms("数字"))


def test_punctuation_gives_no_terms_and_breaks_bigrams() -> None:
    """Nothing pairs across a comma."""
    assert "b:字政" not in terms("数字，政务")
    assert [] == terms("？！……，。")


def test_question_words_and_function_characters_are_left_out_of_a_question() -> None:
    """什么 and 的 say nothing of what is asked."""
    found = question_terms("数字的目标是什么")
    assert "w:数字" in found
    assert not {"w:什么", "c:的", "c:什"} & set(found)


def test_a_question_of_question_words_only_is_kept_whole() -> None:
    """There is nothing else to search for."""
    assert question_terms("什么") != ()


def test_a_question_of_punctuation_has_no_terms() -> None:
    """？？？ asks nothing."""
    assert question_terms("？？？") == ()


def test_a_question_word_inside_a_name_stays() -> None:
    """几内亚 keeps its 几."""
    assert "几内亚" in content_words("几内亚在哪里")


@given(texts(max_size=40))
def test_question_terms_are_distinct(text: str) -> None:
    """No term stands twice."""
    found = question_terms(text)
    assert len(set(found)) == len(found)


def test_english_question_words_are_left_out_of_an_english_question() -> None:
    """They say as little as 什么 does."""
    assert ("granary", "built") == content_words("when was the granary built?")


def test_english_words_in_a_chinese_question_are_names() -> None:
    """WHO and IT are not who and it there."""
    assert ("who", "总干事") == content_words("who总干事是谁")
    assert "it" in content_words("it行业有多少人")
