"""Where every door asks: the library's shelves, each with an answerer that is as new as the shelf."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from zlib import crc32

from bot.answering.answerer import Answerer
from bot.answering.index.passage_index import index_in_processes
from bot.answering.index.shelf import ShelfIndex
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.library import Library
from bot.model import PUBLIC, Answer, Article, Question, ShelfRef
from bot.notebook import belongs_to_a_chat
from bot.retrieval.engine import Engine

__all__ = ["Desk", "Shelf"]


_HITS = 20
"""How many hits an answer has: enough to page through."""
_PATIENCE_S = 0.5
"""How long a shelf that changed may be in the making before questions are answered from the shelf as it was."""
_A_FEW = 3
"""How many changes at once somebody makes by hand; where more come, a whole folder is being added."""
_REST = 3
"""How many times as long as it took to be made ready a shelf is left alone while many changes come."""
_LONGEST_REST_S = 2.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf as it stands: which ones it joins, their revisions, and who answers from it."""

    ref: ShelfRef
    revisions: tuple[int, ...]
    answerer: Answerer
    took_s: float = 0.0
    """How long it took to be made ready."""
    made_at: float = 0.0
    """When it was, on the monotonic clock."""

    @property
    def revision(self) -> int:
        """A number for the revisions of joined shelves; that of a single shelf is its own."""
        if len(self.revisions) == 1:
            return self.revisions[0]
        return crc32(repr(list(self.revisions)).encode()) >> 1

    def is_being_filled(self, revisions: tuple[int, ...]) -> bool:
        """Whether many changes came since it was made, just now, and more are to be expected."""
        changes = sum(abs(now - then) for now, then in zip(revisions, self.revisions, strict=True))
        return changes > _A_FEW and monotonic() < self.made_at + 2 * _LONGEST_REST_S

    @property
    def rests(self) -> bool:
        """Whether it was made ready only just, for as long as that took."""
        return monotonic() < self.made_at + min(_REST * self.took_s, _LONGEST_REST_S)


class _Making(NamedTuple):
    """A shelf in the making, and since when on the monotonic clock."""

    result: Future[None]
    since: float

    def is_done(self) -> bool:
        """Whether it is made, or will be before anybody loses patience. Raises what making it raised."""
        wait([self.result], self.since + _PATIENCE_S - monotonic())
        if self.result.done():
            self.result.result()
        return self.result.done()


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
        self._shelves: dict[ShelfRef, Shelf] = {}
        self._in_work: dict[ShelfRef, _Making] = {}
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="shelf")
        self._lock = threading.Lock()

    @property
    def library(self) -> Library:
        """The library whose shelves are asked here."""
        return self._library

    @property
    def vocabulary(self) -> Vocabulary:
        """The operator's own words and synonyms, as the shelves are searched with them."""
        return self._vocabulary

    def drop(self, shelf: str) -> None:
        """Take the shelf away with all that is on it, for good: out of the library and out of memory."""
        self._library.drop(shelf)
        for ref in list(self._shelves):
            if shelf in ref.names:
                self._shelves.pop(ref, None)

    def ask(self, question: Question, shelf: ShelfRef = PUBLIC) -> Answer:
        """The answer from the shelf as it is now. Raises UnknownShelf, LibraryUnavailable."""
        return self.shelf(shelf).answerer.ask(question)

    def articles(self, shelf: ShelfRef = PUBLIC) -> tuple[Article, ...]:
        """The articles on the shelf, those added first first. Raises UnknownShelf."""
        return self.shelf(shelf).answerer.articles

    def suggestions(self, shelf: ShelfRef = PUBLIC) -> tuple[str, ...]:
        """A few things that can be asked of the shelf with success. Raises UnknownShelf."""
        return self.shelf(shelf).answerer.suggestions

    def warm_up(self) -> None:
        """Have everything cut, indexed and loaded before the first question, which else waits a second for it."""
        answerer = self.shelf().answerer
        answerer.warm_up()
        suggestion = next(iter(answerer.suggestions), "")
        # the second is a near miss, for which the dictionary of sounds is looked into
        for text in (suggestion, f"{suggestion}明天会下雨吗"):
            self.ask(Question(text))

    def shelf(self, ref: ShelfRef = PUBLIC) -> Shelf:
        """The shelf as it is now; several are asked as one. Raises UnknownShelf, LibraryUnavailable.

        Where it changed, it is made ready anew. A large one goes on answering as it was until that is done.
        """
        until = monotonic() + _PATIENCE_S
        while True:
            revisions = self._revisions(ref)
            known = self._shelves.get(ref)
            if known is None:
                self._making(ref).result.result()
                continue
            filling = known.is_being_filled(revisions)
            if known.revisions == revisions or (filling and known.rests) or monotonic() > until:
                return known
            making = self._making(ref)
            if filling or not making.is_done():
                return known

    def _revisions(self, ref: ShelfRef) -> tuple[int, ...]:
        return tuple(self._library.revision(name) for name in ref.names)

    def _making(self, ref: ShelfRef) -> _Making:
        """The shelf in the making; one thread makes it, whoever else asks waits for the same."""
        with self._lock:
            making = self._in_work.get(ref)
            if making is None:
                making = self._in_work[ref] = _Making(self._workers.submit(self._make, ref), monotonic())
            return making

    def _make(self, ref: ShelfRef) -> None:
        try:
            began, revisions = monotonic(), self._revisions(ref)
            known = self._shelves.get(ref)
            if known is not None and known.revisions == revisions:
                return  # somebody asked for it while it was being finished
            answerer = self._answerer(ref.names, known)
            self._revisions(
                ref
            )  # raises where the shelf was dropped meanwhile: then it is not kept in memory
            self._shelves[ref] = Shelf(ref, revisions, answerer, monotonic() - began, monotonic())
        finally:
            with self._lock:
                self._in_work.pop(ref, None)

    def _answerer(self, names: Sequence[str], known: Shelf | None) -> Answerer:
        """Who answers from the shelves `names` as they are now; `known` is what they were."""
        articles: dict[str, Article] = {}
        for article in (article for name in names for article in self._library.articles(name)):
            articles.setdefault(article.id, article)
        index = ShelfIndex(
            tuple(articles.values()),
            self._engine,
            self._vocabulary,
            # what a chat handed over leaves no trace beside the library, where it can be forgotten
            cache_folder=None if any(map(belongs_to_a_chat, names)) else self._keep,
            previous=known.answerer.index if known is not None else None,
            index=index_in_processes,
        )
        return Answerer(index, hits=_HITS)
