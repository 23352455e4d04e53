"""Measures of ranking and of confidence."""

import math

import pytest

from bot.evaluation.metrics import auroc, ndcg, quantile, recall, reciprocal_rank

RANKED = ("a", "b", "c")


def test_recall_looks_at_the_first_k_only() -> None:
    """b is second."""
    assert (0.0, 1.0) == (recall(RANKED, {"b"}, 1), recall(RANKED, {"b"}, 2))


def test_the_reciprocal_rank_is_one_over_the_place() -> None:
    """And zero past the cut-off."""
    assert (0.5, 0.0) == (reciprocal_rank(RANKED, {"b"}, 10), reciprocal_rank(RANKED, {"c"}, 2))


def test_ndcg_of_a_single_relevant_document() -> None:
    """Third place is worth 1 / log2(4)."""
    assert pytest.approx(1 / math.log2(4)) == ndcg(RANKED, {"c"}, 10)
    assert pytest.approx(1.0) == ndcg(RANKED, {"a", "b"}, 10)


def test_auroc_counts_pairs_in_the_right_order_and_ties_half() -> None:
    """Three pairs of four right, one a tie."""
    assert pytest.approx(0.875) == auroc([0.9, 0.5], [0.5, 0.1])
    assert auroc([], [0.1]) is None


def test_a_quantile_is_one_of_the_values() -> None:
    """The middle and the highest."""
    assert (2.0, 3.0, 0.0) == (
        quantile([3.0, 1.0, 2.0], 0.5),
        quantile([1.0, 2.0, 3.0], 0.99),
        quantile([], 0.5),
    )
