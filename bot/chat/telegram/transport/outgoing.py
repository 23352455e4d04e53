"""An outgoing message, what it leaves out if Telegram refuses something, and what of it goes elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import ForceReply, InlineKeyboardMarkup, MessageEntity, ReplyParameters

from bot.chat.telegram.transport.fitting import fit
from bot.chat.telegram.transport.refusals import Refusal
from bot.language.utf16 import units

__all__ = ["OutgoingMessage", "only_copying"]

_PARTS = {Refusal.BUTTONS: "markup", Refusal.MARKS: "entities", Refusal.REPLY: "reply_to"}
_PLACES = (Refusal.CHAT, Refusal.TOPIC)


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """An outgoing message."""

    text: str
    entities: Sequence[MessageEntity] | None
    reply_to: int | None
    thread_id: int | None
    markup: InlineKeyboardMarkup | ForceReply | None

    def refused_part(self, refusal: Refusal, *, private: bool) -> str | None:
        """Return the name of the part to leave out then; None if that helps nothing.

        In a group the topic is never left out: what belongs there belongs nowhere else.
        """
        topic = "thread_id" if private else ""
        first = topic if refusal is Refusal.TOPIC else _PARTS.get(refusal, "")
        parts = (first,) if refusal in _PLACES else (first, "reply_to", topic)
        return next((part for part in parts if part and getattr(self, part) is not None), None)

    def without(self, part: str) -> "OutgoingMessage":
        """Return the message without that part."""
        left_out: dict[str, Any] = {part: None}  # the name is known only at run time
        return replace(self, **left_out)

    def elsewhere(self, line: str) -> "OutgoingMessage":
        """Return it for another chat: below a line, and without what works only in its own."""
        by = units(line) + 1
        moved = MessageEntity.shift_entities(by, self.entities or ())
        markup = only_copying(self.markup) if isinstance(self.markup, InlineKeyboardMarkup) else None
        return OutgoingMessage(*fit(f"{line}\n{self.text}", moved), None, None, markup)

    def reply_parameters(self) -> ReplyParameters | None:
        """Return the message replied to; if that is deleted, this one is sent all the same."""
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


def only_copying(markup: InlineKeyboardMarkup) -> InlineKeyboardMarkup | None:
    """Return the buttons that copy something, which work anywhere; None if there are none."""
    rows = [[button for button in row if button.copy_text is not None] for row in markup.inline_keyboard]
    return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None
