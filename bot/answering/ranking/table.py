"""Passages as stretches of the columns in which the terms of a question stand."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.answering.ranking.standing import KIND_NAMES, Floats, Standing, stretches

__all__ = ["Features", "Table"]

Features = Mapping[str, Floats]
"""By name, a value for each passage."""


class Table:
    """Passages of the articles of `standing`, each given by its article's place there and its own number."""

    def __init__(self, standing: Standing, passages: Sequence[tuple[int, int]]) -> None:
        self.standing, self.question = standing, standing.question
        self.places = np.array([place for place, _ in passages], dtype=np.int64)
        """The place of each passage's article."""
        self.numbers = np.array([number for _, number in passages], dtype=np.int64)
        self.articles = [standing.articles[place] for place, _ in passages]
        starts, ends = standing.starts[self.places], standing.starts[self.places + 1]
        self.whole = stretches(starts, ends)
        """The stretch of each passage's article."""
        cut = [
            (one.firsts[n], one.firsts[n + 1]) for one, (_, n) in zip(self.articles, passages, strict=True)
        ]
        self.firsts, self.ends = np.array(cut, dtype=np.int64).reshape(-1, 2).T + starts
        self.own = stretches(self.firsts, self.ends)

    @cached_property
    def best(self) -> NDArray[np.int64]:
        """The column of the sentence of each passage that scores best."""
        scores = self.standing.sentence_scores
        pairs = zip(self.firsts.tolist(), self.ends.tolist(), strict=True)
        return np.array([first + scores[first:end].argmax() for first, end in pairs], dtype=np.int64)

    @cached_property
    def lead(self) -> NDArray[np.int64]:
        """The stretch of the first passage of each passage's article."""
        starts = self.whole[::2]
        return stretches(starts, starts + np.array([one.firsts[1] for one in self.articles], dtype=np.int64))

    def __len__(self) -> int:
        return len(self.numbers)

    def shares(self, name: str, weights: Floats) -> Features:
        """Return `weights`, a row for each kind, as shares of the question's; another kind may stand in for one."""
        totals = self.question.totals
        return {
            f"{name}_{kind}": weights[KIND_NAMES.index(of)] / (totals[of] or 1.0)
            for kind, of in self.question.stand_ins.items()
        }
