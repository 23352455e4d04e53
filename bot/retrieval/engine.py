"""The protocol that every engine keeps; the contract tests hold each of them to it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["GONE", "K1", "B", "Cells", "Document", "Engine", "Scored", "lucene_idf"]

K1 = 0.6
B = 0.6
"""Okapi BM25's parameters: saturation by repetitions, and normalisation by length."""

GONE = -1
"""The new number of a document that a merger leaves out."""

Document: TypeAlias = Sequence[Sequence[str]]
"""The parts of a document, such as its sentences, each a sequence of terms."""


class Scored(NamedTuple):
    """A document by its place in the order of building, and its score."""

    document: int
    score: float


class Cells(NamedTuple):
    """Where terms stand: of each place the number of the term's key among those asked for, and its column."""

    keys: NDArray[np.int64]
    columns: NDArray[np.int64]


def lucene_idf(holding: float, documents: float) -> float:
    """Return Lucene's inverse document frequency of a term that `holding` of `documents` hold.

    ln(1 + (N − n + 0.5) / (n + 0.5)) for n of N documents. It stays above 0 even if all of them hold the term.
    """
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


class Engine(Protocol):
    """Scores documents by BM25 with Lucene's idf, and tells which of their parts hold a term.

    This is a port for indexes that live in one process's memory, not for servers. An engine is built whole and never
    changes; a shelf that changes gets a new one, by `merged`. It can be pickled, so that other processes can
    build it, and `save` writes it to a single file. Documents and parts go by number, in the order of building.
    Which article a document belongs to, the engine does not know.
    """

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Self:
        """Build an engine over `documents`, numbered from 0. There may be none, and empty ones."""

    @classmethod
    def merged(cls, engines: Sequence[tuple[Self, Sequence[int]]]) -> Self:
        """Build an engine over the documents of several, without cutting them into terms again.

        Beside each engine stand the new numbers of its documents, GONE for one that is left out. The new numbers
        of all together are 0, 1, 2 … in some order. The result answers every call as one built over these
        documents in that order would; the engines it was made of stay as they are.
        """

    @classmethod
    def loaded(cls, file: Path) -> Self:
        """Return the engine that `save` wrote to `file`.

        Raises OSError or ValueError if it is not one. The file may come from another process or an earlier start, of the same version of the engine.
        """

    def save(self, file: Path) -> None:
        """Write the engine to `file`, whole or not at all, even if others write it too.

        Raises OSError.
        """

    def __len__(self) -> int:
        """Return the number of documents."""

    @property
    def collection_length(self) -> int:
        """The number of terms in all documents, repetitions included."""

    @property
    def part_count(self) -> int:
        """The number of parts in all documents."""

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        """Return at most `limit` documents that hold any of the terms, best first.

        Ties keep building order.

        A document's score is the sum over its terms of the term's weight × its BM25.
        Scores compare within one call only.
        """

    def parts(self, documents: range) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the number of terms in each part of the documents, and each document's first part, counted from 0 there.

        After the first parts stands the number of all.
        """

    def holding(self, documents: Sequence[range], terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each part of the documents holds each term: a row for each term, a column for each part.

        The parts of one range stand after those of the range before.
        """

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return for each of the terms the number of documents that hold it."""

    def cells(self, documents: Sequence[range], keys: NDArray[np.uint64]) -> Cells:
        """Return where terms with one of the ascending keys, as `bot.language.keys` has them, stand in the documents.

        Columns are as for `holding`. The same array of keys is asked for again and again.
        """
