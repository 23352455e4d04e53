"""What an archive is measured with: Zhaiyin, and engines alone over the same texts."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np

from bot.answering.answerer import Answerer
from bot.answering.index.disk.disk_index import DiskIndex
from bot.answering.sources.finding import Order, found, ordered
from bot.assistant.archive import Archive
from bot.assistant.desk import Desk
from bot.assistant.large_shelves import LARGE
from bot.language.keys import key
from bot.language.normalise import folded
from bot.language.terms import question_terms, terms
from bot.language.vocabulary import NO_WORDS
from bot.library import Library
from bot.library.rows import row_of
from bot.model import PUBLIC_SHELF, Article, PassageAnswer, Question, Source
from bot.retrieval.memory import MemoryEngine
from bot.storage.database import open_database
from bot.storage.schema import articles as article_rows
from bot.storage.schema import shelves

__all__ = ["COMPARED", "SYSTEMS", "System", "Zhaiyin"]

_HITS = 20
_NEWER = Article(Source(title="后来添上的一篇"), "铅笔盒里住着一只会唱歌的蜗牛，它每天唱三首歌。")
_ABOUT_IT = "铅笔盒里的蜗牛每天唱几首歌"


class System(Protocol):
    """Something that finds passages; it is built in one process and asked in another, if it can be kept."""

    def build(self, texts: Iterable[Article], folder: Path) -> None:
        """Build it of the texts."""

    def open(self, folder: Path) -> None:
        """Open what was built; whoever cannot keep anything has it already."""

    def ask(self, question: str) -> object:
        """Return what it finds."""

    def add(self) -> bool | None:
        """Take one text more; return whether it is found, None if all has to be built anew for it."""


class Plain:
    """rank_bm25's Okapi as it comes, over jieba's words."""

    def build(self, texts: Iterable[Article], folder: Path) -> None:  # noqa: ARG002
        """Build it."""
        import jieba
        from rank_bm25 import BM25Okapi

        self._cut = jieba.lcut
        self._index = BM25Okapi([jieba.lcut(article.text) for article in texts])

    def open(self, folder: Path) -> None:
        """Do nothing."""

    def ask(self, question: str) -> object:
        """Return the numbers of the best."""
        return np.argsort(-self._index.get_scores(self._cut(question)))[:_HITS]

    def add(self) -> bool | None:
        """Return None."""
        return None


class Bm25s:
    """bm25s over our terms: search alone."""

    def build(self, texts: Iterable[Article], folder: Path) -> None:
        """Build and keep it."""
        import bm25s  # type: ignore[import-untyped, import-not-found, unused-ignore]  # installed where it is measured

        index = bm25s.BM25(method="lucene", k1=0.6, b=0.6)
        index.index([terms(article.text) for article in texts], show_progress=False)
        index.save(folder)

    def open(self, folder: Path) -> None:
        """Load it, mapped."""
        import bm25s

        self._index = bm25s.BM25.load(folder, mmap=True)

    def ask(self, question: str) -> object:
        """Return the numbers of the best."""
        return self._index.retrieve([list(question_terms(folded(question)))], k=_HITS, show_progress=False)

    def add(self) -> bool | None:
        """Return None."""
        return None


class Tantivy:
    """tantivy over our terms: search alone."""

    def build(self, texts: Iterable[Article], folder: Path) -> None:
        """Build it in the folder."""
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        schema.add_unsigned_field("number", fast=True)
        writer = tantivy.Index(schema.build(), path=str(folder)).writer(128_000_000, 1)
        for number, article in enumerate(texts):
            self._write(writer, number, article.text)
        writer.commit()
        writer.wait_merging_threads()

    def _write(self, writer: "object", number: int, text: str) -> None:
        import tantivy

        document = tantivy.Document()
        document.add_text("terms", " ".join(f"{key(term):016x}" for term in terms(text)))
        document.add_unsigned("number", number)
        writer.add_document(document)  # type: ignore[attr-defined]

    def open(self, folder: Path) -> None:
        """Open the folder."""
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def ask(self, question: str) -> object:
        """Return the numbers of the best."""
        import tantivy

        wanted = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._index.schema, "terms", f"{key(term):016x}", "freq"),
            )
            for term in question_terms(folded(question))
        ]
        found = self._searcher.search(tantivy.Query.boolean_query(wanted), _HITS, count=False)
        return self._searcher.fast_field_values("number", [address for _, address in found.hits])

    def add(self) -> bool | None:
        """Add a text and find it."""
        writer = self._index.writer(64_000_000, 1)
        self._write(writer, 10**9, _NEWER.text)
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        found = self.ask(_ABOUT_IT)
        return isinstance(found, Sequence) and found[0] == 10**9


class Zhaiyin:
    """Zhaiyin as its doors ask it: question → answer, in memory or on disk as it chooses by itself."""

    large: ClassVar = LARGE
    """Characters from which on it is on disk."""

    def build(self, texts: Iterable[Article], folder: Path) -> None:
        """Fill a library in one go, and index it."""
        engine = open_database(_url(folder))
        with engine.begin() as connection:
            connection.execute(shelves.update().values(revision=1))
            rows = []
            for article in texts:
                rows.append(row_of(article, PUBLIC_SHELF, "generated"))
                if len(rows) == 1_000:
                    connection.execute(article_rows.insert().prefix_with("OR IGNORE"), rows)
                    rows = []
            if rows:
                connection.execute(article_rows.insert().prefix_with("OR IGNORE"), rows)
        engine.dispose()
        library = Library.at(_url(folder))
        desk = self._desk(library, folder)
        if library.size().characters >= self.large and isinstance(desk.archive, Archive):
            index: DiskIndex = desk.archive.index(PUBLIC_SHELF)
            index.build()
        else:
            desk.shelf()
        library.close()

    def open(self, folder: Path) -> None:
        """Open the library and its desk."""
        self._library = Library.at(_url(folder))
        self._opened = self._desk(self._library, folder)

    def ask(self, question: str) -> object:
        """Return the answer, its first hit made."""
        answer = self._opened.ask(Question(question))
        return answer.hits[0] if isinstance(answer, PassageAnswer) else answer

    def add(self) -> bool | None:
        """Add an article and find it."""
        self._library.add(_NEWER)
        for _ in range(100):
            hit = self.ask(_ABOUT_IT)
            if getattr(getattr(hit, "article", None), "id", "") == _NEWER.id:
                return True
        return False

    def verify(self, claim: str) -> object:
        """Return where the words stand."""
        return self._opened.shelf().answerer.verifier.verify(claim)

    def catalogue(self, title: str) -> object:
        """Return whose article of that title is, as its source says."""
        return self._opened.ask(Question(f"《{title}》是谁写的"))

    def listed(self, word: str) -> object:
        """Return a page of the articles with a word in their titles, in the order of titles."""
        return ordered(found(self._opened.articles(), word), Order.TITLE)[:_HITS]

    def suggestions(self) -> object:
        """Return what could be asked, as it is remembered once it was asked."""
        return self._opened.suggestions()

    def first_suggestions(self) -> object:
        """Return what could be asked, reckoned anew as after a start."""
        known = self._opened.shelf().answerer
        assert isinstance(known, Answerer)
        return Answerer(known.index).suggestions

    def where(self) -> str:
        """Return whether the shelf is in memory or on disk."""
        answerer = self._opened.shelf().answerer
        return type(answerer.index).__name__ if isinstance(answerer, Answerer) else "several"

    def _desk(self, library: Library, folder: Path) -> Desk:
        return Desk(library, MemoryEngine, NO_WORDS, folder / "indexes", self.large)


class InMemory(Zhaiyin):
    """Zhaiyin whose shelf is in memory, however large."""

    large: ClassVar = 10**12


class OnDisk(Zhaiyin):
    """Zhaiyin whose shelf is on disk, however small."""

    large: ClassVar = 1


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'zhaiyin.db'}"


PEERS: dict[str, type[System]] = {"plain": Plain, "bm25s": Bm25s, "tantivy": Tantivy}
SYSTEMS: dict[str, type[System]] = {**PEERS, "Zhaiyin": Zhaiyin, "memory": InMemory, "disk": OnDisk}
COMPARED = (*PEERS, "Zhaiyin")
"""Those that are measured unless others are named."""
