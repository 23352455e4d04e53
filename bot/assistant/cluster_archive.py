"""Large shelves in a search cluster, whose indexes are built and kept up in the background."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from time import monotonic
from weakref import WeakValueDictionary

from bot.answering.index.cluster.cluster_index import IN_USE, ClusterIndex
from bot.answering.index.cluster.cluster_shelf import ClusterShelf
from bot.answering.index.cluster.opening import opened
from bot.answering.index.cluster.ports import Cluster
from bot.answering.index.shelf import ShelfIndex
from bot.assistant.large_shelves import (
    LARGE,
    SMALL_PASSAGES,
    Asked,
    Health,
    LargeShelves,
    Progress,
    State,
)
from bot.errors import ArchiveUnavailable, ZhaiyinError
from bot.language.vocabulary import Vocabulary
from bot.library import Library
from bot.notebook import belongs_to_a_chat
from bot.retrieval.found_writer import IndexBusy
from bot.retrieval.generation import Generation, Stage

__all__ = ["ClusterArchive"]

_FIRST_WAIT_S = 30.0
"""How long the first question waits at most until something of a large shelf can be asked."""
_PATIENCE_S, _LOOKS = 0.4, 8
"""How long a question waits for what another process is bringing to the cluster, and how often it looks meanwhile."""
_EVERY_S, _TROUBLE_S = 0.5, 5.0
"""The pause between two looks for changes; the pause after trouble."""
_CHECK_S = 10.0
_log = logging.getLogger(__name__)


class ClusterArchive(LargeShelves):
    """The indexes of large shelves in a cluster, that of each shelf by itself; `shards` as for ClusterIndex.

    One that is asked no more stays there for as long as it may still be `in_use`.
    """

    def __init__(
        self,
        cluster: Cluster,
        library: Library,
        vocabulary: Vocabulary,
        *,
        large: int = LARGE,
        shards: int | None = None,
        in_use: timedelta = IN_USE,
    ) -> None:
        self._cluster, self._library, self._vocabulary = cluster, library, vocabulary
        self._large, self._shards, self._in_use = large, shards, in_use
        self._known = WeakValueDictionary[str, ClusterShelf]()
        self._building: dict[str, threading.Event] = {}
        self._lock, self._purging = threading.Lock(), threading.Lock()
        self._is_in_trouble = False
        self._checked_at: dict[str, float] = {}
        self._next_try_at: dict[str, float] = {}

    def index(self, shelf: str) -> ClusterIndex:
        """Return the index of the shelf, which need not be there yet."""
        library = self._library
        return ClusterIndex(
            shelf,
            library.holdings,
            library.generations,
            self._cluster,
            self._vocabulary,
            self._shards,
        )

    def is_large(self, shelf: str) -> bool:
        """Return whether the shelf is to be asked in the cluster."""
        live = self.index(shelf).live()
        if live is not None and live.passages >= SMALL_PASSAGES:
            return True
        return self._library.size(shelf).characters >= self._large

    def obstacle(self) -> str:
        """Return why the cluster answers no question now, in a few words; empty if it does."""
        try:
            health = self._cluster.health()
        except ArchiveUnavailable as error:
            return str(error)
        return "parts of the cluster's indexes are out of reach" if health.status == "red" else ""

    def health(self, shelf: str) -> Health:
        """Return how it stands about the shelf's index."""
        index = self.index(shelf)
        live, unfinished = index.standing()
        if live is None:
            is_large = self.is_large(shelf)
            state = State.UNFINISHED if unfinished else State.LACKING if is_large else State.IN_MEMORY
            return Health(shelf, state)
        try:
            size = self._cluster.sizes(live.name).get(live.name)
        except ArchiveUnavailable:
            state, size = State.AWAY, None
        else:
            is_whole = size is not None and (size.documents == live.passages or self._has_moved(index, live))
            state = self._state(index, live) if is_whole else State.DAMAGED
        articles, bytes_ = self._library.size(shelf).articles, 0 if size is None else size.bytes
        return Health(shelf, state, articles, live.passages, live.revision, bytes_)

    def _has_moved(self, index: ClusterIndex, live: Generation) -> bool:
        """Return whether the index is, or was just now, on the way to another state."""
        return bool(index.roster.jobs(live.name, 1)) or index.live() != live

    def _state(self, index: ClusterIndex, live: Generation) -> State:
        is_current = live.revision == self._library.revision(index.shelf) and live.seal == index.seal
        return State.CURRENT if is_current else State.BEHIND

    def bring_up(self, shelf: str, progress: Progress, *, anew: bool = False) -> bool:
        """Bring the index of a large shelf up to date here and now, or build it `anew`; return whether it is large."""
        if not self.is_large(shelf):
            return False
        index, live = self.index(shelf), self.index(shelf).live()
        if anew or live is None or live.seal != index.seal:
            index.build(self._library.size(shelf).characters, progress)
        else:
            index.follow(live)
        return True

    def shelf(
        self, name: str, known: ShelfIndex | None, /, *, is_answered: bool, built: Callable[[], None]
    ) -> Asked | None:
        """Return the shelf as the cluster has it; None if it is not large, or memory answers until it is built.

        Raises ArchiveUnavailable if nothing of it can be asked.
        """
        if not self.is_large(name):
            self.forget(name)
            return None
        index = self.index(name)
        if (live := index.live()) is not None:
            if live.seal != index.seal:
                self._build(index, built)
            else:
                self._bring(index, live)
            return self._opened(index, live, known)
        begun = self._build(index, built)
        if is_answered:
            return None
        begun.wait(_FIRST_WAIT_S)
        live, unfinished = index.standing()
        asked = live or unfinished
        if asked is None or not asked.passages:
            # nothing that could be asked: nobody may take that for a shelf without an answer
            raise ArchiveUnavailable("the archive cannot be searched just now: its index is not built yet")
        return Asked(opened(index, asked), -1)

    def _opened(self, index: ClusterIndex, live: Generation, known: ShelfIndex | None) -> Asked:
        before = known if isinstance(known, ClusterShelf) else self._known.get(index.shelf)
        shelf = opened(index, live, before)
        self._known[index.shelf] = shelf
        return Asked(shelf, shelf.revision)

    def _bring(self, index: ClusterIndex, live: Generation) -> None:
        """Let the cluster learn what changed, or wait a moment for the process that is at it."""
        with self._troubled("what changed is not found yet"):
            for _ in range(_LOOKS):
                if index.follow(live):
                    return
                threading.Event().wait(_PATIENCE_S / _LOOKS)

    def keep_up(self, ended: threading.Event) -> None:
        """Bring to the cluster what changes, whoever changes it, and delete there what nobody asks, until it is `ended`."""
        pause = _EVERY_S
        while not ended.wait(pause):
            pause = _TROUBLE_S
            with self._troubled("what changes is brought to it later"):
                for one in self._library.generations.every():
                    self._keep_up(one)
                self._is_in_trouble, pause = False, _EVERY_S

    def _keep_up(self, generation: Generation) -> None:
        index = self.index(generation.shelf)
        if generation.state == Stage.RETIRED:
            index.sweep(self._in_use)
        elif generation.state == Stage.LIVE and generation.seal == index.seal:
            index.follow(generation)
            self._check(index, generation)

    def _check(self, index: ClusterIndex, live: Generation) -> None:
        """Now and then look whether the index is whole, and let go of what a chat took away."""
        if monotonic() < self._checked_at.get(live.name, 0.0) + _CHECK_S:
            return
        self._checked_at[live.name] = monotonic()
        if self.health(index.shelf).state is State.DAMAGED:
            _log.warning("cluster: the index %s is not whole and is built again", live.name)
            self._library.generations.retire(live.name)
            self._build(index, _nothing)
        elif belongs_to_a_chat(index.shelf):
            # what a chat took away is to be gone, not only to be found no more; a cluster takes a minute for it
            threading.Thread(target=self._purge, args=(index, live), daemon=True, name="purge").start()

    def _purge(self, index: ClusterIndex, live: Generation) -> None:
        if not self._purging.acquire(blocking=False):
            return  # its turn comes with a later look
        try:
            with self._troubled("what a chat took away is purged later"):
                index.purge(live)
        finally:
            self._purging.release()

    @contextmanager
    def _troubled(self, consequence: str) -> Iterator[None]:
        """Tell the log of trouble once, until it is over, and go on."""
        try:
            yield
        except ZhaiyinError as error:
            if not self._is_in_trouble:
                _log.warning("cluster: %s (%s)", consequence, error)
            self._is_in_trouble = True

    def _build(self, index: ClusterIndex, built: Callable[[], None]) -> threading.Event:
        """Build the index in the background unless that is being done; return what is set once it can be asked."""
        with self._lock:
            if (begun := self._building.get(index.shelf)) is not None:
                return begun
            begun = threading.Event()
            if monotonic() < self._next_try_at.get(index.shelf, 0.0):
                begun.set()
                return begun
            self._building[index.shelf] = begun
        # a daemon: whoever ends the program does not wait; what is unfinished is cleared away by the next who builds
        work = partial(self._built, index, begun, built)
        threading.Thread(target=work, daemon=True, name="index").start()
        return begun

    def _built(self, index: ClusterIndex, begun: threading.Event, built: Callable[[], None]) -> None:
        self._next_try_at[index.shelf] = monotonic() + _TROUBLE_S
        try:
            with self._troubled("an index is not built yet"):
                index.build(self._library.size(index.shelf).characters, published=begun.set)
                self._next_try_at.pop(index.shelf, None)
                built()
        except IndexBusy:
            _log.info("cluster: another process builds the index")
        finally:
            with self._lock:
                self._building.pop(index.shelf, None)
            begun.set()

    def forget(self, shelf: str) -> None:
        """Ask none of the shelf's indexes any more, and delete them, now or when the cluster is back."""
        with suppress(ArchiveUnavailable):
            self.index(shelf).forget()


def _nothing() -> None:
    """Do nothing, where nobody waits."""
