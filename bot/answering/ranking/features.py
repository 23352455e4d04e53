"""Features that speak for a passage, each a share of what the question weighs.

As shares they compare across questions and across shelves of any size; `weights.py` mixes them. Those of all
candidates are worked out at once, as arrays with a value for each passage.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.ranking.clues import CLUES, clues
from bot.answering.ranking.standing import KIND_NAMES, Floats, Standing
from bot.retrieval.engine import K1, B

__all__ = ["features"]

_ALIKE = 0.5
"""The likeness from which on a word surely stands for the one asked."""
_FIRST_SENTENCES = 3
"""The best sentences of a passage that are looked at for clues."""

Features = Mapping[str, Floats]


def features(standing: Standing, passages: Sequence[tuple[int, int]]) -> Features:
    """Return the features of passages, each a place among the articles of `standing` and a number in that article."""
    return _Table(standing, passages).features() if passages else {}


class _Table:
    """The passages as stretches of columns: `firsts` and `ends` of each, and of its article."""

    def __init__(self, standing: Standing, passages: Sequence[tuple[int, int]]) -> None:
        self._standing, self._question, self._passages = standing, standing.question, passages
        self._articles = [standing.articles[place] for place, _ in passages]
        at = np.array([place for place, _ in passages], dtype=np.int64)
        self._whole = standing.starts[at], standing.starts[at + 1]
        self._own = self._columns([number for _, number in passages])
        scores = standing.sentence_scores
        stretches = zip(*(edge.tolist() for edge in self._own), strict=True)
        self._best = np.array(
            [first + scores[first:end].argmax() for first, end in stretches], dtype=np.int64
        )

    def features(self) -> Features:
        """Return a value for each passage by the name of each feature."""
        firsts, _ = self._own
        best_scores = self._standing.sentence_scores[self._best]
        numbers = np.array([number for _, number in self._passages])
        return {
            **self._of_articles(),
            **self._level("passage", self._own, self._relative_sizes()),
            **self._sentences(),
            **self._alike(),
            **self._clues(),
            "sentence_bm25": best_scores / self._question.total,
            "first_passage": (numbers == 0).astype(np.float64),
            "early_sentence": 1 / (1.0 + self._best - firsts),
        }

    def _columns(self, numbers: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the first column and the one after the last of the passage of that number in each article."""
        ranges = [one.sentence_ranges[number] for one, number in zip(self._articles, numbers, strict=True)]
        firsts, ends = np.array([(part.start, part.stop) for part in ranges], dtype=np.int64).reshape(-1, 2).T
        return firsts + self._whole[0], ends + self._whole[0]

    def _relative_sizes(self) -> Floats:
        sizes = [
            one.passage_size(number) for one, (_, number) in zip(self._articles, self._passages, strict=True)
        ]
        return np.array(sizes) / self._standing.shelf.mean_passage

    def _of_articles(self) -> Features:
        standing, total = self._standing, self._question.total
        sizes = np.array([article.size for article in self._articles]) / standing.shelf.mean_article
        level = self._level("article", self._whole, sizes)
        lead = _over(np.logical_or, standing.held, self._columns([0] * len(self._articles)))
        return {
            **level,
            "article_best_sentence": _over(np.maximum, standing.sentence_scores, self._whole) / total,
            "longest_run": self._longest_run(level),
            **self._title_words(),
            "numbers_missing": self._missing(self._question.numbers, self._lacks_number),
            "latin_missing": self._missing(
                self._question.latin, lambda place, term: not self._holds(place, term)
            ),
            "lead_coverage": standing.weigh(lead).sum(axis=0) / total,
        }

    def _level(
        self, level: str, stretches: tuple[NDArray[np.int64], NDArray[np.int64]], relative_sizes: Floats
    ) -> Features:
        """Return coverage and BM25 by kind of term, of stretches of sentences."""
        counts = _over(np.add, self._standing.held.astype(np.float64), stretches)
        saturated = counts * (1 + K1) / (counts + K1 * (1 - B + B * relative_sizes))
        return {
            **self._shares(f"{level}_bm25", self._standing.weigh(saturated)),
            **self._shares(f"{level}_coverage", self._standing.weigh(counts > 0)),
        }

    def _shares(self, name: str, weights: Floats) -> Features:
        """Return `weights`, a row for each kind, as shares of the question's; another kind may stand in for one."""
        totals = self._question.totals
        return {
            f"{name}_{kind}": weights[KIND_NAMES.index(of)] / (totals[of] or 1.0)
            for kind, of in self._question.stand_ins.items()
        }

    def _sentences(self) -> Features:
        """Return what the best sentence covers, alone and together with one of its neighbours."""
        held, best = self._standing.held, self._best
        firsts, ends = self._own
        alone = held[:, best]
        after = held[:, np.minimum(best + 1, ends - 1)] | alone
        before = held[:, np.maximum(best - 1, firsts)] | alone
        weigh, totals = self._standing.weigh, self._question.totals
        joined = [weigh(both).sum(axis=0) for both in (after, before)]
        return {
            **self._shares("sentence_coverage", weigh(alone)),
            "two_sentences_coverage": np.maximum(*joined) / self._question.total,
            "two_sentences_words": weigh(after | before)[0] / (totals["words"] or 1.0),
        }

    def _longest_run(self, level: Features) -> Floats:
        """Return the longest stretch of the question in one sentence, by its pairs' idf."""
        total = self._question.totals["pairs"]
        if not total:
            return level["article_coverage_pairs"]
        held, idf = self._standing.held, self._standing.idf
        longest = np.zeros(held.shape[1])
        for chain in self._question.chains:
            running = np.zeros(held.shape[1])
            for place in chain:
                running = (running + idf[place]) * held[place]
                np.maximum(longest, running, out=longest)
        return _over(np.maximum, longest, self._whole) / total

    def _title_words(self) -> Features:
        """Return the words of the question in the article's title, and those that its text lacks."""
        question = self._question
        words = [(place, term) for place, term in enumerate(question.terms) if term.kind == "words"]
        total = question.totals["words"] or 1.0
        there = _over(np.logical_or, self._standing.held, self._whole)
        inside = np.array(
            [[term.idf * (term.term in article.title) for article in self._articles] for _, term in words]
        ).reshape(len(words), len(self._articles))
        absent = ~there[[place for place, _ in words]]
        return {
            "title_words": inside.sum(axis=0) / total,
            "title_words_not_in_text": (inside * absent).sum(axis=0) / total,
        }

    def _missing(self, terms: Sequence[str], lacks: Callable[[int, str], bool]) -> Floats:
        """Return the share of the terms that each passage's article lacks."""
        if not terms:
            return np.zeros(len(self._passages))
        shares = {
            place: sum(lacks(place, term) for term in terms) / len(terms)
            for place in {place for place, _ in self._passages}
        }
        return np.array([shares[place] for place, _ in self._passages])

    def _holds(self, place: int, term: str) -> bool:
        return self._standing.of_article(place).holds(term)

    def _lacks_number(self, place: int, term: str) -> bool:
        digits = re.match(r"[\d.]+", term[2:])
        return not self._holds(place, term) and not (digits and self._holds(place, f"c:{digits.group()}"))

    def _alike(self) -> Features:
        """Return what articles, passages, their best sentence and its best two neighbours say in like words."""
        standing, (firsts, ends) = self._standing, self._own
        strong = (standing.alike >= _ALIKE).astype(np.float32)
        # a passage of one sentence has no two neighbours: it stands for them itself
        last = np.maximum(ends - 1, firsts + 1)
        found = {
            "alike_article": standing.weighed(_over(np.maximum, standing.alike, self._whole)),
            "alike_article_strong": standing.weighed(_over(np.maximum, strong, self._whole)),
            "alike_article_sentence": _over(np.maximum, standing.said, self._whole),
            "alike_passage": standing.weighed(_over(np.maximum, standing.alike, self._own)),
            "alike_passage_strong": standing.weighed(_over(np.maximum, strong, self._own)),
            "alike_sentence": _over(np.maximum, standing.said, self._own),
            "alike_two_sentences": self._of_two(standing.alike, last),
            "alike_two_strong": self._of_two(strong, last),
        }
        return {name: values.astype(np.float64) for name, values in found.items()}

    def _of_two(self, cells: NDArray[np.float32], last: NDArray[np.int64]) -> NDArray[np.float32]:
        firsts, ends = self._own
        following = np.maximum(cells, np.roll(cells, -1, axis=1))
        two = _over(np.maximum, self._standing.weighed(following), (firsts, last))
        return np.where(ends - firsts > 1, two, self._standing.weighed(cells)[firsts])

    def _clues(self) -> Features:
        if not self._question.type and self._question.unit is None:
            return {name: np.zeros(len(self._passages)) for name in CLUES}
        scores = self._standing.sentence_scores
        rows = []
        for article, (_, number), first, end in zip(
            self._articles, self._passages, *(edge.tolist() for edge in self._own), strict=True
        ):
            sentences = article.sentences(number)
            best = np.argsort(-scores[first:end], kind="stable")[:_FIRST_SENTENCES].tolist()
            rows.append(clues(self._question, [sentences[place] for place in best]))
        return {name: np.array([row[name] for row in rows]) for name in CLUES}


def _over(
    reduced: np.ufunc, cells: NDArray[Any], stretches: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> NDArray[Any]:
    """Return the columns of each stretch, none of them empty, reduced to one."""
    # reduceat takes the columns between one bound and the next, so that every second result is one between stretches
    bounds = np.stack(stretches, axis=1).ravel()
    padded = np.concatenate([cells, np.zeros_like(cells[..., :1])], axis=-1)
    reduction: NDArray[Any] = reduced.reduceat(padded, bounds, axis=-1)[..., ::2]
    return reduction
