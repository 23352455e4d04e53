"""Reading questions in other words, which name the set and the document that answer them."""

from pathlib import Path

import pytest
from question_sets import DOCUMENTS, SAID, write_rows, write_said, write_set

from bot.errors import UnreadableQuestionSet
from bot.evaluation.said import read_question_sets, read_texts


@pytest.mark.parametrize("place", ["tiny", "sets/tiny", "said/tiny"])
def test_the_set_that_is_asked_lies_near_the_questions(tmp_path: Path, place: str) -> None:
    """Beside them, one folder deeper, or among them."""
    said = write_said(tmp_path / "said")
    write_set(tmp_path / place)
    (read,) = read_question_sets(said)
    assert ("said/tiny", set(DOCUMENTS)) == (read.name, set(read.articles))
    assert [
        ("赵州桥是谁修的？", {"d2"}, ("李春",), True),
        ("湖边种的啥树？", {"d0"}, ("柳树",), False),
    ] == [(asked.text, set(asked.relevant), asked.answers, asked.named) for asked in read.questions]


def test_questions_about_several_sets_are_one_set_each(tmp_path: Path) -> None:
    """In the order in which they are named first."""
    write_set(tmp_path / "tiny")
    write_set(tmp_path / "other")
    said = write_said(tmp_path / "said", [{**SAID[0], "set": "other"}, *SAID, {**SAID[1], "set": "other"}])
    assert [("said/other", 2), ("said/tiny", 2)] == [
        (read.name, len(read.questions)) for read in read_question_sets(said)
    ]


def test_a_set_in_beirs_layout_is_itself(tmp_path: Path) -> None:
    """Its own questions can all be asked of the whole set."""
    (read,) = read_question_sets(write_set(tmp_path / "tiny"))
    assert ("tiny", True) == (read.name, all(asked.named for asked in read.questions))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**SAID[0], "set": "gone"}, r"questions\.jsonl:1: no question set 'gone' in .*/said, beside it"),
        ({**SAID[0], "set": "../tiny"}, r"questions\.jsonl:1: no question set '\.\./tiny'"),
        ({**SAID[0], "doc": "d9"}, r"questions\.jsonl:1: 'd9' is not in the corpus\.jsonl of tiny"),
        ({**SAID[0], "q": None}, r"questions\.jsonl:1: no 'q'"),
        ({**SAID[0], "named": "yes"}, r"questions\.jsonl:1: named is neither true nor false"),
        ({"set": "tiny", "doc": "d0", "q": "?"}, r"questions\.jsonl:1: no 'answer'"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, row: dict[str, object], said: str) -> None:
    """One line, whatever is broken."""
    write_set(tmp_path / "tiny")
    with pytest.raises(UnreadableQuestionSet, match=said) as caught:
        read_question_sets(write_said(tmp_path / "said", [row]))
    assert 1 == len(str(caught.value).splitlines())


def test_an_empty_file_and_a_missing_one_are_told(tmp_path: Path) -> None:
    """Neither is a set."""
    with pytest.raises(UnreadableQuestionSet, match=r"questions\.jsonl: holds no questions"):
        read_question_sets(write_said(tmp_path / "said", []))
    with pytest.raises(UnreadableQuestionSet, match=r"corpus\.jsonl: cannot be read"):
        read_question_sets(tmp_path)


def test_texts_are_those_of_either_layout(tmp_path: Path) -> None:
    """No documents are needed for them."""
    (tmp_path / "everyday").mkdir()
    write_rows(tmp_path / "everyday" / "queries.jsonl", [{"_id": "e0", "text": "明天会下雨吗"}])
    assert ("明天会下雨吗",) == read_texts(tmp_path / "everyday")
    assert ("赵州桥是谁修的？", "湖边种的啥树？") == read_texts(write_said(tmp_path / "said"))
    with pytest.raises(UnreadableQuestionSet, match=r"questions\.jsonl: cannot be read"):
        read_texts(tmp_path)
