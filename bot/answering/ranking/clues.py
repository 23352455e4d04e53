"""Clues of an answer: sentences that show the type of answer and the unit asked for."""

from collections.abc import Mapping, Sequence

from bot.answering.index.indexed import Sentence
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.language.answer_types import AnswerType, shows_new, shows_other

__all__ = ["CLUES", "clues", "shows_another_unit", "shows_type", "shows_unit"]

_UNIT_BY_RANK = (1.0, 0.7, 0.4)
_SHOWS = {kind: f"shows_{kind.name.lower()}" for kind in AnswerType if kind.name}
CLUES = (*_SHOWS.values(), "shows_unit")
"""The names of the clues."""


def clues(question: PreparedQuestion, sentences: Sequence[Sentence]) -> Mapping[str, float]:
    """Return the clues in the sentences, best first.

    The first sentence may show the type asked for; the unit may stand in the first three, for less in later ones.
    """
    units = (
        weight
        for weight, sentence in zip(_UNIT_BY_RANK, sentences, strict=False)
        if shows_unit(question, sentence)
    )
    shown = {_SHOWS[question.type]: 1.0} if shows_type(question, sentences[0]) else {}
    return {**dict.fromkeys(CLUES, 0.0), **shown, "shows_unit": next(units, 0.0)}


def shows_type(question: PreparedQuestion, sentence: Sentence) -> bool:
    """Return whether it shows an answer of the type asked for that the question lacks.

    A sentence that shows other quantities only does not: opening hours are no length.
    """
    kind = question.type
    if not kind or kind not in sentence.shows or shows_another_unit(question, sentence):
        return False
    return shows_new(kind, sentence.text, question.text)


def shows_unit(question: PreparedQuestion, sentence: Sentence) -> bool:
    """Return whether it shows an amount of what is asked for that the question lacks."""
    unit = question.unit
    return unit is not None and any(amount not in question.text for amount in unit.amounts(sentence.text))


def shows_another_unit(question: PreparedQuestion, sentence: Sentence) -> bool:
    """Return whether it shows amounts, but none of the quantity asked for."""
    return question.unit is not None and shows_other(question.unit, sentence.text)
