"""A table of some articles of a shelf on disk: their register, their sizes, how often their terms stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from bot.answering.index.names import Names
from bot.answering.index.register import NAMED, Entries, entries_of, joined_entries
from bot.answering.index.spellings import Spellings
from bot.model import Article
from bot.retrieval.arrays_file import mapped_arrays, write_arrays
from bot.retrieval.postings import Postings
from bot.retrieval.tally import Tally, added_up, tally_of

__all__ = ["Layer", "Shelved", "joined", "layer_of", "read_layer", "stack", "stamp_of", "write_layer"]


class Shelved(NamedTuple):
    """An article by its number on the shelf, and its postings."""

    number: int
    article: Article
    postings: Postings


@dataclass(frozen=True, eq=False)
class Layer:
    """Some articles of a shelf, and the frequencies that they add to it; `gone` have gone from earlier layers."""

    entries: Entries
    stamps: NDArray[np.uint64]
    """What tells the texts apart, by row."""
    sizes: NDArray[np.int64]
    """The numbers of passages, sentences and terms, by row."""
    tally: Tally
    gone: NDArray[np.int64]

    # a layer is shared by all generations that have it, and so is what is worked out of it once
    @cached_property
    def totals(self) -> NDArray[np.int64]:
        """The numbers of passages, sentences and terms of all its articles."""
        totals: NDArray[np.int64] = self.sizes.sum(axis=0)
        return totals


_open: WeakValueDictionary[tuple[Path, int, int, int], Layer] = WeakValueDictionary()


def stamp_of(text_hash: str) -> int:
    """Return 64 bits that tell a text from its other editions."""
    return int(text_hash[:16], 16)


def layer_of(shelved: Sequence[Shelved], left: Iterable[Postings] = (), gone: Sequence[int] = ()) -> Layer:
    """Return the layer of these articles; `left` are the postings of earlier texts that they or others leave behind."""
    ordered = sorted(shelved, key=lambda one: one.number)
    known = [(one.article.id, one.article.source, bool(one.article.headings)) for one in ordered]
    sizes = [
        (len(p.firsts) - 1, len(p.parts.lengths), int(p.parts.lengths.sum()))
        for p in (one.postings for one in ordered)
    ]
    tallies = [*(tally_of(one.postings) for one in ordered), *(tally_of(one, -1) for one in left)]
    return Layer(
        entries_of([one.number for one in ordered], known),
        np.array([stamp_of(one.article.text_hash) for one in ordered], dtype=np.uint64),
        np.array(sizes, dtype=np.int64).reshape(-1, 3),
        added_up(tallies),
        np.array(sorted(gone), dtype=np.int64),
    )


def joined(layers: Sequence[Layer]) -> Layer:
    """Return the layers as one: of an article that several have, what the last one has; what is gone stays away."""
    kept = list(zip(layers, _staying(layers), strict=True))
    numbers = np.concatenate([layer.entries.numbers[left] for layer, left in kept])
    order = np.argsort(numbers, kind="stable")
    return Layer(
        joined_entries([(layer.entries, left) for layer, left in kept]),
        np.concatenate([layer.stamps[left] for layer, left in kept])[order],
        np.concatenate([layer.sizes[left] for layer, left in kept])[order],
        added_up(layer.tally for layer in layers),
        np.setdiff1d(np.concatenate([layer.gone for layer in layers]), numbers),
    )


def stack(layers: list[Layer], fresh: Layer) -> None:
    """Put the layer on top; those of about its size become one with it, so that there are never many."""
    while layers and len(layers[-1].entries.numbers) <= len(fresh.entries.numbers):
        fresh = joined([layers.pop(), fresh])
    layers.append(fresh)


def _staying(layers: Sequence[Layer]) -> list[NDArray[np.bool_]]:
    """Return for each layer which of its articles no later one has anew, or lets go."""
    parts = [part for layer in layers for part in (layer.gone, layer.entries.numbers)]
    numbers = np.concatenate(parts)
    order = np.argsort(numbers, kind="stable")
    in_order = numbers[order]
    is_last = np.empty(len(numbers), dtype=np.bool_)
    is_last[order] = np.append(in_order[1:] != in_order[:-1], [True])[: len(numbers)]
    ends = np.cumsum([len(part) for part in parts])
    return np.split(is_last, ends[:-1])[1::2]


def write_layer(file: Path, layer: Layer) -> None:
    """Write the layer to `file`. Raises OSError."""
    entries = layer.entries
    arrays: dict[str, NDArray[Any]] = {
        "numbers": entries.numbers,
        "ids": entries.ids,
        "days": entries.days,
        "tongues": entries.tongues,
        "records": entries.records,
        "headed": entries.headed,
        "stamps": layer.stamps,
        "sizes": layer.sizes,
        "keys": layer.tally.keys,
        "frequencies": layer.tally.numbers,
        "gone": layer.gone,
    }
    for field, names in entries.names.items():
        arrays |= {f"{field} {column.name}": getattr(names, column.name) for column in fields(Names)}
    if entries.spelled is not None:
        arrays |= {"spelled text": entries.spelled.text, "spelled codes": entries.spelled.codes}
    write_arrays(file, arrays)


def read_layer(file: Path) -> Layer:
    """Return the layer in `file`, read where it lies. Raises OSError, ValueError or KeyError if there is none."""
    known = file.stat()
    stamp = file, known.st_ino, known.st_size, known.st_mtime_ns
    layer = _open.get(stamp)
    if layer is None:
        layer = _open[stamp] = _read(file)
    return layer


def _read(file: Path) -> Layer:
    arrays = mapped_arrays(file)
    names = {
        field: Names(**{column.name: arrays[f"{field} {column.name}"] for column in fields(Names)})
        for field in NAMED
    }
    entries = Entries(
        numbers=arrays["numbers"],
        ids=arrays["ids"],
        days=arrays["days"],
        tongues=arrays["tongues"],
        records=arrays["records"],
        headed=arrays["headed"],
        names=names,
        spelled=Spellings(arrays["spelled text"], arrays["spelled codes"])
        if "spelled text" in arrays
        else None,
    )
    return Layer(
        entries,
        arrays["stamps"],
        arrays["sizes"],
        Tally(arrays["keys"], arrays["frequencies"]),
        arrays["gone"],
    )
