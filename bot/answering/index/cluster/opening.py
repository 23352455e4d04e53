"""A state of an index in a cluster → the shelf as it has it; from one state to the next only what changed is read."""

from collections.abc import Sequence

import numpy as np

from bot.answering.index.cluster.cluster_index import ClusterIndex
from bot.answering.index.cluster.cluster_shelf import ClusterShelf
from bot.answering.index.disk.layer import Layer, joined
from bot.answering.index.disk.tables import Tables
from bot.answering.index.register import entries_of
from bot.retrieval.generation import Generation, Known
from bot.retrieval.tally import Tally

__all__ = ["opened"]

_FRESH = 1_000
"""Articles of the newest table; with more it becomes part of the large one."""
_NO_TALLY = Tally(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))


def opened(index: ClusterIndex, generation: Generation, before: ClusterShelf | None = None) -> ClusterShelf:
    """Return the shelf as the generation has it now; `before` is how it was, if it is known."""
    if before is not None and before.index != generation.name:
        before = None
    since = -1 if before is None else before.revision
    revision, known = index.roster.known(generation.name, since)
    if before is not None and revision == before.revision and not known:
        return before
    layers, earlier = ([], None) if before is None else (before.tables.layers, before.tables)
    fresh = _layer(known, earlier)
    tables = Tables(_stacked([*layers, fresh]), generation.seal)
    return ClusterShelf(
        tables, index.cluster, generation.name, index.shelf, index.store, index.vocabulary, revision
    )


def _layer(known: Sequence[Known], earlier: Tables | None) -> Layer:
    """Return the table of what changed; an article that has another number now is gone from its earlier one."""
    there = [
        (entry, source, headed)
        for entry, source, headed in known
        if entry.stamp is not None and source is not None
    ]
    there.sort(key=lambda one: one[0].number)
    lost = {one.entry.number for one in known if one.entry.stamp is None or one.source is None}
    if earlier is not None:
        ids = [one.entry.id for one in known]
        lost |= {number for one in ids if (number := earlier.register.number_of(one)) is not None}
    numbers = [entry.number for entry, *_ in there]
    sizes = [(entry.passages, entry.sentences, entry.terms) for entry, *_ in there]
    return Layer(
        entries_of(numbers, [(entry.id, source, headed) for entry, source, headed in there]),
        np.array([entry.stamp for entry, *_ in there], dtype=np.uint64),
        np.array(sizes, dtype=np.int64).reshape(-1, 3),
        _NO_TALLY,
        np.array(sorted(lost - set(numbers)), dtype=np.int64),
    )


def _stacked(layers: Sequence[Layer]) -> Sequence[Layer]:
    """Return a large table and a fresh one; one alone while there are few articles, or when the fresh one is full."""
    base = layers[:1] if len(layers) > 1 and len(layers[0].entries.numbers) > _FRESH else []
    fresh = joined(layers[len(base) :])
    return [*base, fresh] if len(fresh.entries.numbers) <= _FRESH or not base else [joined([*base, fresh])]
