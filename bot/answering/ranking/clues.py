"""Clues of an answer: sentences that show the type of answer and the unit asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.indexed import Sentence
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.language.answer_types import AnswerType, shows_new, shows_other

__all__ = ["CLUES", "clues", "shows_another_unit", "shows_type", "shows_unit"]

_UNIT_BY_RANK = (1.0, 0.7, 0.4)
_SHOWS = {kind: f"shows_{kind.name.lower()}" for kind in AnswerType if kind.name}
CLUES = (*_SHOWS.values(), "shows_unit")
"""The names of the clues."""


def clues(
    question: PreparedQuestion, passages: Sequence[Sequence[Callable[[], Sentence]]]
) -> Mapping[str, NDArray[np.float64]]:
    """Return the clues in each of the passages, whose sentences are made when they are looked at, the best first.

    The first sentence may show the type asked for; the unit may stand in the first three, for less in later ones.
    """
    found = dict.fromkeys(CLUES, np.zeros(len(passages)))
    if question.type:
        found[_SHOWS[question.type]] = np.array([float(shows_type(question, one[0]())) for one in passages])
    if question.unit is not None:
        found["shows_unit"] = np.array([next(_units(question, one), 0.0) for one in passages])
    return found


def _units(question: PreparedQuestion, sentences: Sequence[Callable[[], Sentence]]) -> Iterator[float]:
    """Yield what each sentence that shows the unit counts for."""
    for weight, sentence in zip(_UNIT_BY_RANK, sentences, strict=False):
        if shows_unit(question, sentence()):
            yield weight


def shows_type(question: PreparedQuestion, sentence: Sentence) -> bool:
    """Return whether it shows an answer of the type asked for that the question lacks.

    A sentence that shows other quantities only does not: opening hours are no length.
    """
    if not question.type or not shows_new(question.type, sentence.text, question.text):
        return False
    return not shows_another_unit(question, sentence)


def shows_unit(question: PreparedQuestion, sentence: Sentence) -> bool:
    """Return whether it shows an amount of what is asked for that the question lacks."""
    unit = question.unit
    return unit is not None and any(amount not in question.text for amount in unit.amounts(sentence.text))


def shows_another_unit(question: PreparedQuestion, sentence: Sentence) -> bool:
    """Return whether it shows amounts, but none of the quantity asked for."""
    return question.unit is not None and shows_other(question.unit, sentence.text)
