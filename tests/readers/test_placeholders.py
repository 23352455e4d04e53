"""Titles that programs fill in."""

import pytest

from bot.readers.placeholders import is_placeholder


@pytest.mark.parametrize(
    "title",
    [
        "",
        "--",
        "Document1",
        "文档 1 (2)",
        "untitled",
        "Microsoft Word - 会议.doc",
        "会议.docx",
        "新建 Word 文档",
    ],
)
def test_what_a_program_fills_in_is_no_title(title: str) -> None:
    """The name of a file, a number, the word for a document."""
    assert is_placeholder(title)


@pytest.mark.parametrize(
    "title", ["Document retention policy", "标题之外", "Title IX explained", "2024年的桥"]
)
def test_what_somebody_wrote_is_a_title(title: str) -> None:
    """Even if it begins with such a word."""
    assert not is_placeholder(title)
