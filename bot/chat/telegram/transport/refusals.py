"""What Telegram refuses: its undocumented words, sorted by what is to be done about them."""

import re
from enum import Enum

from telegram.error import Forbidden, TelegramError

__all__ = ["Refusal", "refusal_of"]


class Refusal(Enum):
    """A kind of refusal."""

    BUTTONS = "buttons"
    MARKS = "marks"
    REPLY = "reply"
    """The message replied to is gone, or stands elsewhere."""
    GONE = "gone"
    """The message to be changed is gone."""
    TOPIC = "topic"
    """The topic is closed or deleted."""
    CHAT = "chat"
    """The bot may not do that in the chat, or there is no such chat."""
    UNKNOWN = "unknown"


# the first that fits: a button may be "restricted", a message replied to "not found"
_WORDS = {
    Refusal.BUTTONS: r"button|markup|keyboard",
    Refusal.MARKS: r"entit",
    Refusal.REPLY: r"repl(?:y|ied)",
    Refusal.GONE: r"message (?:to \w+ )?not found|message_(?:id_invalid|not_found)",
    Refusal.TOPIC: r"topic|thread",
    Refusal.CHAT: (
        r"rights|admin|permission|not allowed|forbidden|restrict|banned|kicked|blocked|deactivated|deleted|upgraded|"
        r"not a member|participant|initiate|(?:chat|user|group|channel|peer)(?: is)? not found|"
        r"(?:chat|user|channel|peer)(?:_id)?_(?:invalid|private)|can(?:'|no)t (?:send|write)|slow.?mode|payment_required"
    ),
}
_KINDS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}


def refusal_of(error: TelegramError) -> Refusal:
    """Return the kind of a refusal by its words; of unknown ones, a 403 is the chat's."""
    found = next((kind for kind, words in _KINDS.items() if words.search(error.message)), Refusal.UNKNOWN)
    if isinstance(error, Forbidden) and found is not Refusal.TOPIC:
        return Refusal.CHAT
    return found
