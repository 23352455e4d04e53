"""The learned weights: a small file that a person can read, and the two thresholds on what it gives."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["Mix", "Weights", "probability", "shipped"]


@dataclass(frozen=True, slots=True)
class Mix:
    """A weighted sum of features."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def of(self, features: Mapping[str, float]) -> float:
        """The sum, in ln(odds) where the weights are a logistic's. Raises KeyError for a missing feature."""
        return self.bias + sum(weight * features[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Weights:
    """What ranks passages, what tells whether the shelf speaks of the question, and whether it answers it."""

    ranking: Mix
    relevance: Mix
    confidence: Mix
    found: float
    """The ln(odds) of relevance below which nothing was found."""
    sure: float
    """The ln(odds) of confidence from which it is an answer."""


@cache
def shipped() -> Weights:
    """The weights in `weights.toml`."""
    table = tomllib.loads((files("bot.answering.ranking") / "weights.toml").read_text(encoding="utf-8"))
    thresholds = table["thresholds"]
    return Weights(
        _mix(table["ranking"]),
        _mix(table["relevance"]),
        _mix(table["confidence"]),
        thresholds["found"],
        thresholds["sure"],
    )


def probability(log_odds: float) -> float:
    """1 / (1 + e^-x), safe for any x."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


def _mix(table: Mapping[str, float]) -> Mix:
    weights = {name: float(value) for name, value in table.items() if name != "bias"}
    return Mix(MappingProxyType(weights), float(table.get("bias", 0.0)))
