"""The buttons under an answer. All that one needs is in its 64 bytes and, by the answer's number, in the notebook."""

import re
from dataclasses import dataclass
from typing import Literal

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.quoting.citation import STYLES, cite, short
from bot.chat.telegram.originals import Originals
from bot.locale import Locale
from bot.model import Article, Hit

__all__ = ["Press", "answer_keyboard", "pressed", "style_keyboard"]

_COPIED = 256
Action = Literal["hit", "near", "styles", "back", "cite", "up", "down", "delete", "public"]
_CODES: dict[Action, str] = {
    "hit": "h", "near": "n", "styles": "s", "back": "b", "cite": "c", "up": "u", "down": "d", "delete": "x", "public": "p",
}  # fmt: skip
_ACTIONS = {code: action for action, code in _CODES.items()}
_DATA = re.compile(r"([a-z]):(\d{1,12}):(\d{1,3}):(-?\d{1,4})(?::([a-z0-9]{1,16}))?")


@dataclass(frozen=True, slots=True)
class Press:
    """A button of an answer: which answer, the hit it showed, how many passages from it, the style."""

    action: Action
    number: int
    position: int = 0
    offset: int = 0
    style: str = ""

    def data(self) -> str:
        """The button's callback data, at most 64 bytes."""
        style = f":{self.style}" if self.style else ""
        return f"{_CODES[self.action]}:{self.number}:{self.position}:{self.offset}{style}"


def pressed(data: str | None) -> Press | None:
    """The press that the callback data tells of; None for data that is none of ours."""
    match = _DATA.fullmatch(data or "")
    if match is None or match[1] not in _ACTIONS:
        return None
    return Press(_ACTIONS[match[1]], int(match[2]), int(match[3]), int(match[4]), match[5] or "")


def answer_keyboard(
    shown: Press,
    hit: Hit,
    hits: int,
    say: Locale,
    *,
    style: str,
    originals: Originals,
    near: tuple[bool, bool],
    question: str = "",
) -> InlineKeyboardMarkup:
    """The buttons of an answer that shows `hit`, one of `hits`; `near`: is there a passage before and after it."""
    number, position, offset = shown.number, shown.position, shown.offset
    paging = [_button("◀", Press("near", number, position, offset - 1))] if near[0] else []
    if hits > 1:
        label = say("buttons.next_hit", shown=position + 1, hits=hits)
        paging.append(_button(label, Press("hit", number, (position + 1) % hits)))
    paging += [_button("▶", Press("near", number, position, offset + 1))] if near[1] else []
    citing = [
        InlineKeyboardButton(
            say("buttons.copy"),
            copy_text=CopyTextButton(_to_copy(originals.cited(hit.article), hit.passage.paragraph, style)),
        ),
        _button(say("buttons.styles"), Press("styles", number, position, offset)),
    ]
    if original := originals.button(hit, say, question):
        citing.append(original)
    judging = [
        _button("👍", Press("up", number)),
        _button("👎", Press("down", number)),
        _button("✖", Press("delete", number)),
    ]
    return InlineKeyboardMarkup([row for row in (paging, citing, judging) if row])


def style_keyboard(shown: Press, hit: Hit, say: Locale) -> InlineKeyboardMarkup:
    """One button a style of citation: it copies where the citation is short enough, else it sends."""
    buttons = [_style_button(shown, style, cite(hit.article, style), say) for style in STYLES]
    back = _button(say("buttons.back"), Press("back", shown.number, shown.position, shown.offset))
    return InlineKeyboardMarkup([buttons[:2], buttons[2:], [back]])


def _style_button(shown: Press, style: str, citation: str, say: Locale) -> InlineKeyboardButton:
    label = say(f"buttons.{style}")
    if _units(citation) <= _COPIED:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(citation))
    return _button(label, Press("cite", shown.number, shown.position, shown.offset, style))


def _to_copy(article: Article, paragraph: int, style: str) -> str:
    citation = cite(article, style)
    return citation if _units(citation) <= _COPIED else short(article, paragraph)


def _button(label: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=press.data())


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
