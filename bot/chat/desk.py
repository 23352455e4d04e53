"""Where every door asks: the library's shelves, each with an answerer that is as new as the shelf."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from bot.answering.answerer import Answerer
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.library import Library
from bot.model import PUBLIC_SHELF, Answer, Article, Question
from bot.notebook import belongs_to_a_chat
from bot.retrieval.engine import Engine

__all__ = ["Desk", "Shelf"]


_HITS = 20
"""How many hits an answer has: enough to page through."""
_JOINT = "+"
_PATIENCE_S = 0.5
"""How long a question waits for a shelf that changed before it is answered from the shelf as it was."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf as it stands: its name, its revision, and who answers from it."""

    name: str
    revision: int
    answerer: Answerer


class Desk:
    """Answers questions on any shelf of `library`; sees what other processes add or remove."""

    def __init__(
        self,
        library: Library,
        engine: type[Engine],
        vocabulary: Vocabulary = NO_WORDS,
        keep: Path | None = None,
    ) -> None:
        self._library = library
        self._engine = engine
        self._vocabulary = vocabulary
        self._keep = keep
        self._shelves: dict[str, Shelf] = {}
        self._in_work: dict[tuple[str, int], Future[Shelf]] = {}
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="shelf")
        self._lock = threading.Lock()

    @property
    def library(self) -> Library:
        """The library whose shelves are asked here."""
        return self._library

    def drop(self, shelf: str) -> None:
        """Take the shelf away with all that is on it, for good: out of the library and out of memory."""
        self._library.drop(shelf)
        for name in list(self._shelves):
            if shelf in name.split(_JOINT):
                self._shelves.pop(name, None)

    def ask(self, question: Question) -> Answer:
        """The answer from the shelf as it is now. Raises UnknownShelf, LibraryUnavailable."""
        return self.shelf(question.shelf).answerer.ask(question)

    def articles(self, shelf: str = PUBLIC_SHELF) -> tuple[Article, ...]:
        """The articles on the shelf, those added first first. Raises UnknownShelf."""
        return self.shelf(shelf).answerer.articles

    def suggestions(self, shelf: str = PUBLIC_SHELF) -> tuple[str, ...]:
        """A few things that can be asked of the shelf with success. Raises UnknownShelf."""
        return self.shelf(shelf).answerer.suggestions

    def shelf(self, name: str = PUBLIC_SHELF) -> Shelf:
        """The shelf as it is now; several joined by `+` are asked as one. Raises UnknownShelf, LibraryUnavailable.

        Where it changed, it is made ready anew. A large one goes on answering as it was until that is done.
        """
        revision = self._revision(name)
        known = self._shelves.get(name)
        if known is not None and known.revision == revision:
            return known
        making = self._making(name, revision)
        if known is None:
            return making.result()
        wait([making], _PATIENCE_S)
        return making.result() if making.done() else known

    def _revision(self, name: str) -> int:
        revisions = [self._library.revision(part) for part in name.split(_JOINT)]
        return revisions[0] if len(revisions) == 1 else crc32(repr(revisions).encode()) >> 1

    def _making(self, name: str, revision: int) -> Future[Shelf]:
        """The shelf in the making; one thread makes it, whoever else asks waits for the same."""
        with self._lock:
            making = self._in_work.get((name, revision))
            if making is None:
                making = self._in_work[name, revision] = self._workers.submit(self._made, name, revision)
            return making

    def _made(self, name: str, revision: int) -> Shelf:
        try:
            parts = name.split(_JOINT)
            articles: dict[str, Article] = {}
            for article in (article for part in parts for article in self._library.articles(part)):
                articles.setdefault(article.id, article)
            # what a chat handed over leaves no trace beside the library, where it can be forgotten
            keep = None if any(map(belongs_to_a_chat, parts)) else self._keep
            answerer = Answerer(
                tuple(articles.values()), self._engine, hits=_HITS, vocabulary=self._vocabulary, keep=keep
            )
            made = Shelf(name, revision, answerer)
            self._shelves[name] = made
            return made
        finally:
            with self._lock:
                self._in_work.pop((name, revision), None)
