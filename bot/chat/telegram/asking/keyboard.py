"""The buttons under an answer; their data contain the answer's number in the notebook."""

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.quoting.citation import STYLES, cite, short
from bot.chat.telegram.asking.originals import Originals
from bot.chat.telegram.callbacks import AnswerWish
from bot.language.utf16 import units
from bot.locale import Locale
from bot.model import Article, Hit

__all__ = ["answer_keyboard", "style_keyboard", "without_presses"]

_MAX_COPIED_UNITS = 256


def answer_keyboard(
    shown: AnswerWish,
    hit: Hit,
    hits: int,
    say: Locale,
    *,
    style: str,
    originals: Originals,
    near: tuple[bool, bool],
    question: str = "",
    outlined: bool = False,
) -> InlineKeyboardMarkup:
    """Return the buttons of an answer that shows `hit`, one of `hits`.

    `near` tells whether the article has a passage before the hit's, and one after it; `outlined` whether the hits are
    points of an outline, to which there is a way back.
    """
    number, position, offset = shown.number, shown.position, shown.offset
    paging = [_button("◀", AnswerWish("near", number, position, offset - 1))] if near[0] else []
    if hits > 1:
        label = say("buttons.next_hit", shown=position + 1, hits=hits)
        paging.append(_button(label, AnswerWish("hit", number, (position + 1) % hits)))
    paging += [_button("▶", AnswerWish("near", number, position, offset + 1))] if near[1] else []
    citing = [
        InlineKeyboardButton(
            say("buttons.copy"),
            copy_text=CopyTextButton(
                _copyable_citation(originals.cited(hit.article), hit.passage.paragraph, style)
            ),
        ),
        _button(say("buttons.styles"), AnswerWish("styles", number, position, offset)),
    ]
    if original := originals.button(hit, say, question):
        citing.append(original)
    judging = [
        _button("👍", AnswerWish("up", number)),
        _button("👎", AnswerWish("down", number)),
        _button("✖", AnswerWish("delete", number)),
    ]
    back = [_button(say("buttons.outline"), AnswerWish("outline", number))] if outlined else []
    return InlineKeyboardMarkup([row for row in (paging, back, citing, judging) if row])


def style_keyboard(shown: AnswerWish, hit: Hit, say: Locale) -> InlineKeyboardMarkup:
    """Return one button per citation style: it copies a citation that is short enough, else it sends it."""
    buttons = [_style_button(shown, style, cite(hit.article, style)) for style in STYLES]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    back = _button(say("buttons.back"), AnswerWish("back", shown.number, shown.position, shown.offset))
    return InlineKeyboardMarkup([*rows, [back]])


def without_presses(markup: InlineKeyboardMarkup) -> InlineKeyboardMarkup | None:
    """Return the buttons that copy or open something, and need no answer of ours; None if there are none."""
    rows = [[button for button in row if button.callback_data is None] for row in markup.inline_keyboard]
    return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None


def _style_button(shown: AnswerWish, style: str, citation: str) -> InlineKeyboardButton:
    label = STYLES[style].LABEL
    if units(citation) <= _MAX_COPIED_UNITS:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(citation))
    return _button(label, AnswerWish("cite", shown.number, shown.position, shown.offset, style))


def _copyable_citation(article: Article, paragraph: int, style: str) -> str:
    citation = cite(article, style)
    return citation if units(citation) <= _MAX_COPIED_UNITS else short(article, paragraph)


def _button(label: str, wish: AnswerWish) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=wish.data())
