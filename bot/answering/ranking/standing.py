"""Where the terms of a question stand: sentence by sentence, in several articles at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.shelf import ShelfIndex
from bot.answering.ranking.likeness import Likeness, likeness
from bot.answering.ranking.prepared_question import PreparedQuestion
from bot.retrieval.engine import K1

__all__ = ["KIND_NAMES", "Floats", "Standing", "over", "standing", "stretches"]

KIND_NAMES = ("words", "characters", "pairs")
_SENTENCE_B = 0.5
"""BM25's b for a sentence."""

Floats = NDArray[np.float64]


class _Alike(NamedTuple):
    """How like the question's words those of some articles are, and where these stand, sentence by sentence."""

    likeness: Likeness
    cells: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Standing:
    """Where the terms of a question stand in articles.

    `held` has a row for each term and a column for each sentence, those of one article after those of the one
    before.
    """

    question: PreparedQuestion
    shelf: ShelfIndex
    numbers: tuple[int, ...]
    """The articles' numbers on the shelf."""
    articles: tuple[IndexedArticle, ...]
    held: NDArray[np.bool_]
    known: _Alike | None = None
    """What is alike in these articles, if that was worked out of more of them."""

    @cached_property
    def _alike(self) -> _Alike:
        return self.known or _alike(self)

    @property
    def likeness(self) -> Likeness:
        """How like the question's words those of these articles are."""
        return self._alike.likeness

    @property
    def alike(self) -> NDArray[np.float32]:
        """How like the question's words each sentence's nearest ones are, 0 to 1: a row for each content word."""
        return self._alike.cells

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """The number of terms of each sentence."""
        return np.concatenate([np.zeros(0, np.int64), *(article.sizes for article in self.articles)])

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The column of each article's first sentence, and the number of columns."""
        return np.cumsum([0, *(len(article.sizes) for article in self.articles)])

    @cached_property
    def idf(self) -> Floats:
        """The idf of each term."""
        return np.array([term.idf for term in self.question.terms], dtype=np.float64)

    @cached_property
    def by_kind(self) -> Floats:
        """The idf of each term in the row of its kind, 0 in the others."""
        kinds = np.array([KIND_NAMES.index(term.kind) for term in self.question.terms], dtype=np.int64)
        return np.where(kinds == np.arange(len(KIND_NAMES))[:, None], self.idf, 0.0)

    @cached_property
    def sentence_scores(self) -> Floats:
        """BM25 of each sentence, with b = 0.5 and the idf of passages."""
        weights = np.einsum("t,ts->s", self.idf, self.held.astype(np.float64))
        norms = 1 - _SENTENCE_B + _SENTENCE_B * self.sizes / self.shelf.mean_sentence
        scores: Floats = weights * (1 + K1) / (1 + K1 * norms)
        return scores

    def weigh(self, held: NDArray[Any]) -> Floats:
        """Return the idf of the terms that each column of `held` holds, in the row of their kind."""
        # einsum adds up each column by itself; what @ gives depends in its last digits on where a column stands
        weights: Floats = np.einsum("kt,ts->ks", self.by_kind, held.astype(np.float64))
        return weights

    @cached_property
    def word_weights(self) -> NDArray[np.float32]:
        """The share of the question that each content word is, by its rarity in general Chinese."""
        weights = np.array([word.weight for word in self.question.words], dtype=np.float32)
        return weights / np.float32(max(weights.sum(), 1e-6))

    @cached_property
    def said(self) -> NDArray[np.float32]:
        """The share of the question that each sentence says in words of like meaning, 0 to 1."""
        return self.weighed(self.alike)

    def weighed(self, cells: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the sum of the columns of `cells`, a row for each content word, by the words' weights."""
        # single precision may round a whole up
        shares: NDArray[np.float32] = np.minimum(
            np.einsum("w,ws->s", self.word_weights, cells), np.float32(1)
        )
        return shares

    def in_articles(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each of the articles holds each term, a row for each; they need not be the question's."""
        if not len(terms):
            return np.zeros((0, len(self.articles)), dtype=np.bool_)
        whole = stretches(self.starts[:-1], self.starts[1:])
        held: NDArray[np.bool_] = over(np.logical_or, self._rows(terms), whole)
        return held

    def _rows(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return `held` for any terms."""
        places = self.question.places
        if all(term in places for term in terms):
            return self.held[[places[term] for term in terms]]
        return self.shelf.holding(self.numbers, terms)

    def of_article(self, place: int) -> "Standing":
        """Return the same of the article at this place alone, counted from 0; alike are the words that are among all."""
        columns = slice(self.starts[place], self.starts[place + 1])
        return replace(
            self,
            numbers=self.numbers[place : place + 1],
            articles=self.articles[place : place + 1],
            held=self.held[:, columns],
            known=_Alike(self.likeness, self.alike[:, columns]),
        )

    def of_articles(self, places: Sequence[int]) -> "Standing":
        """Return the same of the articles at these places, as if there were no others."""
        starts = self.starts.tolist()
        columns = [self.held[:, starts[place] : starts[place + 1]] for place in places]
        return Standing(
            self.question,
            self.shelf,
            tuple(self.numbers[place] for place in places),
            tuple(self.articles[place] for place in places),
            np.concatenate([self.held[:, :0], *columns], axis=1),
        )


def stretches(*edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return stretches of columns by their edges, one after the other: the first column, the one after the last."""
    return np.array(edges).T.ravel()


def over(reduced: np.ufunc, cells: NDArray[Any], bounds: NDArray[np.int64]) -> NDArray[Any]:
    """Return the columns of each of the `stretches`, none of them empty, reduced to one."""
    padded = np.empty((*cells.shape[:-1], cells.shape[-1] + 1), cells.dtype)
    padded[..., :-1], padded[..., -1] = cells, 0
    # reduceat takes the columns between one bound and the next, so that every second result is one between stretches
    reduction: NDArray[Any] = reduced.reduceat(padded, bounds, axis=-1)[..., ::2]
    return reduction


def standing(question: PreparedQuestion, articles: Sequence[int], shelf: ShelfIndex) -> Standing:
    """Return where the terms of the question stand in the articles of these numbers, in the same order."""
    held = shelf.holding(articles, [term.term for term in question.terms])
    return Standing(question, shelf, tuple(articles), shelf.all_indexed(articles), held)


def _alike(standing: Standing) -> _Alike:
    question, held = standing.question, standing.held
    cells = standing.shelf.meant(standing.numbers)
    like = likeness(question.words, cells)
    alike = like.of_columns(cells, held.shape[1])
    alike[_said(question, held)] = 1.0
    return _Alike(like, alike)


def _said(question: PreparedQuestion, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return whether each sentence says each content word itself: a row for each word."""
    said = held[[question.places[f"w:{word.word}"] for word in question.words]]
    pairs = [(row, word.pairs) for row, word in enumerate(question.words) if word.pairs]
    if pairs:
        # a sentence that cuts the word differently says it too
        firsts = np.cumsum([0, *(len(places) for _, places in pairs[:-1])])
        together = np.logical_and.reduceat(held[[place for _, places in pairs for place in places]], firsts)
        said[[row for row, _ in pairs]] |= together
    return said
