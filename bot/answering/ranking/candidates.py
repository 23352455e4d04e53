"""The features of candidates, worked out together, and what they say about one article."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import count

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.features import features
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.answering.ranking.standing import Floats, Standing, standing
from bot.retrieval.engine import lucene_idf

__all__ = ["ArticleFeatures", "Candidates"]


class Candidates:
    """The features of passages for a question.

    `candidates` has the passages' numbers by the number of their article; an article may have none.
    """

    def __init__(
        self, question: PreparedQuestion, candidates: Mapping[int, Sequence[int]], shelf: ShelfIndex
    ) -> None:
        self.passages = [(article, number) for article, numbers in candidates.items() for number in numbers]
        """The number of each passage's article, and its own."""
        self._places = {article: place for place, article in enumerate(candidates)}
        rows = count()
        self._rows = {
            article: dict(zip(numbers, rows, strict=False)) for article, numbers in candidates.items()
        }
        self._standing = standing(question, list(candidates), shelf)
        self.features = features(
            self._standing, [(self._places[article], number) for article, number in self.passages]
        )
        """By name, a value for each passage."""

    def of_article(self, article: int) -> "ArticleFeatures":
        """Return the features of the article of this number, one of the candidates'."""
        return ArticleFeatures(self._standing, self._places[article], self.features, self._rows[article])


class ArticleFeatures:
    """The features of the passages of an article, the one at `place` of `standing`, for a question.

    `rows` has the row in `known` of each passage whose features were worked out already.
    """

    def __init__(
        self, standing: Standing, place: int, known: Mapping[str, Floats], rows: Mapping[int, int]
    ) -> None:
        self.question: PreparedQuestion = standing.question
        self.indexed: IndexedArticle = standing.articles[place]
        self._all, self._place = standing, place
        self._known, self._rows = known, rows

    @cached_property
    def standing(self) -> Standing:
        """Where the terms of the question stand in this article alone."""
        # of twenty candidates only those that are shown are asked for it
        return self._all.of_article(self._place)

    def holds(self, term: str) -> bool:
        """Return whether the article holds the term, which need not be one of the question's."""
        return self.standing.holds(term)

    def held(self, number: int) -> NDArray[np.bool_]:
        """Return whether passage `number` holds each term of the question."""
        part = self.indexed.sentence_ranges[number]
        return np.asarray(self.standing.held[:, part.start : part.stop].any(axis=1))

    @cached_property
    def held_anywhere(self) -> NDArray[np.bool_]:
        """Whether any passage holds each term of the question."""
        return np.asarray(self.standing.held.any(axis=1))

    def of_passage(self, number: int) -> Mapping[str, float]:
        """Return the features of passage `number`, counted from 0."""
        row = self._rows.get(number)
        known = features(self.standing, [(0, number)]) if row is None else self._known
        return {name: float(values[row or 0]) for name, values in known.items()}

    @cached_property
    def among_sentences(self) -> Floats:
        """For each term Lucene's idf over all sentences of the article, 0 if none holds it."""
        counts = self.standing.held.sum(axis=1)
        size = len(self.indexed.sizes)
        return np.array([lucene_idf(count, size) if count else 0.0 for count in counts.tolist()])
