"""The types of answer: what a question asks for, and what a sentence shows."""

from bot.language.answer_types.asked import QuantityAsked, called, quantity_asked, shows_other
from bot.language.answer_types.broad import AnswerType, asked_type, shows_new, types_shown

__all__ = [
    "AnswerType",
    "QuantityAsked",
    "asked_type",
    "called",
    "quantity_asked",
    "shows_new",
    "shows_other",
    "types_shown",
]
