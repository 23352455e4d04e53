"""Where every door asks: the library's shelves, each with an answerer that is as new as the shelf."""

import threading

from bot.answering.answerer import Answerer
from bot.library import Library
from bot.model import PUBLIC_SHELF, Answer, Article, Question
from bot.retrieval.engine import Engine

__all__ = ["Desk"]


class Desk:
    """Answers questions on any shelf of `library`; sees what other processes add or remove."""

    def __init__(self, library: Library, engine: type[Engine]) -> None:
        self._library = library
        self._engine = engine
        self._answerers: dict[str, tuple[int, Answerer]] = {}
        self._lock = threading.Lock()

    def ask(self, question: Question) -> Answer:
        """The answer from the shelf as it is now. Raises UnknownShelf, LibraryUnavailable."""
        return self._answerer(question.shelf).ask(question)

    def articles(self, shelf: str = PUBLIC_SHELF) -> tuple[Article, ...]:
        """The articles on the shelf, those added first first. Raises UnknownShelf."""
        return self._answerer(shelf).articles

    def suggestions(self, shelf: str = PUBLIC_SHELF) -> tuple[str, ...]:
        """A few things that can be asked of the shelf with success. Raises UnknownShelf."""
        return self._answerer(shelf).suggestions

    def _answerer(self, shelf: str) -> Answerer:
        revision = self._library.revision(shelf)
        known = self._answerers.get(shelf)
        if known is None or known[0] != revision:
            with self._lock:
                known = (revision, Answerer(self._library.articles(shelf), self._engine))
                self._answerers[shelf] = known
        return known[1]
