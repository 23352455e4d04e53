"""Answer → Reply: a message for a person and its marked spans; it knows no platform."""

from bot.reply.answers import quotation, record_lines, reply, source_line
from bot.reply.message import Mark, Marked, Reply
from bot.reply.verifications import verification_reply

__all__ = [
    "Mark",
    "Marked",
    "Reply",
    "quotation",
    "record_lines",
    "reply",
    "source_line",
    "verification_reply",
]
