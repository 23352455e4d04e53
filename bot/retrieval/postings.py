"""The parts of documents that hold each term: counted, merged and stored, in numpy arrays."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.language.keys import key
from bot.retrieval.engine import GONE, Document
from bot.retrieval.whole_file import whole_file

__all__ = ["Lists", "Numbers", "Postings", "counted", "loaded", "merged", "save"]

_KNOWN = 100_000
"""Terms whose keys are at hand while counting; there are rarely more in use at once."""

Numbers: TypeAlias = NDArray[np.int64]
_Small: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The places that hold each term: those of row r are places[starts[r]:starts[r + 1]], in order.

    `counts` has beside each place how often it holds the term.
    """

    starts: Numbers
    places: _Small
    counts: _Small
    lengths: Numbers
    """Each place's terms."""

    @property
    def holding(self) -> Numbers:
        """The number of places that hold each row's term."""
        return np.diff(self.starts)


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Lists whose places are the parts of all documents, one after the other."""

    keys: NDArray[np.uint64]
    """Each row's term as `key` has it, in ascending order."""
    parts: Lists
    firsts: Numbers
    """Each document's first part, and the number of all parts."""

    @property
    def documents(self) -> Lists:
        """The lists with documents for places."""
        homes = np.repeat(np.arange(len(self.firsts) - 1, dtype=np.int32), np.diff(self.firsts))
        places = homes[self.parts.places]
        new = _changes(places)
        new[self.parts.starts[:-1]] = True
        at = np.flatnonzero(new)
        return Lists(
            starts=np.searchsorted(at, self.parts.starts),
            places=places[at],
            counts=np.add.reduceat(self.parts.counts, at) if len(at) else self.parts.counts,
            lengths=_sums(homes, self.parts.lengths, len(self.firsts) - 1),
        )


def counted(documents: Iterable[Document]) -> Postings:
    """Count the terms of `documents`, numbered from 0."""
    occurrences, lengths, firsts = array("Q"), array("q"), array("q", [0])
    known = lru_cache(_KNOWN)(key)
    for document in documents:
        for part in document:
            occurrences.extend(map(known, part))
            lengths.append(len(part))
        firsts.append(len(lengths))
    keys = np.frombuffer(occurrences, dtype=np.uint64)
    sizes = np.array(lengths, dtype=np.int64)
    # places ascend, and go on doing so within each key
    order = np.argsort(keys, kind="stable")
    keys, places = keys[order], np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
    new_row = _changes(keys)
    cells = np.flatnonzero(new_row | _changes(places))
    lists = Lists(
        starts=np.append(np.flatnonzero(new_row[cells]), len(cells)),
        places=places[cells],
        counts=np.diff(np.append(cells, len(keys))).astype(np.int32),
        lengths=sizes,
    )
    return Postings(keys[new_row], lists, np.array(firsts, dtype=np.int64))


def merged(parts: Sequence[tuple[Postings, Numbers]]) -> Postings:
    """Merge postings; beside each stand the new numbers of its documents, or GONE.

    The new numbers of all together are 0, 1, 2 … in some order.
    """
    keys = np.unique(np.concatenate([np.empty(0, np.uint64), *(postings.keys for postings, _ in parts)]))
    firsts = _firsts(parts)
    lengths = np.zeros(firsts[-1], dtype=np.int64)
    cells, counts = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    for postings, numbers in parts:
        moved = _moved(postings, numbers, firsts)
        rows, places = np.searchsorted(keys, postings.keys), moved[postings.parts.places]
        stays = places != GONE
        cells.append((np.repeat(rows, postings.parts.holding) * len(lengths) + places)[stays])
        counts.append(postings.parts.counts[stays])
        lengths[moved[moved != GONE]] = postings.parts.lengths[moved != GONE]
    together = np.concatenate(cells)
    # a stable sort passes quickly over stretches that are in order already
    order = np.argsort(together, kind="stable")
    return _postings(keys, together[order], np.concatenate(counts)[order], lengths, firsts)


def save(postings: Postings, file: Path) -> None:
    """Write the postings to `file`, for `loaded`; whole or not at all. Raises OSError."""
    lists = postings.parts
    with whole_file(file) as out:
        np.savez(
            out,
            allow_pickle=False,
            keys=postings.keys,
            firsts=postings.firsts,
            starts=lists.starts,
            places=lists.places,
            counts=lists.counts,
            lengths=lists.lengths,
        )


def loaded(file: Path) -> Postings:
    """Return the postings that `save` wrote to `file`.

    Raises OSError or ValueError if it is not that.
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            lists = Lists(*(stored[name] for name in ("starts", "places", "counts", "lengths")))
            return Postings(stored["keys"], lists, stored["firsts"])
    except (BadZipFile, KeyError) as error:
        raise ValueError(f"{file.name}: no index") from error


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return for each value whether it differs from the one before; the first one always does."""
    changed = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _firsts(parts: Sequence[tuple[Postings, Numbers]]) -> Numbers:
    """Return the first part of each document under its new number, and the number of all parts."""
    size = 1 + max((int(numbers.max(initial=GONE)) for _, numbers in parts), default=GONE)
    sizes = np.zeros(size, dtype=np.int64)
    for postings, numbers in parts:
        sizes[numbers[numbers != GONE]] = np.diff(postings.firsts)[numbers != GONE]
    return np.concatenate([[0], np.cumsum(sizes)])


def _moved(postings: Postings, numbers: Numbers, firsts: Numbers) -> _Small:
    """Return the new number of each part, or GONE."""
    homes = np.repeat(np.arange(len(numbers)), np.diff(postings.firsts))
    now = numbers[homes]
    shift = np.arange(len(homes)) - postings.firsts[homes]
    return np.where(now == GONE, GONE, firsts[now] + shift).astype(np.int32)


def _sums(homes: _Small, lengths: Numbers, size: int) -> Numbers:
    return np.bincount(homes, lengths, minlength=size).astype(np.int64)


def _postings(
    keys: NDArray[np.uint64], cells: Numbers, counts: NDArray[Any], lengths: Numbers, firsts: Numbers
) -> Postings:
    """Return the postings of `cells`: row × number of parts + part, in order.

    Empty rows are dropped.
    """
    bases = np.arange(len(keys) + 1) * len(lengths)
    starts = np.searchsorted(cells, bases)
    holding = np.diff(starts)
    lists = Lists(
        starts=np.append(starts[:-1][holding > 0], len(cells)),
        places=(cells - np.repeat(bases[:-1], holding)).astype(np.int32),
        counts=counts.astype(np.int32, copy=False),
        lengths=lengths,
    )
    return Postings(keys[holding > 0], lists, firsts)
