"""A shelf in a search cluster: the cluster finds, the postings beside the articles judge, what is shown is fetched."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.cluster.ports import Cluster
from bot.answering.index.disk.store import Store
from bot.answering.index.disk.tables import Tables, keys_of
from bot.answering.index.kept_shelf import KeptShelf
from bot.language.terms import terms
from bot.language.vocabulary import Vocabulary
from bot.retrieval.found import FoundDocument
from bot.retrieval.tokens import tokens_of

__all__ = ["ClusterShelf"]

_FOUND_BESIDE = 12
"""Passages that are found beside those wanted: what BM25 puts first is among them, as measured; see `docs/operations.md`."""
_SOME_ARTICLES = 20_000
"""Articles that the cluster is told to look at; of more, what it finds elsewhere is left out."""
_MOST_FOUND = 10_000
"""Documents that OpenSearch returns at once."""
_MOST_FREQUENCIES = 200_000
"""Terms whose frequencies are remembered; 100 bytes each."""


class ClusterShelf(KeptShelf):
    """The shelf as one state of its index has it, which `cluster` has under the name `index`."""

    def __init__(
        self,
        tables: Tables,
        cluster: Cluster,
        index: str,
        shelf: str,
        store: Store,
        vocabulary: Vocabulary,
        revision: int,
    ) -> None:
        super().__init__(tables, shelf, store, vocabulary, revision)
        self.tables, self.index, self.revision = tables, index, revision
        self._cluster = cluster
        self._frequencies: dict[int, int] = {}

    def expect(self, text: str) -> None:
        """Ask the cluster at once for all terms of the text."""
        self._often(keys_of(tuple(dict.fromkeys(terms(text, self.vocabulary)))))

    def _often(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        if not self.passages:
            return np.zeros(len(keys), dtype=np.int64)
        wanted = keys.tolist()
        known = self._frequencies
        lacking = [key for key in dict.fromkeys(wanted) if key not in known]
        if lacking:
            # what was deleted counts until it is merged away, and may be more than there is
            found = self._asked(np.array(lacking, dtype=np.uint64))
            fresh = dict(zip(lacking, (min(often, self.passages) for often in found), strict=True))
            # another dictionary, so that no question loses what it has just asked for
            self._frequencies = fresh if len(known) + len(fresh) > _MOST_FREQUENCIES else known
            self._frequencies.update(fresh)
            known = {**{key: known[key] for key in wanted if key in known}, **fresh}
        return np.array([known[key] for key in wanted], dtype=np.int64)

    def _asked(self, keys: NDArray[np.uint64]) -> Sequence[int]:
        return self._cluster.frequencies(self.index, tokens_of(keys).split())

    def _enough(self, limit: int) -> int:
        return limit + _FOUND_BESIDE

    def _search(
        self, keys: NDArray[np.uint64], limit: int, within: frozenset[int] | None
    ) -> Sequence[FoundDocument]:
        only = sorted(within) if within is not None and len(within) <= _SOME_ARTICLES else None
        return self._cluster.found(self.index, tokens_of(keys).split(), min(limit, _MOST_FOUND), only)
