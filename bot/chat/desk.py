"""Where every door asks: the library's shelves, each with an answerer that is as new as the shelf."""

import threading
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.library import Library
from bot.model import PUBLIC_SHELF, Answer, Article, Question
from bot.retrieval.engine import Engine

__all__ = ["Desk", "Shelf"]


_HITS = 20
"""How many hits an answer has: enough to page through."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf as it stands: its name, its revision, and who answers from it."""

    name: str
    revision: int
    answerer: Answerer


class Desk:
    """Answers questions on any shelf of `library`; sees what other processes add or remove."""

    def __init__(self, library: Library, engine: type[Engine]) -> None:
        self._library = library
        self._engine = engine
        self._shelves: dict[str, Shelf] = {}
        self._lock = threading.Lock()

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
        """The shelf as it is now, made ready where it changed. Raises UnknownShelf, LibraryUnavailable."""
        revision = self._library.revision(name)
        known = self._shelves.get(name)
        if known is None or known.revision != revision:
            with self._lock:
                answerer = Answerer(self._library.articles(name), self._engine, hits=_HITS)
                known = Shelf(name, revision, answerer)
                self._shelves[name] = known
        return known
