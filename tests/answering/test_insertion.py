"""Brackets in a text, replaced by citations."""

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.quoting.citation import cite
from bot.answering.quoting.insertion import MOST, Inserted, inserted, numbered
from bot.model import Article

KNOWN = {"没人看": LIBRARY, "三件事": LIBRARY, "松木": NOTE}


def cite_of(words: str) -> str | None:
    """Angle brackets around what is known."""
    return f"<{words}>" if words in KNOWN else None


def article_of(words: str) -> Article | None:
    """The article whose words these are."""
    return KNOWN.get(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见[[没人看]]。", Inserted("见<没人看>。", ("没人看",))),
        ("见[[ 没人看 ]]。", Inserted("见<没人看>。", ("没人看",))),
        ("见【【没人看】】。", Inserted("见<没人看>。", ("没人看",))),
        ("[[没人看]][[不知道]]", Inserted("<没人看>[[不知道]]", ("没人看",), ("不知道",))),
        ("没有括号", Inserted("没有括号")),
        ("空的[[]]和[[  ]]", Inserted("空的[[]]和[[  ]]")),
        ("没关上[[没人看", Inserted("没关上[[没人看")),
        ("没打开]]没人看", Inserted("没打开]]没人看")),
        ("[[外面[[没人看]]里面]]", Inserted("[[外面<没人看>里面]]", ("没人看",))),
        ("[[没关[[没人看]]", Inserted("[[没关<没人看>", ("没人看",))),
        ("[[见[注1]]]", Inserted("[[见[注1]]]", (), ("见[注1]",))),
        ("[单个][没人看]", Inserted("[单个][没人看]")),
    ],
)
def test_brackets_are_replaced_where_they_can_be(text: str, expected: Inserted) -> None:
    """Blank, unclosed, unknown and outer brackets stay as they are."""
    assert expected == inserted(text, cite_of)


def test_what_was_put_in_is_not_looked_at_again() -> None:
    """A citation may hold brackets of its own."""
    assert inserted("[[a]]", lambda words: "[[b]]") == Inserted("[[b]]", ("a",))


def test_only_the_first_ten_brackets_are_looked_up() -> None:
    """The others stay and are reported."""
    whole = inserted("[[没人看]]" * (MOST + 2), cite_of)
    assert whole.text == "<没人看>" * MOST + "[[没人看]]" * 2
    assert (MOST, 0, 2) == (len(whole.found), len(whole.missing), len(whole.left))


def test_the_same_words_are_looked_up_once() -> None:
    """However often they stand in brackets."""
    asked: list[str] = []
    inserted("[[a]][[a]][[ a ]]", lambda words: asked.append(words))
    assert ["a"] == asked


def test_an_article_keeps_its_number() -> None:
    """GB/T 7714-2015: numbers by first citation, one reference per article, below the text."""
    whole = numbered("甲[[没人看]]乙[[松木]]丙[[三件事]]丁[[不知道]]", article_of)
    assert whole.text == f"甲[1]乙[2]丙[1]丁[[不知道]]\n\n[1] {cite(LIBRARY)}\n[2] {cite(NOTE)}"
    assert (("没人看", "松木", "三件事"), ("不知道",)) == (whole.found, whole.missing)


def test_numbers_go_on_from_those_in_the_text() -> None:
    """A text with references of its own gets no second [1]."""
    assert numbered("甲[3]，乙[[松木]]", article_of).text == f"甲[3]，乙[4]\n\n[4] {cite(NOTE)}"


def test_without_a_citation_there_is_no_list() -> None:
    """The text comes back as it was."""
    assert Inserted("甲[[不知道]]", (), ("不知道",)) == numbered("甲[[不知道]]", article_of)


@given(st.lists(st.text("甲乙[]【】a \n"), max_size=12))
def test_text_outside_brackets_is_never_lost(pieces: list[str]) -> None:
    """If nothing is known, every character stays."""
    text = "[[".join(pieces)
    assert text == inserted(text, lambda words: None).text


@given(
    st.lists(st.tuples(st.text("甲乙丙a \n"), st.sampled_from(sorted(KNOWN))), max_size=MOST), st.text("甲乙")
)
def test_text_around_citations_is_never_lost(pairs: list[tuple[str, str]], end: str) -> None:
    """Before, between and after the brackets."""
    text = "".join(f"{before}[[{words}]]" for before, words in pairs) + end
    expected = "".join(f"{before}<{words}>" for before, words in pairs) + end
    assert Inserted(expected, tuple(words for _, words in pairs)) == inserted(text, cite_of)


@pytest.mark.parametrize(
    "text",
    [
        "[[" * 500_000,
        "[[" + "甲" * 1_000_000,
        "[[甲[乙" * 200_000,
        "[[" + "[甲]" * 300_000,
        "【【甲" * 300_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_million_characters_that_never_close_stay_text(text: str) -> None:
    """A pattern that went back over them at every bracket would not be done in a day."""
    assert text == inserted(text, cite_of).text
