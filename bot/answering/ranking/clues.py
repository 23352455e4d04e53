"""Clues of an answer: whether sentences show the type of answer and the unit that a question asks for."""

from collections.abc import Mapping, Sequence

from bot.answering.index.indexed import Sentence
from bot.answering.ranking.asked import Asked
from bot.language.answer_types import AnswerType, shows_new

__all__ = ["NO_CLUES", "clues", "shows_type", "shows_unit"]

_UNIT_BY_RANK = (1.0, 0.7, 0.4)
_SHOWS = {kind: f"shows_{kind.name.lower()}" for kind in AnswerType if kind.name}
NO_CLUES: Mapping[str, float] = {**dict.fromkeys(_SHOWS.values(), 0.0), "shows_unit": 0.0}
"""The clues where the question asks for neither."""


def clues(asked: Asked, sentences: Sequence[Sentence]) -> Mapping[str, float]:
    """Whether the first of the sentences, best first, shows the type asked for, and how good a one of the first three the unit."""
    units = (
        weight
        for weight, sentence in zip(_UNIT_BY_RANK, sentences, strict=False)
        if shows_unit(asked, sentence)
    )
    shown = {_SHOWS[asked.type]: 1.0} if shows_type(asked, sentences[0]) else {}
    return {**NO_CLUES, **shown, "shows_unit": next(units, 0.0)}


def shows_type(asked: Asked, sentence: Sentence) -> bool:
    """Whether it shows an answer of the type asked for that does not stand in the question."""
    kind = asked.type
    return bool(kind) and kind in sentence.shows and shows_new(kind, sentence.text, asked.text)


def shows_unit(asked: Asked, sentence: Sentence) -> bool:
    """Whether it shows a number of the unit asked for that does not stand in the question."""
    unit = asked.unit
    return unit is not None and any(m.group() not in asked.text for m in unit.finditer(sentence.text))
