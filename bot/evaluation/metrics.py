"""Measures of ranking and of confidence, as the field defines them."""

import math
from collections.abc import Collection, Iterable, Sequence
from statistics import fmean

__all__ = ["auroc", "mean", "ndcg", "quantile", "recall", "reciprocal_rank"]


def recall(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return 1.0 if one of the first `k` is relevant, else 0.0: recall@k for one right document."""
    return float(any(document in relevant for document in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return 1 / the place, from 1, of the first relevant one among the first `k`.

    0.0 if there is none.
    """
    return next(
        (1 / place for place, document in enumerate(ranked[:k], start=1) if document in relevant), 0.0
    )


def ndcg(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the normalised discounted cumulative gain at `k`, 0 to 1.

    Gains are binary (Järvelin & Kekäläinen 2002).
    """
    gained = sum(
        1 / math.log2(place + 1) for place, document in enumerate(ranked[:k], start=1) if document in relevant
    )
    best = sum(1 / math.log2(place + 1) for place in range(1, min(k, len(relevant)) + 1))
    return gained / best if best else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the probability that a positive score is above a negative one, ties counting half.

    This is Mann–Whitney's U; None if there are no positives or no negatives.
    """
    if not positive or not negative:
        return None
    scores = sorted({*positive, *negative})
    ranks: dict[float, float] = {}
    below = 0
    counts = _counts([*positive, *negative])
    for score in scores:
        ranks[score] = below + (counts[score] + 1) / 2
        below += counts[score]
    n = len(positive)
    return (sum(ranks[score] for score in positive) - n * (n + 1) / 2) / (n * len(negative))


def mean(values: Iterable[float]) -> float | None:
    """Return the mean, which of true and false is the share of the true ones; None of nothing."""
    known = list(values)
    return fmean(known) if known else None


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed.

    0.0 for no values.
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _counts(values: Sequence[float]) -> dict[float, int]:
    counts: dict[float, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts
