"""The weights that are learned and the thresholds that are set by hand: weights.toml, as values."""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Blend", "Mix", "Threshold", "Weights", "probability", "shipped"]


class Mix(NamedTuple):
    """A weighted sum of features."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def of(self, features: Mapping[str, float]) -> float:
        """Return the sum, in ln(odds) if the weights are a logistic's.

        Raises KeyError for a missing feature.
        """
        return self.bias + sum(weight * features[name] for name, weight in self.weights.items())

    def of_each(self, features: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return the sum for each place of the features' arrays. Raises KeyError for a missing feature."""
        values = np.array([features[name] for name in self.weights])
        weights = np.fromiter(self.weights.values(), np.float64, len(self.weights))
        return np.asarray(self.bias + np.add.reduce(values * weights[:, None], axis=0))

    def of_known(self, features: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return the sum for each place, in which a missing feature counts nothing."""
        known = {name: weight for name, weight in self.weights.items() if name in features}
        return Mix(known, self.bias).of_each(features)


class Blend(NamedTuple):
    """Two mixes of the same features, for a shelf of one article and for an archive.

    On one article any word of the question is a sign; among thousands of passages many turn up by chance.
    """

    narrow: Mix
    wide: Mix

    def of(self, features: Mapping[str, float], breadth: float) -> float:
        """Return what lies between the two sums at `breadth`: 0 for one article, 1 for an archive."""
        return (1 - breadth) * self.narrow.of(features) + breadth * self.wide.of(features)


class Threshold(NamedTuple):
    """A threshold for a shelf of one article, and for an archive."""

    narrow: float
    wide: float

    def at(self, breadth: float) -> float:
        """Return the threshold in between, as `Blend.of` mixes what is held against it."""
        return (1 - breadth) * self.narrow + breadth * self.wide


class Weights(NamedTuple):
    """The mixes that rank passages and give the odds of an answer, and their thresholds."""

    ranking: Mix
    relevance: Blend
    """Gives the ln(odds) that the shelf is about the question."""
    confidence: Blend
    """Gives the ln(odds) that the first passage answers it."""
    min_relevance: Threshold
    """The ln(odds) of relevance below which nothing was found."""
    min_confidence: Threshold
    """The ln(odds) of confidence from which on an answer is sure."""


@cache
def shipped() -> Weights:
    """Return the weights in `weights.toml`."""
    table = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))
    thresholds = table["thresholds"]
    return Weights(
        _mix(table["ranking"]),
        _blend(table["relevance"]),
        _blend(table["confidence"]),
        Threshold(**thresholds["min_relevance"]),
        Threshold(**thresholds["min_confidence"]),
    )


def probability(log_odds: float) -> float:
    """Return 1 / (1 + e^-x), without overflow for any x."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


def _blend(tables: Mapping[str, Mapping[str, float]]) -> Blend:
    return Blend(_mix(tables["narrow"]), _mix(tables["wide"]))


def _mix(table: Mapping[str, float]) -> Mix:
    weights = {name: float(value) for name, value in table.items() if name != "bias"}
    return Mix(MappingProxyType(weights), float(table.get("bias", 0.0)))
