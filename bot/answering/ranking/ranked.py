"""The order of candidates: those that can come first are weighed in full, the others by their terms alone."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.answering.ranking.candidates import ArticleFeatures, Candidates
from bot.answering.ranking.prepared_question import share_held
from bot.answering.ranking.standing import Floats
from bot.answering.ranking.weights import Mix

__all__ = ["RankedPassage", "ranked"]

_MOST_WEIGHED = 8
"""The candidates that are weighed in full at most, where terms tell them apart …"""
_BEHIND = 4.0
"""… and how far they may be behind the best by their terms: of 1,685 questions, none was answered from farther behind."""
_TOLD_APART = 0.5
"""The share of the question that two sentences of a candidate hold where terms tell; nine in ten ordinary questions' do.

Of a question in other words they hold less: any of the candidates may say it in words of like meaning.
"""
_NEARLY_AS_GOOD = 0.8
"""The share of the best score from which on another article precedes a second passage."""


class RankedPassage(NamedTuple):
    """A passage by its article's number and its own, with its article's features and its score."""

    features: ArticleFeatures
    article: int
    number: int
    score: float

    @property
    def coverage(self) -> float:
        """The share of the weight of the question's terms that the passage holds."""
        return share_held(self.features.question.terms, self.features.held(self.number))

    @property
    def shows_type(self) -> bool:
        """Whether its best sentence shows an answer of the type asked for."""
        values = self.features.of_passage(self.number)
        return any(values[name] for name in values if name.startswith("shows_") and name != "shows_unit")

    def holds_any(self, terms: Sequence[str]) -> bool:
        """Return whether it holds one of the terms, some of those that were searched."""
        held, places = self.features.held(self.number), self.features.question.places
        return any(held[places[term]] for term in terms if term in places)


def ranked(candidates: Candidates, ranking: Mix) -> tuple[RankedPassage, ...]:
    """Return the candidates by `ranking`, best first: those weighed in full stand before the others."""
    by_terms = candidates.by_terms
    if by_terms["two_sentences_coverage"].max() < _TOLD_APART:
        return tuple(_weighed(candidates, ranking))
    sketched = ranking.of_known(by_terms)
    order = np.argsort(-sketched, kind="stable")
    many = min(_MOST_WEIGHED, int((sketched >= sketched.max() - _BEHIND).sum()))
    first, rest = np.sort(order[:many]).tolist(), order[many:]
    others = [candidates.passages[row] for row in rest.tolist()]
    return (*_weighed(candidates.only(first), ranking), *_in_order(candidates, others, sketched[rest]))


def _weighed(candidates: Candidates, ranking: Mix) -> list[RankedPassage]:
    return _spread(_in_order(candidates, candidates.passages, ranking.of_each(candidates.features)))


def _in_order(
    candidates: Candidates, passages: Sequence[tuple[int, int]], scores: Floats
) -> list[RankedPassage]:
    """Return these of the candidates, best first; ties in the order of the shelf."""
    articles = {article: candidates.of_article(article) for article, _ in passages}
    found = [
        RankedPassage(articles[article], article, number, score)
        for (article, number), score in zip(passages, scores.tolist(), strict=True)
    ]
    return sorted(found, key=lambda passage: (-passage.score, passage.article, passage.number))


def _spread(ranked: list[RankedPassage]) -> list[RankedPassage]:
    """Put first passages of articles that are nearly as good before second ones."""
    articles: set[int] = set()
    first: list[RankedPassage] = []
    for passage in ranked:
        if passage.article not in articles and passage.score >= _NEARLY_AS_GOOD * ranked[0].score:
            first.append(passage)
            articles.add(passage.article)
    chosen = {id(passage) for passage in first}
    return first + [passage for passage in ranked if id(passage) not in chosen]
