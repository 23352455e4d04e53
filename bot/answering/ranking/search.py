"""Searching a question on a shelf: ranked candidates, with the odds that they answer."""

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.candidates import ArticleFeatures, Candidates
from bot.answering.ranking.evidence import names_missing, signs
from bot.answering.ranking.prepared_question import (
    Light,
    prepare,
    prepare_in_light,
    share_held,
    weighed_terms,
)
from bot.answering.ranking.ranked import RankedPassage, ranked
from bot.answering.ranking.weights import Weights
from bot.language.normalise import folded
from bot.language.sounds import Sounds
from bot.language.terms import has_content

__all__ = ["SearchResult", "Searcher"]

_CANDIDATES = 20
_NOTHING = -30.0
_TRY_HOMOPHONES = 1.5
"""The ln(odds) of relevance under which homophones are tried …"""
_MIN_WITH_HOMOPHONES = 0.4
"""… and those that they must give at least, the penalty taken off."""
_HOMOPHONE_PENALTY = 0.5
_LEAST_COVERED = 0.4
"""The share of what is asked that a passage of an archive must hold once homophones are put right."""


class SearchResult(NamedTuple):
    """The passages, best first, with the odds that they answer."""

    ranked: tuple[RankedPassage, ...]
    relevance: float = _NOTHING
    """The ln(odds) that the shelf is about the question."""
    confidence: float = _NOTHING
    """The ln(odds) that the first passage answers it."""
    searched: str = ""
    """The folded question as it was searched, homophones put right."""

    @property
    def names_missing(self) -> tuple[str, ...]:
        """The proper names of the question that the first article does not hold."""
        return names_missing(self.ranked[0].features) if self.ranked else ()


class Searcher:
    """Searches one shelf, ranking by `weights`."""

    def __init__(self, shelf: ShelfIndex, weights: Weights) -> None:
        self._shelf = shelf
        self._weights = weights

    def search(self, question: str, within: frozenset[int] | None = None) -> SearchResult:
        """Return what the shelf has for the question; nothing for a mere greeting.

        If that is little, the question's homophone typos are put right, and the better result counts.
        `within` are the numbers of the only articles to look at.
        """
        text = folded(question)
        first = self._search_once(text, within)
        if not first.ranked or first.relevance >= _TRY_HOMOPHONES:
            return first
        corrected = self._sounds.corrected(text)
        if corrected == text or not self._may_be_meant(corrected, first, within):
            return first
        second = self._search_once(corrected, within)
        relevance = second.relevance - _HOMOPHONE_PENALTY
        if relevance <= max(first.relevance, _MIN_WITH_HOMOPHONES):
            return first
        return SearchResult(second.ranked, relevance, second.confidence - _HOMOPHONE_PENALTY, corrected)

    def search_in_light(self, own: str, light: Light, within: frozenset[int] | None = None) -> SearchResult:
        """Return what the shelf has for a question that leans on those before; `own` is what it says itself."""
        return self._search_once(folded(own), within, light)

    def without(self, result: SearchResult, shown: Collection[tuple[int, int]]) -> SearchResult:
        """Return the result without the passages `shown`, by article and number, judged anew."""
        rest = tuple(passage for passage in result.ranked if (passage.article, passage.number) not in shown)
        return self._judged(rest, result.searched)

    @property
    def min_relevance(self) -> float:
        """The ln(odds) of relevance from which on this shelf is about a question."""
        return self._weights.min_relevance.at(self._shelf.breadth)

    @property
    def min_confidence(self) -> float:
        """The ln(odds) of confidence from which on an answer is sure."""
        return self._weights.min_confidence.at(self._shelf.breadth)

    def is_about(self, result: SearchResult) -> bool:
        """Return whether the shelf is about the question; if not, nothing was found."""
        return result.relevance >= self.min_relevance

    def is_sure(self, result: SearchResult) -> bool:
        """Return whether the first passage answers for sure, or is only the closest one.

        It does from `min_confidence` on, if its article holds every proper name of the question.
        """
        return result.confidence >= self.min_confidence and not result.names_missing

    def features(self, text: str, article: int) -> ArticleFeatures:
        """Return the features of article number `article` for the folded question."""
        return Candidates.found(prepare(text, self._shelf), {article: ()}, self._shelf).of_article(article)

    def _may_be_meant(self, text: str, first: SearchResult, within: frozenset[int] | None) -> bool:
        """Return whether a passage holds as much of the corrected `text` as the best one did of what was asked.

        Most corrections are none: words that stand nowhere have homophones that do. To tell takes a tenth of the time
        of weighing twenty candidates once more. On one article what a passage holds tells nothing.
        """
        least = max(first.ranked[0].coverage, _LEAST_COVERED) * self._shelf.breadth
        if not least:
            return True
        _, terms = weighed_terms(text, self._shelf)
        names = [term.term for term in terms]
        for article, numbers in self._shelf.candidates(names, 1, within).items():
            columns = self._shelf.indexed(article).sentence_range(numbers[0])
            held = self._shelf.holding([article], names)[:, columns.start : columns.stop]
            return share_held(terms, np.logical_or.reduce(held, axis=1)) >= least
        return False

    def _search_once(
        self, text: str, within: frozenset[int] | None = None, light: Light | None = None
    ) -> SearchResult:
        searched = f"{text} {light.words}" if light else text
        if not has_content(searched, self._shelf.vocabulary):
            return SearchResult((), searched=searched)
        question = prepare_in_light(text, light, self._shelf) if light else prepare(text, self._shelf)
        found = self._shelf.candidates([term.term for term in question.terms], _CANDIDATES, within)
        if not found:
            return SearchResult((), searched=searched)
        passages = ranked(Candidates.found(question, found, self._shelf), self._weights.ranking)
        return self._judged(passages, searched)

    def _judged(self, ranked: tuple[RankedPassage, ...], searched: str) -> SearchResult:
        """Return the passages with the odds that they answer, by the first of them."""
        if not ranked:
            return SearchResult((), searched=searched)
        best = ranked[0]
        seen = signs(best.features, best.number, self._shelf) | {"score": best.score}
        relevance, confidence = (
            mix.of(seen, self._shelf.breadth) for mix in (self._weights.relevance, self._weights.confidence)
        )
        return SearchResult(ranked, relevance, confidence, searched)

    @cached_property
    def _sounds(self) -> Sounds:
        return Sounds(self._shelf.frequencies, self._shelf.vocabulary)
