"""A shelf on disk: tantivy finds, the postings beside the articles judge, what is shown is fetched."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.disk.store import Store
from bot.answering.index.disk.tables import Tables
from bot.answering.index.kept_shelf import KeptShelf
from bot.errors import LibraryUnavailable
from bot.language.vocabulary import Vocabulary
from bot.retrieval.found import Finder, FoundDocument
from bot.retrieval.mapped_memory import MappedMemory

__all__ = ["DiskShelf"]

_FOUND_FOR_EACH = 1.25
"""Passages that tantivy finds for each that is wanted; what BM25 puts first is among them, as measured."""
_SOME_ARTICLES = 5_000
"""Articles that tantivy is told to look at; of more, what it finds elsewhere is left out."""
_MOST_PIECES = 12


class DiskShelf(KeptShelf):
    """The shelf as one generation of its index has it; `store` keeps its articles."""

    most_mapped = 250_000_000
    """Bytes of files that come into memory until those of the index are given back: more than 100,000 passages have."""

    def __init__(
        self,
        tables: Tables,
        finder: Finder,
        shelf: str,
        store: Store,
        vocabulary: Vocabulary,
        revision: int,
        damaged: Callable[[], None] = lambda: None,
    ) -> None:
        """`damaged` is called when a question shows that the index is damaged."""
        super().__init__(tables, shelf, store, vocabulary, revision)
        self._finder, self._damaged = finder, damaged
        self._mapped = MappedMemory()

    @property
    def is_in_pieces(self) -> bool:
        """Whether so many changes came that its terms should be joined."""
        return self._finder.pieces > _MOST_PIECES

    def _frequency(self, term: str) -> int:
        return self._tables.frequency(term)

    def _often(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        return self._tables.frequencies(keys)

    def _enough(self, limit: int) -> int:
        return math.ceil(_FOUND_FOR_EACH * limit)

    def _search(
        self, keys: NDArray[np.uint64], limit: int, within: frozenset[int] | None
    ) -> Sequence[FoundDocument]:
        """Raises LibraryUnavailable if the index is damaged."""
        if self._mapped.grown() >= self.most_mapped:
            self._give_back()
        only = sorted(within) if within is not None and len(within) <= _SOME_ARTICLES else None
        try:
            return self._finder.found(keys, limit, only)
        except ValueError as error:
            self._damaged()
            raise LibraryUnavailable(
                "the index of this shelf is damaged and built again; ask again soon"
            ) from error

    def _give_back(self) -> None:
        self._finder.reopen()
        self._tables.give_back()
        self._mapped = MappedMemory()
