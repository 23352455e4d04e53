"""The chat of the README's pictures: what was really sent, drawn."""

import pytest

from bench.chromium import without_glyph
from bench.drawn import drawn
from bench.said import Message, said
from bench.screenshots import CHATS


@pytest.mark.parametrize("language", CHATS)
def test_a_drawn_chat_shows_an_answer_and_that_another_is_not_there(language: str) -> None:
    """As the bot answered them: the first with a quotation and buttons, the second without."""
    asked, answer, also_asked, refusal = messages = said(CHATS[language])
    assert CHATS[language].questions == (asked.html, also_asked.html)
    assert ("<blockquote>" in answer.html, bool(answer.rows), asked.html) == (True, True, answer.reply_to)
    assert ("<blockquote" in refusal.html, refusal.rows) == (False, ())
    page = drawn(messages, language)
    assert all(f"<span>{label}</span>" in page for row in answer.rows for label in row)


def test_a_quotation_is_drawn_as_a_block_and_a_folded_one_as_such() -> None:
    """The line break after a block is the block's own end; those within stay."""
    sent = "<blockquote><b>灯</b>亮\n着。</blockquote>\n<blockquote expandable>全文</blockquote>\n——出处"
    page = drawn([Message(True, sent, "", ())], "zh")
    shown = "<blockquote><span><b>灯</b>亮\n着。</span></blockquote><blockquote expandable><span>全文</span></blockquote>——出处"
    assert shown in page


def test_labels_and_questions_are_drawn_as_text() -> None:
    """Whatever signs they are written with."""
    page = drawn([Message(True, "好", "<i>1</i>", (("<b>2</b>",),))], "zh")
    assert "&lt;i&gt;1&lt;/i&gt;" in page
    assert "<span>&lt;b&gt;2&lt;/b&gt;</span>" in page


def test_a_character_that_no_font_has_is_told() -> None:
    """One that stands for nothing is in none; blanks need no font."""
    assert {"\U000e0fff"} >= without_glyph(" \n\U000e0fff")
