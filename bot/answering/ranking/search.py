"""A question searched on a shelf: candidates, ranked, with the odds that they answer; typos seen through."""

from dataclasses import dataclass
from functools import cached_property

from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.asked import ready
from bot.answering.ranking.calibration import LOWEST, drawn
from bot.answering.ranking.evidence import names_missing, signs
from bot.answering.ranking.features import Sight, sights
from bot.answering.ranking.weights import Weights
from bot.language.normalise import folded
from bot.language.sounds import Sounds
from bot.language.terms import has_content

__all__ = ["Found", "Ranked", "Search"]

_CANDIDATES = 20
_NOTHING = -30.0
_LARGE = 300
"""Passages from which on the line always came out highest; drawing it takes a tenth of a second up to there."""
_NEARLY_AS_GOOD = 0.8
_TRY_HOMOPHONES = 1.5
"""The ln(odds) of relevance under which homophones are tried."""
_KEEP_HOMOPHONES = 0.4
"""… and what they must give at least, the penalty taken off."""
_HOMOPHONE_PENALTY = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage, its article in the light of the question, and its score."""

    sight: Sight
    article: int
    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The passages, best first, and the ln(odds) that the shelf speaks of the question and that the first one answers."""

    ranked: tuple[Ranked, ...]
    relevance: float = _NOTHING
    confidence: float = _NOTHING
    searched: str = ""
    """The folded question as it was searched, homophones put right."""

    @property
    def names_missing(self) -> tuple[str, ...]:
        """Proper names of the question that the first article does not hold."""
        return names_missing(self.ranked[0].sight) if self.ranked else ()


class Search:
    """Searches one shelf, weighing by `weights`."""

    def __init__(self, shelf: ShelfIndex, weights: Weights) -> None:
        self._shelf = shelf
        self._weights = weights

    def found(self, question: str, within: frozenset[int] | None = None) -> Found:
        """What the shelf has for the question; nothing for one without content, like a greeting.

        Where that is little, its homophone typos are put right, and the better of the two counts.
        `within` are the numbers of the only articles to look at.
        """
        text = folded(question)
        first = self._once(text, within)
        if not first.ranked or first.relevance >= _TRY_HOMOPHONES:
            return first
        corrected = self._sounds.corrected(text)
        if corrected == text:
            return first
        second = self._once(corrected, within)
        relevance = second.relevance - _HOMOPHONE_PENALTY
        if relevance <= max(first.relevance, _KEEP_HOMOPHONES):
            return first
        return Found(second.ranked, relevance, second.confidence - _HOMOPHONE_PENALTY, corrected)

    def is_about(self, found: Found) -> bool:
        """Whether the shelf speaks of what was asked; in doubt, by the line that is drawn for this shelf."""
        if found.relevance >= self._weights.found:
            return True
        return found.relevance >= LOWEST and found.relevance >= self.line

    def sight(self, text: str, article: int) -> Sight:
        """Article number `article` in the light of the folded question."""
        return sights(ready(text, self._shelf), [article], self._shelf)[0]

    @cached_property
    def line(self) -> float:
        """The ln(odds) of relevance from which on the shelf speaks of a question; drawn when first asked for."""
        if self._shelf.passages > _LARGE:
            return self._weights.found
        return drawn(lambda question: self._once(folded(question)).relevance, self._weights.found)

    def _once(self, text: str, within: frozenset[int] | None = None) -> Found:
        if not has_content(text, self._shelf.vocabulary):
            return Found((), searched=text)
        asked = ready(text, self._shelf)
        ranked: list[Ranked] = []
        terms = [term.term for term in asked.terms]
        found = self._shelf.candidates(terms, _CANDIDATES, within)
        for (article, numbers), sight in zip(
            found.items(), sights(asked, list(found), self._shelf), strict=True
        ):
            ranked += [self._ranked(sight, article, number) for number in numbers]
        if not ranked:
            return Found((), searched=text)
        ranked = _spread(sorted(ranked, key=lambda one: (-one.score, one.article, one.number)))
        seen = signs(ranked[0].sight, ranked[0].number, self._shelf) | {"score": ranked[0].score}
        return Found(tuple(ranked), self._weights.relevance.of(seen), self._weights.confidence.of(seen), text)

    def _ranked(self, sight: Sight, article: int, number: int) -> Ranked:
        return Ranked(sight, article, number, self._weights.ranking.of(sight.passage(number)))

    @cached_property
    def _sounds(self) -> Sounds:
        return Sounds(self._shelf.frequencies, self._shelf.vocabulary)


def _spread(ranked: list[Ranked]) -> list[Ranked]:
    """The same, but another article that says it nearly as well comes before a second passage of one that said it."""
    said: set[int] = set()
    first: list[Ranked] = []
    for one in ranked:
        if one.article not in said and one.score >= _NEARLY_AS_GOOD * ranked[0].score:
            first.append(one)
            said.add(one.article)
    chosen = {id(one) for one in first}
    return first + [one for one in ranked if id(one) not in chosen]
