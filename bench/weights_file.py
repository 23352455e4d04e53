"""Weights as the file that the product ships and reads."""

from collections.abc import Iterator

from bot.answering.ranking.weights import Mix, Weights

__all__ = ["as_toml"]


def as_toml(weights: Weights) -> str:
    """Return the weights as the text of a file that a person can read."""
    return "\n".join(
        [
            "# What each feature counts for: [ranking], [relevance] and [confidence] are learned from the tuning sets by",
            "# `make weights` (bench/train_weights.py). The features are listed in features.py and evidence.py.",
            "",
            *_section("ranking", weights.ranking),
            "",
            "# ln(odds) that the shelf is about the question.",
            *_section("relevance", weights.relevance),
            "",
            "# ln(odds) that the first passage answers.",
            *_section("confidence", weights.confidence),
            "",
            "# Set by hand, in ln(odds), and kept by `make weights`. Below min_relevance nothing was found, unless the shelf",
            "# has a lower threshold of its own (calibration.py). From min_confidence on an answer is sure, if its article also",
            "# holds every proper name of the question. The rules are Searcher.is_about and Searcher.is_sure in search.py.",
            "[thresholds]",
            f"min_relevance = {weights.min_relevance}",
            f"min_confidence = {weights.min_confidence}",
            "",
        ]
    )


def _section(name: str, mix: Mix) -> Iterator[str]:
    yield f"[{name}]"
    if mix.bias:
        yield f"bias = {mix.bias}"
    yield from (f"{feature} = {weight}" for feature, weight in mix.weights.items())
