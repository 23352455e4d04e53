"""Names of articles in columns: who bears one, which of them stand in a text, which hold a word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.language.keys import key, passing_key

__all__ = ["NONE", "Names", "bare", "joined_names", "names_of"]

NONE = -1
"""The code of an article without such a name."""
_END = "\0"
_NOT_BARE = re.compile(r"\W")


@dataclass(frozen=True, eq=False)
class Names:
    """The names of one kind that articles bear, such as their titles, folded; each distinct one is kept once.

    All of it is arrays that can lie on disk, in the order of the names' keys: of many names only those asked for are read.
    """

    text: NDArray[np.uint8]
    """The distinct names in UTF-8, each with a zero after it."""
    codes: NDArray[np.int32]
    """For each article the number of its name, NONE if it has none."""
    keys: NDArray[np.uint64]
    """Ascending: the names' keys."""
    bare: NDArray[np.uint64]
    """The keys of the names' letters and digits alone."""
    lengths: NDArray[np.int32]
    """The names' lengths in characters."""

    @property
    def distinct(self) -> tuple[str, ...]:
        """The distinct names, by their numbers."""
        return tuple(map(self._at, range(len(self.keys))))

    @cached_property
    def _bytes(self) -> bytes:
        return self.text.tobytes()

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.flatnonzero(self.text == 0) + 1])

    @cached_property
    def _different_lengths(self) -> list[int]:
        # np.unique would load numpy.ma, which takes a hundredth of a second of a question from a stand-still
        lengths: list[int] = np.flatnonzero(np.bincount(self.lengths)).tolist()
        return lengths

    def name(self, place: int) -> str:
        """Return the name of the article at this place; empty if it has none."""
        code = int(self.codes[place])
        return "" if code == NONE else self._at(code)

    def _at(self, code: int) -> str:
        first, end = self._starts[code : code + 2].tolist()
        return self.text[first : end - 1].tobytes().decode("utf-8", "surrogatepass")

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
        pieces = [
            text[start : start + length]
            for length in self._different_lengths
            for start in range(len(text) - length + 1)
        ]
        if not pieces or not len(self.keys):
            return ()
        # in order, they are found one near the other
        wanted = np.sort(np.fromiter(map(passing_key, pieces), np.uint64, len(pieces)))
        at = np.minimum(self.keys.searchsorted(wanted), len(self.keys) - 1)
        return [self._at(code) for code in sorted(set(at[self.keys[at] == wanted].tolist()))]

    def of(self, name: str) -> NDArray[np.int64]:
        """Return the places of the articles of exactly that name, in order."""
        at = int(self.keys.searchsorted(np.uint64(key(name))))
        is_there = at < len(self.keys) and self._at(at) == name
        return self._bearing([at] if is_there else [])

    def of_bare(self, letters: str) -> NDArray[np.int64]:
        """Return the places of the articles whose name has these letters and digits, and no others, in order."""
        codes = np.flatnonzero(self.bare == np.uint64(key(letters))).tolist() if letters else []
        return self._bearing(codes)

    def _bearing(self, codes: Sequence[int]) -> NDArray[np.int64]:
        # most texts name nothing, and to look through a hundred thousand articles takes longer than all the rest
        if not codes:
            return np.zeros(0, dtype=np.int64)
        if len(codes) == 1:
            return np.flatnonzero(self.codes == codes[0])
        return np.flatnonzero(np.isin(self.codes, np.array(codes, dtype=np.int32)))

    def pieces(self, codes: NDArray[np.int64]) -> list[bytes]:
        """Return the names of these numbers as they lie in the text."""
        content = self.text.data
        firsts, ends = self._starts[codes].tolist(), self._starts[codes + 1].tolist()
        return [bytes(content[first:end]) for first, end in zip(firsts, ends, strict=True)]


def bare(name: str) -> str:
    """Return the letters and digits of the name."""
    return _NOT_BARE.sub("", name)


def names_of(names: Iterable[str]) -> Names:
    """Return the names of articles, given in the articles' order; empty for one that has none."""
    every = [name.replace(_END, " ") for name in names]  # a zero is where a name ends
    known = {key(name): name for name in every if name}
    in_order = [known[one] for one in sorted(known)]
    numbers = {name: number for number, name in enumerate(in_order)}
    joined = "".join(name + _END for name in in_order).encode("utf-8", "surrogatepass")
    return Names(
        np.frombuffer(joined, np.uint8),
        np.array([numbers.get(name, NONE) for name in every], dtype=np.int32),
        np.array(sorted(known), dtype=np.uint64),
        np.array([key(bare(name)) for name in in_order], dtype=np.uint64),
        np.array(list(map(len, in_order)), dtype=np.int32),
    )


def joined_names(parts: Sequence[tuple[Names, NDArray[np.int64]]]) -> Names:
    """Return the names of the articles at these places of each part, one part's after the other's."""
    codes = [names.codes[places] for names, places in parts]
    # a name that no article bears any more is left out
    used = [np.unique(some[some != NONE]) for some in codes]
    keys = np.concatenate([names.keys[some] for (names, _), some in zip(parts, used, strict=True)])
    distinct, firsts = np.unique(keys, return_index=True)
    pieces = [piece for (names, _), some in zip(parts, used, strict=True) for piece in names.pieces(some)]

    def column(name: str) -> NDArray[np.generic]:
        every = [getattr(names, name)[some] for (names, _), some in zip(parts, used, strict=True)]
        joined: NDArray[np.generic] = np.concatenate(every)[firsts]
        return joined

    return Names(
        np.frombuffer(b"".join([pieces[first] for first in firsts.tolist()]), np.uint8),
        np.concatenate(
            [_renumbered(names, some, distinct) for (names, _), some in zip(parts, codes, strict=True)]
        ),
        distinct.astype(np.uint64),
        column("bare").astype(np.uint64),
        column("lengths").astype(np.int32),
    )


def _renumbered(names: Names, codes: NDArray[np.int32], keys: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return the codes as numbers of the names with these keys."""
    if not len(names.keys):
        return codes
    return np.where(codes == NONE, NONE, keys.searchsorted(names.keys[codes])).astype(np.int32)
