"""What an engine promises; the contract test holds every engine to it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, Self, TypeAlias

__all__ = ["GONE", "K1", "B", "Document", "Engine", "Scored", "lucene_idf"]

K1 = 0.6
B = 0.6
"""Okapi BM25's parameters: how soon a term's repetitions stop counting, and how much length counts against."""

GONE = -1
"""The new number of a document that a merger leaves out."""

Document: TypeAlias = Sequence[Sequence[str]]
"""The parts of a document, as its sentences are, each a sequence of terms."""


class Scored(NamedTuple):
    """A document by its place in the order of building, and its score."""

    document: int
    score: float


def lucene_idf(holding: float, documents: float) -> float:
    """Lucene's inverse document frequency: ln(1 + (N − n + 0.5) / (n + 0.5)) where n of N documents hold a term.

    It stays above 0 also where all of them do.
    """
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


class Engine(Protocol):
    """Scores documents by BM25 with Lucene's idf, and tells which of their parts hold a term. Never changes once built."""

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Self:
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

    @property
    def part_count(self) -> int:
        """How many parts all documents have together."""

    def search(self, weights: Mapping[str, float], limit: int) -> list[Scored]:
        """At most `limit` documents holding any of the terms, best first; ties keep building order.

        A document's score is the sum over its terms of the term's weight × its BM25.
        Scores compare within one call only.
        """

    def part_lengths(self, documents: range) -> list[list[int]]:
        """For each of the documents, how many terms its parts have, in order."""

    def holding(self, documents: Sequence[range], terms: Sequence[str]) -> list[list[int]]:
        """For each stretch of documents, for each term: a number whose bit i says whether part i holds it.

        Parts are counted through a stretch, from 0 for the first of its first document.
        """

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """How many documents hold each of the terms."""
