"""A question prepared for scoring: its terms, their weights, the type of answer it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.likeness import WordAsked, words_asked
from bot.language.answer_types import AnswerType, QuantityAsked, asked_type, quantity_asked
from bot.language.numerals import respelled
from bot.language.question_words import asking_mask
from bot.language.segmenter import segmenter
from bot.language.terms import (
    content,
    question_terms,
    stretches,
    with_known_synonyms,
    without_talk,
)

__all__ = [
    "KINDS",
    "Light",
    "PreparedQuestion",
    "QuestionTerm",
    "prepare",
    "prepare_in_light",
    "share_held",
    "weighed_terms",
]

KINDS: Mapping[str, str] = {"w": "words", "n": "words", "c": "characters", "b": "pairs"}
"""The kind that a term's prefix counts as; numbers count as words."""
_NAMES = frozenset({"nr", "ns", "nt", "nz", "eng"})
_MOST = 16
"""Numbers and names of a question that are held against each article; more say no more."""
_LIGHT = 0.5
"""The share of its weight that a term of the questions before keeps beside the question's own."""


class Light(NamedTuple):
    """The folded questions before, the newest first, one a line, and what is asked in their light."""

    words: str
    asks: str


class QuestionTerm(NamedTuple):
    """A term of a question, its kind, its idf on the shelf, and whether it stands there at all."""

    term: str
    kind: str
    idf: float
    known: bool


@dataclass(frozen=True, slots=True)
class PreparedQuestion:
    """A folded question, prepared for one shelf."""

    text: str
    terms: tuple[QuestionTerm, ...]
    totals: Mapping[str, float]
    """The sum of the idf of each kind's terms."""
    stand_ins: Mapping[str, str]
    """For each kind, itself or, if the question has no terms of it, one that it has."""
    places: Mapping[str, int]
    """The place of each term among them."""
    chains: tuple[tuple[int, ...], ...]
    """The places of neighbouring pairs among the terms, one chain for each stretch."""
    type: AnswerType
    unit: QuantityAsked | None
    words: tuple[WordAsked, ...]
    """Its content words."""
    numbers: tuple[str, ...]
    latin: tuple[str, ...]
    names: tuple[str, ...]
    """Its proper names of two characters or more; of one with synonyms, the first of them."""

    @property
    def total(self) -> float:
        """The sum of the idf of all terms; 1 if there are none."""
        return sum(self.totals.values()) or 1.0


def weighed_terms(question: str, shelf: ShelfIndex) -> tuple[str, tuple[QuestionTerm, ...]]:
    """Return the folded `question` as the shelf spells it, and its terms."""
    words = shelf.vocabulary
    shelf.expect(question)
    text = with_known_synonyms(without_talk(question, shelf.known, words), shelf.known, words)
    text = respelled(text, shelf.known)
    names = question_terms(text, words)
    often = shelf.frequencies(names)
    return text, tuple(
        QuestionTerm(term, KINDS[term[0]], shelf.idf(term, holding), holding > 0)
        for term, holding in zip(names, often, strict=True)
    )


def share_held(terms: Sequence[QuestionTerm], held: NDArray[np.bool_]) -> float:
    """Return the share of the terms' weight that those make up which are `held`."""
    idf = np.array([term.idf for term in terms])
    return float(idf[held].sum() / (idf.sum() or 1.0))


def prepare(question: str, shelf: ShelfIndex) -> PreparedQuestion:
    """Prepare the folded `question`, with numbers and synonyms as the shelf has them."""
    words = shelf.vocabulary
    text, weighed = weighed_terms(question, shelf)
    names = [term.term for term in weighed]
    places = {term: place for place, term in enumerate(names)}
    totals = {
        kind: sum(term.idf for term in weighed if term.kind == kind)
        for kind in ("words", "characters", "pairs")
    }
    return PreparedQuestion(
        text=text,
        terms=weighed,
        totals=totals,
        stand_ins=_stand_ins(totals),
        places=places,
        chains=_chains(content(text, words), places),
        type=asked_type(question),
        # not of `text`, which may lack what it is called: 费用
        unit=quantity_asked(question),
        words=words_asked(places),
        numbers=tuple(term for term in names if term[0] == "n")[:_MOST],
        latin=tuple(term for term in names if term[0] == "c" and "a" <= term[2] <= "z"),
        names=tuple(
            next(iter(words.firsts(w)), w)
            for w, tag in segmenter(words).tags(content(text, words))
            if tag in _NAMES and len(w) > 1 and not w[0].isdigit()
        )[:_MOST],
    )


def prepare_in_light(question: str, light: Light, shelf: ShelfIndex) -> PreparedQuestion:
    """Prepare the folded question with the terms of the questions before, which count less than its own.

    `question` is empty if it says nothing itself. Without a question word it asks for what they ask.
    """
    before = prepare(light.words.replace("\n", " "), shelf)
    asks = light.asks if _asks(light.asks) else _first_that_asks(light.words)
    kind, unit = asked_type(asks), quantity_asked(asks)
    if not question:
        return replace(before, text=asks, type=kind, unit=unit, names=())
    own = prepare(question, shelf)
    dimmed = tuple(
        term._replace(idf=term.idf * _LIGHT) for term in before.terms if term.term not in own.places
    )
    terms = own.terms + dimmed
    places = {term.term: place for place, term in enumerate(terms)}
    totals = {kind: sum(term.idf for term in terms if term.kind == kind) for kind in own.totals}
    chains = (tuple(places[before.terms[place].term] for place in chain) for chain in before.chains)
    asked = {word.word for word in own.words}
    return replace(
        own,
        text=asks,
        terms=terms,
        totals=totals,
        stand_ins=_stand_ins(totals),
        places=places,
        chains=own.chains + tuple(chains),
        type=kind,
        unit=unit,
        words=own.words
        + tuple(_dimmed(word, before, places) for word in before.words if word.word not in asked),
    )


def _dimmed(word: WordAsked, before: PreparedQuestion, places: Mapping[str, int]) -> WordAsked:
    """Return a word of the question before with its pairs at their `places` among all terms."""
    pairs = tuple(places[before.terms[place].term] for place in word.pairs)
    return word._replace(weight=word.weight * _LIGHT, pairs=pairs)


def _asks(text: str) -> bool:
    # the mask of English words holds those that only join others
    return _asks_for_a_kind(text) or (not text.isascii() and any(asking_mask(text)))


def _asks_for_a_kind(text: str) -> bool:
    return bool(asked_type(text)) or quantity_asked(text) is not None


def _first_that_asks(questions: str) -> str:
    lines = questions.split("\n")
    return next((line for line in lines if _asks_for_a_kind(line)), lines[0])


def _stand_ins(totals: Mapping[str, float]) -> Mapping[str, str]:
    present = next((kind for kind in ("characters", "words", "pairs") if totals[kind]), "words")
    return {kind: kind if total else present for kind, total in totals.items()}


def _chains(content: str, places: Mapping[str, int]) -> tuple[tuple[int, ...], ...]:
    chains = (
        tuple(places[pair] for a, b in pairwise(stretch) if (pair := f"b:{a}{b}") in places)
        for stretch in stretches(content)
    )
    return tuple(chain for chain in chains if chain)
