"""Features that speak for a passage, each a share of what the question weighs.

As shares they compare across questions and across shelves of any size; `weights.py` mixes them. Those of all
candidates are worked out at once, as arrays with a value for each passage.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from bot.answering.ranking.clues import CLUES, clues
from bot.answering.ranking.standing import KIND_NAMES, Floats, Standing, over, stretches
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
        self._article_firsts = standing.starts[at]
        self._whole = stretches(self._article_firsts, standing.starts[at + 1])
        self._firsts, self._ends = self._columns([number for _, number in passages])
        self._own = stretches(self._firsts, self._ends)
        scores = standing.sentence_scores
        self._best = np.array(
            [first + scores[first:end].argmax() for first, end in self._pairs()], dtype=np.int64
        )

    def features(self) -> Features:
        """Return a value for each passage by the name of each feature."""
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
            "early_sentence": 1 / (1.0 + self._best - self._firsts),
        }

    def _pairs(self) -> list[tuple[int, int]]:
        """Return the first column of each passage and the one after its last."""
        return list(zip(self._firsts.tolist(), self._ends.tolist(), strict=True))

    def _columns(self, numbers: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the first column and the one after the last of the passage of that number in each article."""
        ranges = [one.sentence_ranges[number] for one, number in zip(self._articles, numbers, strict=True)]
        firsts, ends = np.array([(part.start, part.stop) for part in ranges], dtype=np.int64).reshape(-1, 2).T
        return firsts + self._article_firsts, ends + self._article_firsts

    def _relative_sizes(self) -> Floats:
        sizes = [
            one.passage_size(number) for one, (_, number) in zip(self._articles, self._passages, strict=True)
        ]
        return np.array(sizes) / self._standing.shelf.mean_passage

    def _of_articles(self) -> Features:
        standing, total = self._standing, self._question.total
        sizes = np.array([article.size for article in self._articles]) / standing.shelf.mean_article
        level = self._level("article", self._whole, sizes)
        lead = over(np.logical_or, standing.held, stretches(*self._columns([0] * len(self._articles))))
        return {
            **level,
            "article_best_sentence": over(np.maximum, standing.sentence_scores, self._whole) / total,
            "longest_run": self._longest_run(level),
            **self._title_words(),
            "numbers_missing": self._missing(self._numbers_held()),
            "latin_missing": self._missing(standing.in_articles(self._question.latin)),
            "lead_coverage": standing.weigh(lead).sum(axis=0) / total,
        }

    def _level(self, level: str, bounds: NDArray[np.int64], relative_sizes: Floats) -> Features:
        """Return coverage and BM25 by kind of term, of stretches of sentences."""
        counts = over(np.add, self._standing.held.astype(np.float64), bounds)
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
        firsts, ends = self._firsts, self._ends
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
        return over(np.maximum, longest, self._whole) / total

    def _title_words(self) -> Features:
        """Return the words of the question in the article's title, and those that its text lacks."""
        question = self._question
        words = [(place, term) for place, term in enumerate(question.terms) if term.kind == "words"]
        total = question.totals["words"] or 1.0
        there = over(np.logical_or, self._standing.held, self._whole)
        held = [article.title_holds([term.term for _, term in words]) for article in self._articles]
        inside = np.array(held).T * np.array([term.idf for _, term in words])[:, None]
        absent = ~there[[place for place, _ in words]]
        return {
            "title_words": inside.sum(axis=0) / total,
            "title_words_not_in_text": (inside * absent).sum(axis=0) / total,
        }

    def _missing(self, held: NDArray[np.bool_]) -> Floats:
        """Return the share of the terms, a row of `held` each, that each passage's article lacks."""
        shares: Floats = (~held).sum(axis=0) / max(1, len(held))
        return shares[[place for place, _ in self._passages]]

    def _numbers_held(self) -> NDArray[np.bool_]:
        """Return whether each article holds each number of the question, be it by its digits alone."""
        numbers = self._question.numbers
        digits = [re.match(r"[\d.]+", number[2:]) for number in numbers]
        spelled = [
            f"c:{match.group()}" if match else number for number, match in zip(numbers, digits, strict=True)
        ]
        return self._standing.in_articles(numbers) | self._standing.in_articles(spelled)

    def _alike(self) -> Features:
        """Return what articles, passages, their best sentence and its best two neighbours say in like words."""
        standing = self._standing
        strong = (standing.alike >= _ALIKE).astype(np.float32)
        said, said_strong = standing.said, standing.weighed(strong)
        cells = np.concatenate([standing.alike, strong, said[None]])
        found: dict[str, NDArray[np.float32]] = {}
        for level, bounds in (("article", self._whole), ("passage", self._own)):
            alike, alike_strong, best = np.split(
                over(np.maximum, cells, bounds), [len(strong), 2 * len(strong)]
            )
            found[f"alike_{level}"] = standing.weighed(alike)
            found[f"alike_{level}_strong"] = standing.weighed(alike_strong)
            found["alike_article_sentence" if level == "article" else "alike_sentence"] = best[0]
        two = self._of_two(np.stack([standing.alike, strong]), np.stack([said, said_strong]))
        found["alike_two_sentences"], found["alike_two_strong"] = two
        return {name: values.astype(np.float64) for name, values in found.items()}

    def _of_two(self, cells: NDArray[np.float32], said: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the best two neighbours of each passage say; `said` is what each sentence says alone."""
        following = cells.copy()
        np.maximum(cells[..., :-1], cells[..., 1:], out=following[..., :-1])
        # a passage of one sentence has no two neighbours: it stands for them itself
        last = np.maximum(self._ends - 1, self._firsts + 1)
        weighed = np.stack([self._standing.weighed(one) for one in following])
        two = over(np.maximum, weighed, stretches(self._firsts, last))
        return np.where(self._ends - self._firsts > 1, two, said[:, self._firsts])

    def _clues(self) -> Features:
        if not self._question.type and self._question.unit is None:
            return {name: np.zeros(len(self._passages)) for name in CLUES}
        scores = self._standing.sentence_scores
        self._standing.shelf.bring(self._standing.numbers)
        best = (
            np.argsort(-scores[first:end], kind="stable")[:_FIRST_SENTENCES].tolist()
            for first, end in self._pairs()
        )
        return clues(
            self._question,
            [
                [partial(article.sentence, number, place) for place in places]
                for article, (_, number), places in zip(self._articles, self._passages, best, strict=True)
            ],
        )
