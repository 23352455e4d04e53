"""What `make bench-cluster` prints is measured on a cluster."""

from tools import HANG_S

from bench.cluster import measured
from bot.answering.index.cluster.client import Client


def test_a_size_is_measured_and_leaves_nothing_behind(cluster_url: str) -> None:
    """Each question finds its passage; the index is gone afterwards."""
    with Client(cluster_url, seconds=HANG_S) as client:
        row = measured(client, 60, 30)
        assert {} == client.sizes("zhaiyin-bench-*")
    assert 60 == row["passages"]
    assert row["p50 ms"] >= row["took p50"]
    assert row["p95 ms"] >= row["p50 ms"] >= row["counting p50"] > 0
    assert row["written a second"] > 0
