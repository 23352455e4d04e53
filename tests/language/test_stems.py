"""The stems of English words."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.stems import stem
from bot.language.terms import question_terms, terms


@pytest.mark.parametrize(
    "forms",
    [
        ("ticket", "tickets"),
        ("city", "cities"),
        ("automate", "automated", "automation"),
        ("open", "opens", "opened", "opening"),
        ("volunteer", "volunteers", "volunteering"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    """Plurals, tenses and what is made of a verb."""
    assert 1 == len({stem(form) for form in forms})


@pytest.mark.parametrize("unit", ["who", "ios", "图", "2035", "été", "", "ab12"])
def test_what_is_no_longer_latin_word_stays_as_it_is(unit: str) -> None:
    """Short words are mostly names; numbers and Chinese have no stem."""
    assert unit == stem(unit)


def test_a_form_of_a_word_finds_it_and_the_word_itself_finds_more() -> None:
    """The exact form counts somewhat more than the stem."""
    asked = question_terms("where are tickets sold")
    same, other = (len({*asked} & {*terms(text)}) for text in ("Tickets are here.", "A ticket is here."))
    assert same > other > 0


@given(st.lists(st.from_regex("[a-z]{4,12}", fullmatch=True), min_size=1, max_size=30))
def test_threads_that_share_it_get_what_one_gets(words: list[str]) -> None:
    """Shelves are indexed and asked at the same time."""
    alone = [stem(word) for word in words]
    with ThreadPoolExecutor(2) as pool:
        assert [alone, alone] == list(pool.map(lambda _: [stem(word) for word in words], range(2)))
