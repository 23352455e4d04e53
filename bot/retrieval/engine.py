"""What an engine promises; the contract test holds every engine to it."""

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple, Protocol, Self

__all__ = ["GONE", "Engine", "Scored"]

GONE = -1
"""The new number of a document that a merger leaves out."""


class Scored(NamedTuple):
    """A document by its place in the order of building, and its score."""

    document: int
    score: float


class Engine(Protocol):
    """Scores documents, each a sequence of terms, by BM25 with Lucene's idf. Never changes once built."""

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Self:
        """An engine over `documents`, numbered from 0. None at all and empty ones are fine."""

    @classmethod
    def merged(cls, parts: Sequence[tuple[Self, Sequence[int]]]) -> Self:
        """An engine over documents of several; beside each, the new numbers of its documents, GONE for one left out.

        The new numbers of all together are 0, 1, 2 … in some order. It is the same as one built over
        these documents in that order.
        """

    @classmethod
    def loaded(cls, file: Path) -> Self:
        """The engine that `save` wrote to `file`. Raises OSError or ValueError where it is not one."""

    def save(self, file: Path) -> None:
        """Write the engine to `file`, whole or not at all. Raises OSError."""

    def __len__(self) -> int:
        """How many documents there are."""

    @property
    def collection_length(self) -> int:
        """How many terms the documents hold, each as often as it stands there."""

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        """At most `limit` documents holding any of the terms, best first; ties keep building order.

        A document's score is the sum over its terms of the term's weight × its BM25.
        Scores compare within one call only.
        """

    def terms(self) -> Set[str]:
        """Every term that some document holds."""

    def idf(self, term: str) -> float:
        """ln(1 + (N − n + 0.5) / (n + 0.5)) for a term in n of N documents; the highest where n is 0."""

    def frequency(self, term: str) -> int:
        """How many documents hold the term."""
