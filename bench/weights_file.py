"""Weights as the file that the product ships and reads."""

from collections.abc import Iterator

from bot.answering.ranking.weights import Mix, Threshold, Weights

__all__ = ["as_toml"]


def as_toml(weights: Weights) -> str:
    """Return the weights as the text of a file that a person can read."""
    return "\n".join(
        [
            "# What each feature counts for: [ranking], [relevance] and [confidence] are learned from the tuning sets by",
            "# `make weights` (bench/train_weights.py). The features are listed in term_features.py, features.py and evidence.py. Narrow",
            "# is for one article, wide for an archive, and shelves between them get a mixture (weights.py).",
            "",
            *_section("ranking", weights.ranking),
            "",
            "# ln(odds) that the shelf is about the question.",
            *_section("relevance.narrow", weights.relevance.narrow),
            "",
            *_section("relevance.wide", weights.relevance.wide),
            "",
            "# ln(odds) that the first passage answers.",
            *_section("confidence.narrow", weights.confidence.narrow),
            "",
            *_section("confidence.wide", weights.confidence.wide),
            "",
            "# Set by hand, in ln(odds), and kept by `make weights`. Below min_relevance nothing was found. From min_confidence",
            "# on an answer is sure, if its article also holds every proper name of the question. The rules are",
            "# Searcher.is_about and Searcher.is_sure in search.py; bench/README.md says how the lines were drawn.",
            "[thresholds]",
            f"min_relevance = {_threshold(weights.min_relevance)}",
            f"min_confidence = {_threshold(weights.min_confidence)}",
            "",
        ]
    )


def _threshold(threshold: Threshold) -> str:
    return f"{{ narrow = {threshold.narrow}, wide = {threshold.wide} }}"


def _section(name: str, mix: Mix) -> Iterator[str]:
    yield f"[{name}]"
    if mix.bias:
        yield f"bias = {mix.bias}"
    yield from (f"{feature} = {weight}" for feature, weight in mix.weights.items())
