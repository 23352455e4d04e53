"""Numbers in any script as one term."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts import texts
from work import work

from bot.language.normalise import folded
from bot.language.numerals import has_number, number_terms, respelled, value
from bot.language.terms import terms

TEXTS = texts(max_size=60) | st.text(
    alphabet="零〇一二两三四五六七八九十百千万亿分之年月个%％,.，0123456789０１２ 第半", max_size=30
)


@pytest.mark.parametrize(
    ("term", "spellings"),
    [
        ("n:2025年", ("二〇二五年", "二零二五年", "２０２５年", "2025年")),
        ("n:15%", ("百分之十五", "百分之15", "15%", "15％", "１５％")),
        ("n:3.5%", ("百分之3.5", "3.5%", "3.50%")),
        ("n:1000000", ("一百万", "100万", "1000000", "1,000,000")),
        ("n:3年", ("三年", "3年", "３年")),
        ("n:2个", ("两个", "二个", "2个")),
        ("n:3200000", ("三百二十万", "320万", "3200000")),
        ("n:15", ("十五", "15", "一五")),
        ("n:1005", ("一千零五", "1005", "1,005")),
        ("n:1234", ("1,234", "1234", "一千二百三十四", "１，２３４")),
        ("n:150000000", ("1.5亿", "15000万", "一亿五千万")),
        ("n:1000000000000", ("一万亿", "1万亿")),
        ("n:0.5", ("0.5", "0.50", "０.５")),
    ],
)
def test_every_spelling_of_a_number_gives_one_term(term: str, spellings: tuple[str, ...]) -> None:
    """Chinese numerals, digits of any width, and both mixed."""
    for spelling in spellings:
        assert [term] == number_terms(folded(spelling)), spelling


@pytest.mark.parametrize(
    "text", ["一带一路", "一些", "统一", "万一", "一旦", "百姓", "千方百计", "亿万", "百分之"]
)
def test_a_numeral_in_a_word_is_no_number(text: str) -> None:
    """一带一路 counts nothing, and stays as it is whatever the shelf holds."""
    assert [] == number_terms(text)
    assert text == respelled(text, lambda term: True)
    assert text == respelled(text, lambda term: term[0] == "n")


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (15, "十五"),
        (20, "二十"),
        (105, "一百零五"),
        (1005, "一千零五"),
        (3_200_000, "三百二十万"),
        (2025, "二〇二五"),
        (108_000, "十万八千"),
        (120_000_000, "一亿两千万"),
        (None, "百万"),
        (None, ""),
    ],
)
def test_the_value_of_a_numeral(number: int | None, numeral: str) -> None:
    """Read by places, or digit by digit like a year; 百万 by itself counts nothing."""
    assert number == value(numeral)


@given(st.integers(0, 10**12))
def test_a_number_is_the_same_with_and_without_commas(number: int) -> None:
    """Grouping says nothing."""
    assert number_terms(str(number)) == number_terms(f"{number:,}")


@pytest.mark.parametrize(
    ("wanted", "question", "shelf"),
    [
        ("100万平方米的园区", "一百万平方米的园区", "园区100万平方米"),
        ("一百万平方米的园区", "1000000平方米的园区", "园区一百万平方米"),
        ("增速15%以上", "增速百分之十五以上", "增速在15%以上"),
        ("增速百分之十五以上", "增速15%以上", "增速在百分之十五以上"),
        ("二〇二五年底", "2025年底", "到二〇二五年底"),
        ("三年内", "3年内", "三年内率先"),
        ("两个", "2个", "两个维度"),
        ("1234册", "1,234册", "图书1234册"),
    ],
)
def test_a_number_is_searched_as_the_shelf_spells_it(wanted: str, question: str, shelf: str) -> None:
    """If the shelf has the value and not the spelling."""
    assert wanted == respelled(question, set(terms(shelf)).__contains__)


def test_a_number_that_the_shelf_does_not_have_stays() -> None:
    """2035年 does not become another year."""
    assert "2035年" == respelled("2035年", set(terms("二〇二五年")).__contains__)


@given(TEXTS, TEXTS)
@example("1,234", "1234")
def test_what_the_shelf_spells_the_same_is_never_changed(text: str, beside: str) -> None:
    """A question copied from the shelf is searched as it is, whatever else stands there."""
    question = folded(text)
    assert question == respelled(question, set(terms(f"{text} {beside}")).__contains__)


@given(TEXTS)
def test_any_text_has_number_terms(text: str) -> None:
    """No text is too odd, and every term is plain digits with a measure at most."""
    question = folded(text)
    assert all(term.startswith("n:") and term[2].isdigit() for term in number_terms(question))
    respelled(question, lambda term: term[0] == "n")


@pytest.mark.parametrize(
    "text",
    [
        "万" * 50,
        "一" * 5000,
        "9" * 5000,
        "一万" * 5000,
        "1,234" * 2000,
        "十" * 20_000,
        "1亿" * 5000,
        "百分之9" * 3000,
    ],
)
def test_no_text_is_slow(text: str) -> None:
    """Numerals beyond reason count nothing and cost nothing."""
    steps = work(lambda: (number_terms(text), respelled(text, lambda term: term[0] == "n")))
    assert steps < 100 * len(text)


@given(TEXTS)
def test_a_text_with_a_number_may_hold_one(text: str) -> None:
    """It is asked before the text is cut."""
    known = folded(text)
    assert has_number(known) or not number_terms(known)
