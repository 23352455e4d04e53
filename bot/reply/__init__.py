"""Answer → Reply: a message for a person and its marked spans; it knows no platform."""

from bot.reply.answers import hit_reply, light_line, quotation, reply, why_line, words_line
from bot.reply.choices import CHOICES_PER_PAGE, choice_reply
from bot.reply.language import locale_of
from bot.reply.lists import list_lines, quoted_text, runs_over
from bot.reply.message import Mark, Marked, Reply, below
from bot.reply.outlines import outline_reply, point_text
from bot.reply.sources import RecordLine, imprint, record_lines, source_line
from bot.reply.suggestions import suggested_questions

__all__ = [
    "CHOICES_PER_PAGE",
    "Mark",
    "Marked",
    "RecordLine",
    "Reply",
    "below",
    "choice_reply",
    "hit_reply",
    "imprint",
    "light_line",
    "list_lines",
    "locale_of",
    "outline_reply",
    "point_text",
    "quotation",
    "quoted_text",
    "record_lines",
    "reply",
    "runs_over",
    "source_line",
    "suggested_questions",
    "why_line",
    "words_line",
]
