"""Writes weights as the file that the product ships and reads."""

from collections.abc import Iterator

from bot.answering.ranking.weights import Mix, Weights

__all__ = ["as_toml"]


def as_toml(weights: Weights) -> str:
    """The weights as a file that a person can read."""
    return "\n".join(
        [
            "# What each feature counts for; made by `make weights` (bench/train_weights.py) from the tuning sets.",
            "# Lists of features: features.py and evidence.py.",
            "",
            *_section("ranking", weights.ranking),
            "",
            "# ln(odds) that the shelf speaks of what is asked.",
            *_section("relevance", weights.relevance),
            "",
            "# ln(odds) that the first passage answers.",
            *_section("confidence", weights.confidence),
            "",
            "# In ln(odds): below `found` of relevance is not found, from `sure` of confidence on it is an answer.",
            "[thresholds]",
            f"found = {weights.found}",
            f"sure = {weights.sure}",
            "",
        ]
    )


def _section(name: str, mix: Mix) -> Iterator[str]:
    yield f"[{name}]"
    if mix.bias:
        yield f"bias = {mix.bias}"
    yield from (f"{feature} = {weight}" for feature, weight in mix.weights.items())
