"""A question made ready for scoring: its terms, what they weigh, what type of answer it asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.index.shelf import ShelfIndex
from bot.language.answer_types import AnswerType, asked_type, unit_asked
from bot.language.numerals import respelled
from bot.language.segmenter import segmenter
from bot.language.terms import content, question_terms, stretches, with_known_synonyms, without_talk

__all__ = ["KINDS", "Asked", "AskedTerm", "ready"]

KINDS: Mapping[str, str] = {"w": "words", "n": "words", "c": "characters", "b": "pairs"}
"""The kind that a term's prefix counts as; numbers count as words."""
_NAMES = frozenset({"nr", "ns", "nt", "nz", "eng"})


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """A term of a question, its kind, its idf on the shelf, and whether it stands there at all."""

    term: str
    kind: str
    idf: float
    known: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, folded and ready."""

    text: str
    terms: tuple[AskedTerm, ...]
    totals: Mapping[str, float]
    """The idf of the terms of each kind together."""
    stand_ins: Mapping[str, str]
    """For each kind, itself, or a kind that the question has terms of where it has none of that one."""
    places: Mapping[str, int]
    """Where among its terms each one stands."""
    chains: tuple[tuple[int, ...], ...]
    """The places of neighbouring pairs among the terms, a chain for each stretch of the question."""
    type: AnswerType
    unit: re.Pattern[str] | None
    numbers: tuple[str, ...]
    latin: tuple[str, ...]
    names: tuple[str, ...]
    """Its proper names of two characters or more; of one with synonyms, the first of them."""

    @property
    def total(self) -> float:
        """The idf of all its terms together."""
        return sum(self.totals.values()) or 1.0


def ready(question: str, shelf: ShelfIndex) -> Asked:
    """The folded `question` made ready for `shelf`; numbers and synonyms are searched as the shelf has them."""
    words = shelf.vocabulary
    text = with_known_synonyms(without_talk(question, shelf.known, words), shelf.known, words)
    text = respelled(text, shelf.known)
    names = question_terms(text, words)
    places = {term: place for place, term in enumerate(names)}
    asked = tuple(
        AskedTerm(term, KINDS[term[0]], shelf.idf(term, often), often > 0)
        for term, often in zip(names, shelf.frequencies(names), strict=True)
    )
    totals = {
        kind: sum(term.idf for term in asked if term.kind == kind)
        for kind in ("words", "characters", "pairs")
    }
    return Asked(
        text=text,
        terms=asked,
        totals=totals,
        stand_ins=_stand_ins(totals),
        places=places,
        chains=_chains(content(text, words), places),
        type=asked_type(text),
        unit=unit_asked(text),
        numbers=tuple(term for term in names if term[0] == "n"),
        latin=tuple(term for term in names if term[0] == "c" and "a" <= term[2] <= "z"),
        names=tuple(
            next(iter(words.firsts(w)), w)
            for w, tag in segmenter(words).tags(content(text, words))
            if tag in _NAMES and len(w) > 1 and not w[0].isdigit()
        ),
    )


def _stand_ins(totals: Mapping[str, float]) -> Mapping[str, str]:
    present = next((kind for kind in ("characters", "words", "pairs") if totals[kind]), "words")
    return {kind: kind if total else present for kind, total in totals.items()}


def _chains(content: str, places: Mapping[str, int]) -> tuple[tuple[int, ...], ...]:
    found = (
        tuple(places[pair] for a, b in pairwise(stretch) if (pair := f"b:{a}{b}") in places)
        for stretch in stretches(content)
    )
    return tuple(chain for chain in found if chain)
