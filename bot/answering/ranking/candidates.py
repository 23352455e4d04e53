"""Candidates: their features, worked out together, and what they say about one article."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.features import further_features
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.answering.ranking.standing import Floats, Standing, standing
from bot.answering.ranking.table import Features, Table
from bot.answering.ranking.term_features import term_features
from bot.retrieval.engine import lucene_idf

__all__ = ["ArticleFeatures", "Candidates"]


class Candidates:
    """Passages of the articles of `standing`, each by its article's number and its own, with their features."""

    def __init__(
        self, standing: Standing, passages: Sequence[tuple[int, int]], by_terms: Features | None = None
    ) -> None:
        """`by_terms` are the features that their terms give, if they are known."""
        self.passages = tuple(passages)
        """The number of each passage's article, and its own."""
        self.standing = standing
        self._by_terms = by_terms
        self._places = {article: place for place, article in enumerate(standing.numbers)}

    @classmethod
    def found(cls, question: PreparedQuestion, found: Mapping[int, Sequence[int]], shelf: ShelfIndex) -> Self:
        """Return the passages whose numbers stand in `found` by their article's; an article may have none."""
        passages = [(article, number) for article, numbers in found.items() for number in numbers]
        return cls(standing(question, list(found), shelf), passages)

    def only(self, rows: Sequence[int]) -> "Candidates":
        """Return the candidates in these rows alone; words of like meaning are those of their articles."""
        passages = [self.passages[row] for row in rows]
        places = [self._places[article] for article in dict.fromkeys(article for article, _ in passages)]
        at = np.array(rows)
        by_terms = {name: values[at] for name, values in self.by_terms.items()}
        return Candidates(self.standing.of_articles(places), passages, by_terms)

    @cached_property
    def by_terms(self) -> Features:
        """The features that follow from where terms stand: a value for each passage by their names."""
        return self._by_terms or (term_features(self._table) if self.passages else {})

    @cached_property
    def features(self) -> Features:
        """All features: a value for each passage by their names."""
        return {**self.by_terms, **further_features(self._table)} if self.passages else {}

    @cached_property
    def _table(self) -> Table:
        return Table(self.standing, [(self._places[article], number) for article, number in self.passages])

    @cached_property
    def rows(self) -> Mapping[tuple[int, int], int]:
        """The row of each passage in the features."""
        return dict(zip(self.passages, count(), strict=False))

    def of_article(self, article: int) -> "ArticleFeatures":
        """Return the features of the article of this number, one of the candidates'."""
        return ArticleFeatures(self, article, self._places[article])


class ArticleFeatures:
    """The features of the passages of an article, one of the candidates', which stands at `place` among theirs."""

    def __init__(self, candidates: Candidates, article: int, place: int) -> None:
        self.question: PreparedQuestion = candidates.standing.question
        self.indexed: IndexedArticle = candidates.standing.articles[place]
        self._candidates, self._article, self._place = candidates, article, place

    @cached_property
    def standing(self) -> Standing:
        """Where the terms of the question stand in this article alone."""
        # of twenty candidates only those that are shown are asked for it
        return self._candidates.standing.of_article(self._place)

    @cached_property
    def _held(self) -> NDArray[np.bool_]:
        """Where the terms of the question stand in this article: a row for each term, a column for each sentence."""
        everything = self._candidates.standing
        first, end = everything.starts[self._place : self._place + 2].tolist()
        return everything.held[:, first:end]

    def holds(self, term: str) -> bool:
        """Return whether the article holds the term, which need not be one of the question's."""
        place = self.question.places.get(term)
        if place is None:
            return bool(self._candidates.standing.shelf.holding([self._article], [term]).any())
        return bool(self._held[place].any())

    def held(self, number: int) -> NDArray[np.bool_]:
        """Return whether passage `number` holds each term of the question."""
        part = self.indexed.sentence_range(number)
        return np.asarray(self._held[:, part.start : part.stop].any(axis=1))

    @cached_property
    def held_anywhere(self) -> NDArray[np.bool_]:
        """Whether any passage holds each term of the question."""
        return np.asarray(self._held.any(axis=1))

    def of_passage(self, number: int) -> Mapping[str, float]:
        """Return the features of passage `number`, counted from 0."""
        row = self._candidates.rows.get((self._article, number))
        if row is None:
            alone = Candidates(self.standing, [(self._article, number)])
            return {name: float(values[0]) for name, values in alone.features.items()}
        return {name: float(values[row]) for name, values in self._candidates.features.items()}

    @cached_property
    def among_sentences(self) -> Floats:
        """For each term Lucene's idf over all sentences of the article, 0 if none holds it."""
        counts = self._held.sum(axis=1)
        size = len(self.indexed.sizes)
        return np.array([lucene_idf(count, size) if count else 0.0 for count in counts.tolist()])
