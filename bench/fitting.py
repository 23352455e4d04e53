"""Fitting the weights: listwise softmax for ranking, a logistic for odds."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.examples import RankedSet, Signs
from bot.answering.ranking.weights import Mix

__all__ = ["logistic", "softmax"]

Array = NDArray[np.float64]

_SMALLEST = 1e-3
_TINY = 1e-12
_SHRINK = 1e-3
"""The L2 penalty on weights of features in units of their standard deviation."""
SPEAKS_AGAINST = frozenset(
    """numbers_missing latin_missing names_missing surprise_unknown words_unknown characters_unknown pairs_unknown
    type_not_shown is_personal""".split()
)
EITHER = frozenset("points_at_text title_words shortness rarity surprise_each".split())


def softmax(sets: Sequence[tuple[RankedSet, float]], names: Sequence[str]) -> Mix:
    """Return the weights under which right candidates are likeliest to come first.

    ListNet's top one (Cao et al. 2007); beside each set stands what it weighs, and a bound keeps each weight's sign.
    Right are those that hold an answer, or if none does, those of a right document.
    """
    lists = [(_list(candidates, names), weight) for candidates, weight in sets]
    scale = np.vstack([features for (features, _, _), _ in lists]).std(0) + 1e-6
    scaled = [((features / scale, starts, right), weight) for (features, starts, right), weight in lists]

    def loss(weights: Array) -> tuple[float, Array]:
        value, gradient = 0.5 * _SHRINK * float(weights @ weights), _SHRINK * weights
        for ranked, weight in scaled:
            added, slope = _softmax_loss(weights, *ranked)
            value, gradient = value + weight * added, gradient + weight * slope
        return value, gradient

    bounds = [(None, 0) if name in SPEAKS_AGAINST else (0, None) for name in names]
    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds)
    return Mix(_kept(names, fitted.x / scale))


def logistic(pools: Sequence[tuple[Signs, NDArray[np.bool_]]], names: Sequence[str]) -> Mix:
    """Return the ln(odds) of what stands beside each pool, such as that its questions are answerable.

    Each pool weighs the same, and in it the questions with a yes as much as the others: 0 is even odds.
    """
    features = np.vstack([pool.matrix(names) for pool, _ in pools])
    answerable = np.concatenate([wanted for _, wanted in pools])
    counts = np.concatenate([_balanced(wanted) for _, wanted in pools])
    counts /= counts.sum()
    mean, scale = features.mean(0), features.std(0) + 1e-6
    scaled = np.column_stack([(features - mean) / scale, np.ones(len(features))])

    def loss(weights: Array) -> tuple[float, Array]:
        chance = 0.5 * (1 + np.tanh(scaled @ weights / 2))
        right = np.where(answerable, chance, 1 - chance)
        value = -float(counts @ np.log(right + _TINY)) + 0.5 * _SHRINK * float(weights[:-1] @ weights[:-1])
        slope = scaled.T @ (counts * (chance - answerable))
        return value, slope + _SHRINK * np.append(weights[:-1], 0.0)

    bounds = [_bound(name) for name in names] + [(None, None)]
    fitted = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = _kept(names, fitted.x[:-1] / scale)
    bias = float(fitted.x[-1] - (fitted.x[:-1] * mean / scale).sum())
    return Mix(weights, round(bias, 3))


def _list(candidates: RankedSet, names: Sequence[str]) -> tuple[Array, NDArray[np.int64], Array]:
    """Return features, starts and right candidates of the questions that have one."""
    counts = candidates.counts
    best = np.maximum.reduceat(candidates.grades, candidates.starts)
    kept = np.repeat(best > 0, counts)
    right = (candidates.grades == np.repeat(best, counts))[kept]
    starts = np.cumsum(np.append(0, counts[best > 0]))[:-1]
    columns = [candidates.names.index(name) for name in names]
    return candidates.features[kept][:, columns], starts, right.astype(float)


def _softmax_loss(
    weights: Array, features: Array, starts: NDArray[np.int64], right: Array
) -> tuple[float, Array]:
    counts = np.diff(np.append(starts, len(features)))
    scores = features @ weights
    odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), counts))
    every = np.add.reduceat(odds, starts)
    good = np.add.reduceat(odds * right, starts) + _TINY
    slope = odds / np.repeat(every, counts) - odds * right / np.repeat(good, counts)
    return -float(np.log(good / every).mean()), features.T @ slope / len(starts)


def _balanced(answerable: NDArray[np.bool_]) -> Array:
    yes, no = max(1, int(answerable.sum())), max(1, int((~answerable).sum()))
    return np.where(answerable, 0.5 / yes, 0.5 / no)


def _bound(name: str) -> tuple[float | None, float | None]:
    if name in EITHER:
        return None, None
    return (None, 0) if name in SPEAKS_AGAINST else (0, None)


def _kept(names: Sequence[str], weights: Array) -> Mapping[str, float]:
    rounded = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return {name: weight for name, weight in rounded.items() if abs(weight) > _SMALLEST}
