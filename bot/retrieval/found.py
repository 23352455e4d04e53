"""Terms of documents in a folder, searched by tantivy, which finds but does not judge.

Its BM25 has parameters of its own and knows a document's length in one byte only, so that what it finds is scored again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.postings import Postings
from bot.retrieval.tokens import documents_of, tokens_of

if TYPE_CHECKING:
    import tantivy

__all__ = ["Finder", "FoundDocument", "FoundWriter", "IndexBusy", "is_installed", "writing"]

_TERMS, _ARTICLE, _DOCUMENT, _STAMP = "terms", "article", "document", "stamp"
_CHANGE_BYTES = 64_000_000
"""The memory that a change may take while it is written; a piece of more than that is parted."""
_FREQUENCIES = "freq"
_LAST = 5
"""One of so many of the documents found: where these last ones are all equally good, more of their kind may be left out …"""
_EQUALS = 4
"""… so that as many times as many are looked at, and the first of them are found."""
_PLACES = 4
"""The decimals by which scores are told apart."""


class IndexBusy(Exception):
    """Somebody else writes to the folder just now."""


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

        self._tantivy = tantivy
        with _failing_as_damage():
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            index.reload()
            self._schema, self._searcher = index.schema, index.searcher()

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
            return self._found(keys, limit, within)

    def _found(
        self, keys: NDArray[np.uint64], limit: int, within: Sequence[int] | None
    ) -> list[FoundDocument]:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        terms = [
            (occur.Should, query.term_query(self._schema, _TERMS, token, _FREQUENCIES))
            for token in tokens_of(keys).split()
        ]
        asked = query.boolean_query(terms)
        if within is not None:
            only = query.const_score_query(query.term_set_query(self._schema, _ARTICLE, list(within)), 0.0)
            asked = query.boolean_query([(occur.Must, asked), (occur.Must, only)])
        scored = self._scored(asked, limit)
        at = [address for _, address in scored]
        columns = (self._searcher.fast_field_values(name, at) for name in (_ARTICLE, _DOCUMENT, _STAMP))
        found = [FoundDocument(*map(int, row)) for row in zip(*columns, strict=True)]
        order = sorted(zip((-score for score, _ in scored), found, strict=True))
        return [each for _, each in order[:limit]]

    def _scored(self, asked: "tantivy.Query", limit: int) -> list[tuple[float, Any]]:
        """Return the scores and addresses of the best documents, and of some more that are as good as the last."""
        hits = self._hits(asked, limit)
        # which of equals it returns is by chance, and another after each change: of copies of a text, another source
        if len(hits) == limit > 1 and hits[-1][0] == hits[-1 - max(1, limit // _LAST)][0]:
            last = hits[-1][0]
            hits = [hit for hit in self._hits(asked, _EQUALS * limit) if hit[0] >= last]
        return hits

    def _hits(self, asked: "tantivy.Query", limit: int) -> list[tuple[float, Any]]:
        hits = self._searcher.search(asked, limit, count=False).hits
        # the same numbers added up in another order differ in the last place
        return [(round(score, _PLACES), address) for score, address in hits]


class FoundWriter:
    """Adds to a folder's documents and takes from them, until it is closed; one at a time, over all processes."""

    def __init__(self, writer: "tantivy.IndexWriter") -> None:
        import tantivy

        self._writer, self._document = writer, tantivy.Document

    def add(self, article: int, stamp: int, postings: Postings) -> None:
        """Add the documents of an article."""
        for number, tokens in enumerate(documents_of(postings)):
            document = self._document()
            document.add_text(_TERMS, tokens)
            document.add_integer(_ARTICLE, article)
            document.add_unsigned(_DOCUMENT, number)
            document.add_unsigned(_STAMP, stamp)
            self._writer.add_document(document)

    def remove(self, article: int) -> None:
        """Take out the documents of an article that were there before."""
        self._writer.delete_documents_by_term(_ARTICLE, article)

    @property
    def committed(self) -> int:
        """What tells the last commit before this writer began from all others."""
        return int(self._writer.commit_opstamp)

    def commit(self) -> int:
        """Make all of it visible at once, and keep it; return what tells this commit from all others."""
        return int(self._writer.commit())


@contextmanager
def writing(folder: Path, heap_bytes: int = _CHANGE_BYTES, *, settled: bool = True) -> Iterator[FoundWriter]:
    """Yield the folder's writer; if `settled`, wait in the end until small pieces are joined.

    What fills `heap_bytes` of memory becomes a piece of its own; the fewer there are, the sooner a search is done. What
    is not committed is forgotten. Raises IndexBusy, OSError, ValueError.
    """
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field(_TERMS, tokenizer_name="whitespace", index_option=_FREQUENCIES)
    schema.add_integer_field(_ARTICLE, indexed=True, fast=True)
    schema.add_unsigned_field(_DOCUMENT, fast=True)
    schema.add_unsigned_field(_STAMP, fast=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    try:
        # each thread would write pieces of its own
        writer = index.writer(heap_bytes, num_threads=1)
    except ValueError as error:
        raise IndexBusy(folder.name) from error
    try:
        yield FoundWriter(writer)
    except BaseException:
        writer.rollback()
        raise
    finally:
        if settled:
            writer.wait_merging_threads()


@contextmanager
def _failing_as_damage() -> Iterator[None]:
    """Raise ValueError for whatever tantivy raises: of a damaged folder even a panic, which is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise ValueError(f"tantivy: {error}") from error
