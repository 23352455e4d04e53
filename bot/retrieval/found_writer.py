"""Terms of documents written to a folder, where tantivy finds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.retrieval.postings import Postings
from bot.retrieval.tokens import documents_of

if TYPE_CHECKING:
    import tantivy

__all__ = ["ARTICLE", "DOCUMENT", "FREQUENCIES", "STAMP", "TERMS", "FoundWriter", "IndexBusy", "writing"]

TERMS, ARTICLE, DOCUMENT, STAMP = "terms", "article", "document", "stamp"
"""The fields of a document."""
FREQUENCIES = "freq"
"""What the index keeps of a term in a document: how often, and not where."""
_CHANGE_BYTES = 64_000_000
"""The memory that a change may take while it is written; a piece of more than that is parted."""


class IndexBusy(Exception):
    """Somebody else writes to the folder just now."""


class FoundWriter:
    """Adds to a folder's documents and takes from them, until it is closed; one at a time, over all processes."""

    def __init__(self, writer: "tantivy.IndexWriter") -> None:
        import tantivy

        self._writer, self._document = writer, tantivy.Document

    def add(self, article: int, stamp: int, postings: Postings) -> None:
        """Add the documents of an article."""
        for number, tokens in enumerate(documents_of(postings)):
            document = self._document()
            document.add_text(TERMS, tokens)
            document.add_integer(ARTICLE, article)
            document.add_unsigned(DOCUMENT, number)
            document.add_unsigned(STAMP, stamp)
            self._writer.add_document(document)

    def remove(self, article: int) -> None:
        """Take out the documents of an article that were there before."""
        self._writer.delete_documents_by_term(ARTICLE, article)

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
    schema.add_text_field(TERMS, tokenizer_name="whitespace", index_option=FREQUENCIES)
    schema.add_integer_field(ARTICLE, indexed=True, fast=True)
    schema.add_unsigned_field(DOCUMENT, fast=True)
    schema.add_unsigned_field(STAMP, fast=True)
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
