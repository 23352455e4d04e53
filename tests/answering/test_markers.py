"""The marks of lists: found wherever they may stand, and nowhere else."""

import pytest

from bot.answering.lists.markers import is_marked, markers

_MARKS = (
    "一是",
    "第二,",
    "第三条",
    "其四,",
    "(五)",
    "⑥",
    "首先",
    "最后,",
    "一方面",
    "另一方面",
    "甲类",
    "b组",
    "七、",
    "七. ",
    "七)",
    "第五 ",
    "8.",
    "• ",
    "- ",
)
_FRAMES = ("从长远来看,", "对企业来说,", "生活方面,", "在生活方面,")
_ENGLISH = ("first,", "secondly,", "third,", "fourth,", "fifth,", "finally,", "last,")


@pytest.mark.parametrize("mark", [*_MARKS, *_FRAMES, *_ENGLISH])
@pytest.mark.parametrize("before", ["", "前面说过。\n", "then.\n"])
def test_a_mark_is_found_where_a_line_begins(mark: str, before: str) -> None:
    """Every kind of mark opens an item at the beginning of a text and of a line."""
    assert [len(before)] == [found.start for found in markers(f"{before}{mark}说的话")]


@pytest.mark.parametrize("pause", "。!?;:,、 “\"'‘」』)…")
def test_a_mark_is_found_after_a_pause(pause: str) -> None:
    """What is said at a pause opens an item."""
    assert [4, 8] == [found.start for found in markers(f"要做到{pause}一是快,二是好")]


@pytest.mark.parametrize("mark", _MARKS)
def test_no_mark_stands_within_words(mark: str) -> None:
    """What follows a word without a pause belongs to it."""
    assert [] == list(markers(f"前文{mark}说的话"))


@pytest.mark.parametrize(("text", "expected"), [("一是快", True), ("快,一是好", False), ("", False)])
def test_a_text_begins_with_a_mark_or_does_not(text: str, expected: bool) -> None:
    """Only a mark at the very beginning makes a paragraph a marked one."""
    assert expected == is_marked(text)
