"""Names of articles in columns: who bears one, which of them stand in a text, which hold a word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.language.keys import key

__all__ = ["NONE", "Names", "joined_names", "names_of"]

NONE = -1
"""The code of an article without such a name."""
_END = "\0"


@dataclass(frozen=True, eq=False)
class Names:
    """The names of one kind that articles bear, such as their titles, folded; each distinct one is kept once."""

    text: NDArray[np.uint8]
    """The distinct names in UTF-8, each with a zero after it."""
    codes: NDArray[np.int32]
    """For each article the number of its name, NONE if it has none."""

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """The distinct names, by their numbers."""
        return tuple(self._bytes.decode("utf-8", "surrogatepass").split(_END)[:-1])

    @cached_property
    def _bytes(self) -> bytes:
        return self.text.tobytes()

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.flatnonzero(self.text == 0) + 1])

    @cached_property
    def _by_key(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], tuple[int, ...]]:
        """The names' keys in order, their numbers, and the lengths that names have."""
        keys = np.fromiter(map(key, self.distinct), np.uint64, len(self.distinct))
        order = np.argsort(keys)
        return keys[order], order, tuple(sorted({len(name) for name in self.distinct}))

    def name(self, place: int) -> str:
        """Return the name of the article at this place; empty if it has none."""
        code = int(self.codes[place])
        if code == NONE:
            return ""
        first, end = self._starts[code : code + 2].tolist()
        return self._bytes[first : end - 1].decode("utf-8", "surrogatepass")

    def holding(self, word: str) -> NDArray[np.int64]:
        """Return the places of the articles whose name holds the word, in order; of an empty one, all."""
        if not word:
            return np.arange(len(self.codes))
        return self._bearing(list(self._found(word)))

    def _found(self, word: str) -> Iterator[int]:
        wanted, names, starts = word.encode("utf-8", "surrogatepass"), self._bytes, self._starts
        at = names.find(wanted)
        while at >= 0:
            code = int(starts.searchsorted(at, side="right")) - 1
            yield code
            at = names.find(wanted, int(starts[code + 1]))

    def within(self, text: str) -> Sequence[str]:
        """Return the names that stand in the text, in no order."""
        keys, order, lengths = self._by_key
        pieces = [
            text[start : start + length] for length in lengths for start in range(len(text) - length + 1)
        ]
        if not pieces or not len(keys):
            return ()
        wanted = np.fromiter(map(key, pieces), np.uint64, len(pieces))
        at = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
        return [self.distinct[code] for code in np.unique(order[at[keys[at] == wanted]]).tolist()]

    def of(self, name: str) -> NDArray[np.int64]:
        """Return the places of the articles of exactly that name, in order."""
        keys, order, _ = self._by_key
        at = int(keys.searchsorted(np.uint64(key(name))))
        is_there = at < len(keys) and self.distinct[int(order[at])] == name
        return self._bearing([int(order[at])] if is_there else [])

    def _bearing(self, codes: Sequence[int]) -> NDArray[np.int64]:
        if len(codes) == 1:
            return np.flatnonzero(self.codes == codes[0])
        return np.flatnonzero(np.isin(self.codes, np.array(codes, dtype=np.int32)))


def names_of(names: Iterable[str]) -> Names:
    """Return the names of articles, given in the articles' order; empty for one that has none."""
    known: dict[str, int] = {}
    codes = [
        known.setdefault(name.replace(_END, " "), len(known)) if name else NONE for name in names
    ]  # a zero is where a name ends
    joined = "".join(name + _END for name in known).encode("utf-8", "surrogatepass")
    return Names(np.frombuffer(joined, np.uint8), np.array(codes, dtype=np.int32))


def joined_names(parts: Sequence[tuple[Names, NDArray[np.int64]]]) -> Names:
    """Return the names of the articles at these places of each part, one part's after the other's."""
    return names_of(names.name(place) for names, places in parts for place in places.tolist())
