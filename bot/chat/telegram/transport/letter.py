"""A message on its way, and what is left out of it where Telegram refuses something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from telegram import ForceReply, InlineKeyboardMarkup, MessageEntity, ReplyParameters

__all__ = ["Letter"]

# what Telegram's refusals name, in its own undocumented words, and what is then left out
_NAMED = {
    "quote": "quote",
    "button|markup|keyboard": "markup",
    "entit": "entities",
    "thread|topic": "thread_id",
    "replied|reply_message": "reply_to",
}
_RUNGS = ("quote", "reply_to", "thread_id")

_log = structlog.get_logger("bot.chat.telegram")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way."""

    text: str
    entities: Sequence[MessageEntity] | None
    reply_to: int | None
    quote: tuple[str, int] | None
    thread_id: int | None
    markup: InlineKeyboardMarkup | ForceReply | None
    silent: bool

    def lower(self, refusal: str) -> "Letter | None":
        """The letter without what the refusal names, or else without its next rung; None at the bottom."""
        named = [part for words, part in _NAMED.items() if re.search(words, refusal, re.IGNORECASE)]
        part = next((part for part in (*named, *_RUNGS) if getattr(self, part) is not None), None)
        if part is None:
            return None
        _log.warning("climbed down", without=part, reason=refusal)
        lower: dict[str, Any] = {part: None}  # replace() cannot know which part it is
        return replace(self, **lower)

    def reply_parameters(self) -> ReplyParameters | None:
        """What it replies to, sent without where that is deleted."""
        if self.reply_to is None:
            return None
        quote, position = self.quote or (None, None)
        return ReplyParameters(
            self.reply_to, allow_sending_without_reply=True, quote=quote, quote_position=position
        )
