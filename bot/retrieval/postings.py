"""Which documents hold which term, and how often: counted, merged, kept on disk, all in numpy arrays."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.engine import GONE

__all__ = ["Numbers", "Postings", "counted", "loaded", "merged", "save"]

Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For the term in row r, places[starts[r]:starts[r + 1]] are the documents that hold it, in order, and counts how often."""

    rows: Mapping[str, int]
    starts: Numbers
    places: NDArray[np.int32]
    counts: NDArray[np.int32]
    lengths: Numbers
    """Each document's terms."""

    @property
    def holding(self) -> Numbers:
        """How many documents hold the term, row by row."""
        return np.diff(self.starts)


def counted(documents: Iterable[Sequence[str]]) -> Postings:
    """The postings of `documents`, numbered from 0."""
    rows: dict[str, int] = {}
    occurrences, lengths = array("q"), array("q")
    for document in documents:
        occurrences.extend([rows.setdefault(term, len(rows)) for term in document])
        lengths.append(len(document))
    sizes = np.array(lengths, dtype=np.int64)
    places = np.repeat(np.arange(len(sizes)), sizes)
    keys, counts = np.unique(
        np.frombuffer(occurrences, dtype=np.int64) * len(sizes) + places, return_counts=True
    )
    return _postings(list(rows), keys, counts, sizes)


def merged(parts: Sequence[tuple[Postings, Numbers]]) -> Postings:
    """The postings of the documents of several; beside each part, the new numbers of its documents or GONE.

    The new numbers of all parts together are 0, 1, 2 … in some order.
    """
    rows: dict[str, int] = {}
    size = 1 + max((int(numbers.max(initial=GONE)) for _, numbers in parts), default=GONE)
    lengths = np.zeros(size, dtype=np.int64)
    keys, counts = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    for part, numbers in parts:
        its_rows = np.array([rows.setdefault(term, len(rows)) for term in part.rows], dtype=np.int64)
        places = numbers[part.places]
        stays = places != GONE
        keys.append((np.repeat(its_rows, part.holding) * size + places)[stays])
        counts.append(part.counts[stays])
        lengths[numbers[numbers != GONE]] = part.lengths[numbers != GONE]
    together = np.concatenate(keys)
    # a stable sort passes quickly over stretches that are in order already
    order = np.argsort(together, kind="stable")
    return _postings(list(rows), together[order], np.concatenate(counts)[order], lengths)


def save(postings: Postings, file: Path) -> None:
    """Write them to `file`, for `loaded`; whole or not at all. Raises OSError."""
    unfinished = file.with_name(f"{file.name}.{id(postings)}.new")
    with unfinished.open("wb") as out:
        np.savez(
            out,
            allow_pickle=False,
            terms=np.frombuffer("\n".join(postings.rows).encode(), dtype=np.uint8),
            starts=postings.starts,
            places=postings.places,
            counts=postings.counts,
            lengths=postings.lengths,
        )
    unfinished.replace(file)


def loaded(file: Path) -> Postings:
    """What `save` wrote to `file`. Raises OSError or ValueError where it is not that."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            starts, places, counts, lengths = (stored[n] for n in ("starts", "places", "counts", "lengths"))
            terms = stored["terms"].tobytes().decode().split("\n")
    except (BadZipFile, KeyError) as error:
        raise ValueError(f"{file.name}: no index") from error
    return Postings(dict(zip(terms, range(len(starts) - 1), strict=False)), starts, places, counts, lengths)


def _postings(terms: list[str], keys: Numbers, counts: NDArray[Any], lengths: Numbers) -> Postings:
    """`keys` are row × number of documents + document, in order; a term that no document holds any more is dropped."""
    size = max(1, len(lengths))
    holding = np.bincount(keys // size, minlength=len(terms))
    held = [term for term, count in zip(terms, holding.tolist(), strict=True) if count]
    return Postings(
        rows=dict(zip(held, range(len(held)), strict=True)),
        starts=np.concatenate([[0], np.cumsum(holding[holding > 0])]).astype(np.int64),
        places=(keys % size).astype(np.int32),
        counts=counts.astype(np.int32),
        lengths=lengths,
    )
