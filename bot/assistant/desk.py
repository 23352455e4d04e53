"""The library's shelves, each with an up-to-date answerer; every door asks here."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple, TypeVar

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.index.passage_index import index_in_processes
from bot.answering.together import Together
from bot.assistant.archive import Archive
from bot.assistant.held_shelves import MEMORY_BYTES, HeldShelves, Shelf
from bot.assistant.large_shelves import LARGE, Asked, LargeShelves
from bot.errors import ArchiveUnavailable, LibraryUnavailable, ShelfChanged, UnknownShelf, ZhaiyinError
from bot.language.vocabulary import NO_WORDS, Vocabulary
from bot.library import Library
from bot.model import MOST_HITS, PUBLIC, Answer, Article, Question, ShelfRef
from bot.notebook import belongs_to_a_chat
from bot.remembered import forget_texts
from bot.retrieval.engine import Engine

__all__ = ["Desk", "Shelf"]


_log = logging.getLogger(__name__)
_PATIENCE_S = 0.5
"""How long questions wait for a changed shelf before they are answered from the shelf as it was."""
_LOOKS, _PAUSE_S = 10, 0.05
"""How often a large shelf is looked at that stays behind, since its index is away or another process is at it."""

_GONE_MEANWHILE = 3
"""How often a question is asked again, because an article was removed or changed while it was answered."""
_Answered = TypeVar("_Answered")


class _Preparation(NamedTuple):
    """The preparation of a shelf, and when it began on the monotonic clock."""

    result: Future[Shelf]
    since: float

    def is_done(self) -> bool:
        """Wait a while; return whether it is done. Raises what the preparation raised."""
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
        large: int = LARGE,
        memory_bytes: int = MEMORY_BYTES,
        archive: LargeShelves | None = None,
    ) -> None:
        """`keep` is the folder for indexes; a shelf of `large` characters is asked there, if tantivy is installed.

        With an `archive` large shelves are asked there instead. All shelves in memory take at most `memory_bytes`, as
        estimated.
        """
        self._library = library
        self._engine = engine
        self._vocabulary = vocabulary
        self._keep = keep
        if archive is None and keep is not None and Archive.is_possible():
            archive = Archive(keep / "shelves", library, vocabulary, large=large)
        self._archive = archive
        self._shelves = HeldShelves(memory_bytes)
        self._preparations: dict[ShelfRef, _Preparation] = {}
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="shelf")
        self._refresher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="refresh")
        self._refreshes = False
        self._lock = threading.Lock()
        self._is_away = False
        self._large: dict[str, bool] = {}
        library.on_loss(self._refresh_soon)

    @property
    def library(self) -> Library:
        """The library whose shelves are asked here."""
        return self._library

    @property
    def archive(self) -> LargeShelves | None:
        """Where large shelves are asked, on disk or in a cluster; None if that is not possible."""
        return self._archive

    @property
    def held(self) -> HeldShelves:
        """The shelves in memory."""
        return self._shelves

    @property
    def vocabulary(self) -> Vocabulary:
        """The operator's own words and synonyms, as the shelves are searched with them."""
        return self._vocabulary

    def drop(self, shelf: str) -> None:
        """Delete the shelf with all its articles for good, from the library and from memory."""
        self._library.drop(shelf)
        if self._archive is not None:
            self._archive.forget(shelf)
        self._shelves.drop(shelf)

    def refresh(self) -> None:
        """Let go of what shelves in memory have and the library no longer has. Raises LibraryUnavailable."""
        with self._lock:
            self._refreshes = False
        try:
            for ref in self._shelves.refs:
                with suppress(UnknownShelf):
                    self._preparation(ref).result.result()
        finally:
            forget_texts()

    def _refresh_soon(self) -> None:
        """Let go of it in a while, also if nobody asks."""
        with self._lock:
            waits, self._refreshes = self._refreshes, True
        if not waits:
            # at the end of the process there is no more room for it, and no need
            with suppress(RuntimeError):
                self._refresher.submit(self._refreshed)

    def _refreshed(self) -> None:
        try:
            self.refresh()
        except Exception as error:  # noqa: BLE001  # outermost of a thread: nobody else hears of what is raised here
            told = str(error) if isinstance(error, ZhaiyinError) else type(error).__name__
            _log.warning("shelves: what was removed stays in memory until they are asked (%s)", told)

    def ask(self, question: Question, shelf: ShelfRef = PUBLIC, of: str = "") -> Answer:
        """Return the answer from the shelf as it is now. Raises UnknownShelf, LibraryUnavailable.

        If the shelf has an article of the id `of`, it alone is asked.
        """
        return self.asked(shelf, lambda there: there.ask(question, of))

    def asked(self, ref: ShelfRef, ask: Callable[[Shelf], _Answered]) -> _Answered:
        """Return what `ask` makes of the shelf as it is now; again if it met an article that is gone since it was found."""
        for _ in range(_GONE_MEANWHILE):
            with suppress(ShelfChanged):
                return ask(self.shelf(ref))
        return ask(self.shelf(ref))

    def articles(self, shelf: ShelfRef = PUBLIC) -> Sequence[Article]:
        """Return the articles on the shelf, oldest addition first. Raises UnknownShelf."""
        return self.shelf(shelf).answerer.articles

    def added_at(
        self, shelf: ShelfRef = PUBLIC, of: Sequence[Article] | None = None
    ) -> Mapping[str, datetime]:
        """Return the time at which each article was added, `of` these or of all, by its id; nothing while the database fails."""
        ids = None if of is None else [article.id for article in of]
        try:
            return {
                id_: day
                for name in reversed(shelf.names)
                for id_, day in self._library.added_at(name, ids).items()
            }
        except LibraryUnavailable:
            return {}

    def suggestions(self, shelf: ShelfRef = PUBLIC, language: str = "") -> tuple[str, ...]:
        """Return a few things that the shelf can tell of, in `language` if it has any. Raises UnknownShelf."""
        answerer = self.shelf(shelf).answerer
        return answerer.suggestions_in(language) if language else answerer.suggestions

    @property
    def generation(self) -> int:
        """The revision of the public shelf that answers, 0 before the first."""
        shelf = self._shelves.get(PUBLIC)
        return shelf.revision if shelf is not None else 0

    def is_prepared(self, ref: ShelfRef = PUBLIC) -> bool:
        """Return whether the shelf, one by itself, was asked or prepared before, so that it answers at once."""
        return ref in self._shelves

    def is_unfinished(self, ref: ShelfRef = PUBLIC) -> bool:
        """Return whether the shelf is asked of an index that is being built, which has not all of its articles yet."""
        shelf = self._shelves.get(ref)
        return shelf is not None and shelf.is_unfinished

    def warm_up(self) -> None:
        """Load everything now, so the first question does not wait a second for it."""
        suggestion = next(iter(self.shelf().answerer.suggestions), "")
        self.ask(Question(suggestion))
        # a near miss needs the dictionary of sounds; while an index is being built none can be told
        with suppress(ArchiveUnavailable):
            self.ask(Question(f"{suggestion}明天会下雨吗"))

    def shelf(self, ref: ShelfRef = PUBLIC) -> Shelf:
        """Return the shelf as it is now. Raises UnknownShelf, LibraryUnavailable.

        Several are asked as one; a chat's own shelf beside them by itself, and first where it stands first: so the index
        of a large shelf is shared by all chats. If it changed, it is prepared anew. A large shelf answers as it was until that is done,
        and any shelf while the database fails.
        """
        parts = self._parts(ref)
        if len(parts) > 1:
            return _together(ref, [self.shelf(part) for part in parts])
        try:
            shelf = self._as_it_is(ref)
        except LibraryUnavailable as error:
            known = self._shelves.get(ref)
            if known is None:
                raise
            if not self._is_away:
                _log.warning("shelves are answered from memory: %s", error)
            self._is_away = True
            return known
        self._is_away = False
        return shelf

    def _parts(self, ref: ShelfRef) -> tuple[ShelfRef, ...]:
        """Return what of `ref` is indexed as one: each chat's own shelf and each large one by itself, the others joined."""
        if len(ref.names) == 1:
            return (ref,)
        parts: list[tuple[str, ...]] = []
        for name in ref.names:
            apart = self._stands_alone(name) or not parts or self._stands_alone(parts[-1][0])
            parts = [*parts, (name,)] if apart else [*parts[:-1], (*parts[-1], name)]
        return tuple(map(ShelfRef, parts))

    def _stands_alone(self, name: str) -> bool:
        if belongs_to_a_chat(name) or self._archive is None:
            return belongs_to_a_chat(name)
        with suppress(LibraryUnavailable):
            self._large[name] = self._archive.is_large(name)
        return self._large.get(name, False)

    def _as_it_is(self, ref: ShelfRef) -> Shelf:
        until, looks = monotonic() + _PATIENCE_S, count(1)
        while True:
            # it may be let go again at once, where many are asked
            known = self._shelves.get(ref) or self._preparation(ref).result.result()
            revisions = self._revisions(ref)
            filling = known.is_being_filled(revisions) and self._only_grew(known)
            if known.revisions == revisions or (filling and known.rests) or monotonic() > until:
                return known
            preparation = self._preparation(ref)
            if filling or not preparation.is_done():
                return known
            if preparation.result.result().revisions == known.revisions:
                if next(looks) >= _LOOKS:
                    return known
                sleep(_PAUSE_S)

    def _only_grew(self, known: Shelf) -> bool:
        """Return whether every change since the shelf was made put an article on it, so that nothing it has is gone."""
        # counted before the revisions, as of the shelf after them: what changes in between is then taken for a loss
        grown = self._counted(known.ref) - known.counted
        return grown >= sum(self._revisions(known.ref)) - sum(known.found_at)

    def _counted(self, ref: ShelfRef) -> int:
        return sum(map(self._library.count, ref.names))

    def _revisions(self, ref: ShelfRef) -> tuple[int, ...]:
        return tuple(self._library.revision(name) for name in ref.names)

    def _preparation(self, ref: ShelfRef) -> _Preparation:
        """Return the running preparation of the shelf, or start it; all askers wait for the same."""
        with self._lock:
            preparation = self._preparations.get(ref)
            if preparation is None:
                preparation = self._preparations[ref] = _Preparation(
                    self._workers.submit(self._prepare, ref), monotonic()
                )
            return preparation

    def _prepare(self, ref: ShelfRef, *, anew: bool = False) -> Shelf:
        try:
            began, found_at = monotonic(), self._revisions(ref)
            known = self._shelves.get(ref)
            if known is not None and known.revisions == found_at and not anew:
                return known  # it was asked for while its preparation ended
            before = known.answerer if known is not None and isinstance(known.answerer, Answerer) else None
            there = self._in_archive(ref, before)
            if there is not None:
                answerer = Answerer(there.shelf, hits=MOST_HITS, before=before)
            else:
                answerer = self._in_memory(ref.names, before)
            revisions = found_at if there is None else (there.revision,)
            # raises if the shelf was dropped meanwhile: then it does not stay in memory
            self._revisions(ref)
            took_s, made_at = monotonic() - began, monotonic()
            shelf = Shelf(ref, revisions, answerer, took_s, made_at, found_at, self._counted(ref))
            self._shelves.put(shelf)
        except UnknownShelf:
            for name in ref.names:
                self._shelves.drop(name)
            raise
        else:
            return shelf
        finally:
            with self._lock:
                self._preparations.pop(ref, None)

    def _in_archive(self, ref: ShelfRef, known: Answerer | None) -> Asked | None:
        """Return the large shelf; None if it is small, or several are joined, or memory answers while it is built."""
        if self._archive is None or len(ref.names) > 1:
            return None
        index = None if known is None else known.index
        built = partial(self._switch, ref)
        is_answered = isinstance(index, MemoryShelf)
        return self._archive.shelf(ref.names[0], index, is_answered=is_answered, built=built)

    def _switch(self, ref: ShelfRef) -> None:
        """Ask the shelf where it stands now, if it is asked at all."""
        if ref in self._shelves:
            # at the end of the process there is no more room for it, and no need
            with suppress(ZhaiyinError, RuntimeError):
                self._workers.submit(partial(self._prepare, ref, anew=True))

    def _in_memory(self, names: Sequence[str], known: Answerer | None) -> Answerer:
        """Return an answerer for the shelves `names` as they are; `known` is their earlier state."""
        articles: dict[str, Article] = {}
        for article in (article for name in names for article in self._library.articles(name)):
            articles.setdefault(article.id, article)
        index = MemoryShelf(
            tuple(articles.values()),
            self._engine,
            self._vocabulary,
            # what a chat added is stored only in the library, from which it can be deleted
            cache_folder=None if any(map(belongs_to_a_chat, names)) else self._keep,
            previous=None if known is None else known.index,
            index=index_in_processes,
        )
        return Answerer(index, hits=MOST_HITS, before=known)


def _together(ref: ShelfRef, shelves: Sequence[Shelf]) -> Shelf:
    """Return the shelves as one, each asked by itself; one without articles is left out."""
    answerers = [shelf.answerer for shelf in shelves if isinstance(shelf.answerer, Answerer)]
    revisions = tuple(revision for shelf in shelves for revision in shelf.revisions)
    return Shelf(ref, revisions, Together([one for one in answerers if one.articles] or answerers[:1]))
