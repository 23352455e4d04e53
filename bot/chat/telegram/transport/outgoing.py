"""An outgoing message, and what it leaves out if Telegram refuses something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from telegram import ForceReply, InlineKeyboardMarkup, MessageEntity, ReplyParameters

__all__ = ["OutgoingMessage"]

# the undocumented words of Telegram's refusals, and what to leave out then
_PART_BY_WORDS = {
    "button|markup|keyboard": "markup",
    "entit": "entities",
    "thread|topic": "thread_id",
    "replied|reply_message": "reply_to",
}
_DISPENSABLE = ("reply_to", "thread_id")

_log = structlog.get_logger("bot.chat.telegram")


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """An outgoing message."""

    text: str
    entities: Sequence[MessageEntity] | None
    reply_to: int | None
    thread_id: int | None
    markup: InlineKeyboardMarkup | ForceReply | None

    def without_refused_part(self, refusal: str) -> "OutgoingMessage | None":
        """Return the message without what the refusal names, or the next part; None if none is left."""
        named = [part for words, part in _PART_BY_WORDS.items() if re.search(words, refusal, re.IGNORECASE)]
        part = next((part for part in (*named, *_DISPENSABLE) if getattr(self, part) is not None), None)
        if part is None:
            return None
        _log.warning("part dropped", without=part, reason=refusal)
        without: dict[str, Any] = {part: None}  # the name is known only at run time
        return replace(self, **without)

    def reply_parameters(self) -> ReplyParameters | None:
        """Return the message replied to; if that is deleted, this one is sent all the same."""
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)
