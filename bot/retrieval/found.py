"""Terms of documents in a folder, searched by tantivy, which finds but does not judge.

Its BM25 has parameters of its own and knows a document's length in one byte only, so that what it finds is scored again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.found_writer import ARTICLE, DOCUMENT, FREQUENCIES, STAMP, TERMS
from bot.retrieval.tokens import tokens_of

if TYPE_CHECKING:
    import tantivy

__all__ = ["Finder", "FoundDocument", "is_installed"]

_LAST = 5
"""One of so many of the documents found: where these last ones are all equally good, more of their kind may be left out …"""
_EQUALS = 4
"""… so that as many times as many are looked at, and the first of them are found."""
_PLACES = 4
"""The decimals by which scores are told apart."""


class FoundDocument(NamedTuple):
    """A document by its article's number and its own, and the stamp of the text that it was made of."""

    article: int
    document: int
    stamp: int


def is_installed() -> bool:
    """Return whether tantivy is there."""
    from importlib.util import find_spec

    return find_spec("tantivy") is not None


class Finder:
    """The documents of a folder as the last commit left them. Raises OSError or ValueError if they cannot be read."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy, self._folder = tantivy, folder
        self._searcher = self._opened()

    def _opened(self) -> "tantivy.Searcher":
        with _failing_as_damage():
            index = self._tantivy.Index.open(str(self._folder))
            index.config_reader("manual")
            index.reload()
            self._schema = index.schema
            return index.searcher()

    def reopen(self) -> None:
        """Open the folder anew, so that what was looked at of it leaves the process's memory."""
        # whoever builds an index anew removes the old one: it is searched as it was until somebody notices
        with suppress(OSError, ValueError):
            self._searcher = self._opened()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    @property
    def pieces(self) -> int:
        """Of how many pieces it is; each commit adds one, and many make a search slow."""
        return int(self._searcher.num_segments)

    def found(
        self, keys: NDArray[np.uint64], limit: int, within: Sequence[int] | None = None
    ) -> list[FoundDocument]:
        """Return about the best `limit` documents that hold any of the terms, ties in order; `within` are the only articles.

        Raises ValueError if the folder is damaged.
        """
        with _failing_as_damage():
            return self._found(self._searcher, keys, limit, within)

    def _found(
        self,
        searcher: "tantivy.Searcher",
        keys: NDArray[np.uint64],
        limit: int,
        within: Sequence[int] | None,
    ) -> list[FoundDocument]:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        terms = [
            (occur.Should, query.term_query(self._schema, TERMS, token, FREQUENCIES))
            for token in tokens_of(keys).split()
        ]
        asked = query.boolean_query(terms)
        if within is not None:
            only = query.const_score_query(query.term_set_query(self._schema, ARTICLE, list(within)), 0.0)
            asked = query.boolean_query([(occur.Must, asked), (occur.Must, only)])
        scored = _scored(searcher, asked, limit)
        at = [address for _, address in scored]
        columns = (searcher.fast_field_values(name, at) for name in (ARTICLE, DOCUMENT, STAMP))
        found = [FoundDocument(*map(int, row)) for row in zip(*columns, strict=True)]
        order = sorted(zip((-score for score, _ in scored), found, strict=True))
        return [each for _, each in order[:limit]]


@contextmanager
def _failing_as_damage() -> Iterator[None]:
    """Raise ValueError for whatever tantivy raises: of a damaged folder even a panic, which is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise ValueError(f"tantivy: {error}") from error


def _scored(searcher: "tantivy.Searcher", asked: "tantivy.Query", limit: int) -> list[tuple[float, Any]]:
    """Return the scores and addresses of the best documents, and of some more that are as good as the last."""
    hits = _hits(searcher, asked, limit)
    # which of equals it returns is by chance, and another after each change: of copies of a text, another source
    if len(hits) == limit > 1 and hits[-1][0] == hits[-1 - max(1, limit // _LAST)][0]:
        last = hits[-1][0]
        hits = [hit for hit in _hits(searcher, asked, _EQUALS * limit) if hit[0] >= last]
    return hits


def _hits(searcher: "tantivy.Searcher", asked: "tantivy.Query", limit: int) -> list[tuple[float, Any]]:
    hits = searcher.search(asked, limit, count=False).hits
    # the same numbers added up in another order differ in the last place
    return [(round(score, _PLACES), address) for score, address in hits]
