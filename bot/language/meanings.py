"""Word meanings: vectors that tell how near two words are, whatever characters they share.

They lie in `word_vectors/`, where `make meanings` puts them; nothing is downloaded and no model runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.language.keys import key
from bot.language.normalise import readable
from bot.language.segmenter import segmenter

__all__ = ["Meanings", "Vectors", "meanings", "read_meanings"]

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """Words with a vector each: row by row the key of the word's term, ascending, its vector, the word."""

    keys: NDArray[np.uint64]
    vectors: NDArray[np.int8]
    words: bytes
    """The words in UTF-8, a line each."""
    starts: NDArray[np.int64]
    """The place in `words` where each line starts, and where one more would."""

    def word(self, row: int) -> str:
        """Return the word of this row."""
        return self.words[self.starts[row] : self.starts[row + 1] - 1].decode("utf-8")

    def units(self, rows: Sequence[int] | slice) -> Vectors:
        """Return the vectors of these rows, each of length 1."""
        vectors = self.vectors[rows].astype(np.float32)
        # np.linalg.norm says the same, and takes longer than all of this
        lengths: Vectors = np.sqrt(np.add.reduce(vectors * vectors, axis=1, keepdims=True))
        units: Vectors = vectors / lengths
        return units

    def of(self, word: str) -> Vectors | None:
        """Return the vector of a word, of length 1; one without its own has that of its parts.

        None if no part has one.
        """
        found = self.row(word)
        rows: slice | list[int] = slice(found, found + 1) if found is not None else self._rows(_parts(word))
        if not rows:
            return None
        total: Vectors = np.add.reduce(self.units(rows))
        return total / max(float(np.sqrt(total.dot(total))), 1e-6)

    def _rows(self, words: Iterator[str]) -> list[int]:
        return [row for word in words if (row := self.row(word)) is not None]

    def row(self, word: str) -> int | None:
        """Return the word's row; None if it has no vector of its own."""
        wanted = np.uint64(key(f"w:{word}"))
        row = int(self.keys.searchsorted(wanted))
        return row if row < len(self.keys) and self.keys[row] == wanted else None


@cache
def meanings() -> Meanings:
    """Return the meanings that are shipped."""
    return read_meanings(Path(__file__).with_name("word_vectors"))


def read_meanings(folder: Path) -> Meanings:
    """Return the meanings in `folder`; the vectors stay on disk until they are looked at."""
    words = (folder / "words.txt").read_bytes()
    ends = np.flatnonzero(np.frombuffer(words, np.uint8) == ord("\n"))
    return Meanings(
        keys=np.load(folder / "keys.npy"),
        # a plain array over the same memory: of a memmap, every slice and sum is one again, which takes longer than they do
        vectors=np.asarray(np.load(folder / "vectors.npy", mmap_mode="r")),
        words=words,
        starts=np.append(0, ends + 1),
    )


def _parts(word: str) -> Iterator[str]:
    """Yield the words inside a longer one, or its characters if there are none."""
    inside = [part for part in segmenter().search_words(readable(word)) if part != word]
    yield from inside or (list(word) if len(word) > 1 else [])
