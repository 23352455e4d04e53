"""Shelves that are too large to be held in memory, found in indexes on disk, which are built in the background."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from bot.answering.index.disk.disk_index import DiskIndex, IndexDamaged, Progress
from bot.answering.index.disk.disk_shelf import DiskShelf
from bot.answering.index.disk.index_folder import DAMAGED, is_refused
from bot.answering.index.disk.manifest import Manifest
from bot.answering.index.shelf import ShelfIndex
from bot.assistant.large_shelves import LARGE, SMALL_PASSAGES, Asked, Health, LargeShelves, State
from bot.errors import ArchiveUnavailable, ZhaiyinError
from bot.language.vocabulary import Vocabulary
from bot.library import Library
from bot.notebook import belongs_to_a_chat
from bot.retrieval.found import is_installed
from bot.retrieval.found_writer import IndexBusy

__all__ = ["Archive"]

_BUSY_PAUSE_S = 5.0
"""How long until it is looked whether another process has built an index."""
_FIRST_WAIT_S = 30.0
"""How long the first question waits at most until something of a large shelf can be asked."""
_REST_S_A_PASSAGE = 0.036
"""Seconds that an index rests, for each of its passages, until what was removed is purged: an hour with 100,000 of them.

To build it of the postings that are kept takes a twentieth of that.
"""
_log = logging.getLogger(__name__)


class Archive(LargeShelves):
    """The indexes of large shelves, a folder each in `folder`; `built` is told when one can be asked."""

    def __init__(self, folder: Path, library: Library, vocabulary: Vocabulary, *, large: int = LARGE) -> None:
        self._folder, self._library, self._vocabulary, self._large = folder, library, vocabulary, large
        self._building: dict[str, threading.Event] = {}
        self._purging: set[str] = set()
        self._told: dict[str, set[str]] = {}
        """What the log was told of trouble with the index of each shelf, until it is over."""
        self._lock = threading.Lock()

    @staticmethod
    def is_possible() -> bool:
        """Return whether the library for indexes on disk is installed."""
        return is_installed()

    def index(self, shelf: str) -> DiskIndex:
        """Return the index of the shelf, which need not be there yet."""
        folder = self._folder / sha256(shelf.encode()).hexdigest()[:24]
        return DiskIndex(folder, shelf, self._library.holdings, self._vocabulary)

    def is_large(self, shelf: str) -> bool:
        """Return whether the shelf is to be asked on disk."""
        manifest = self.index(shelf).manifest()
        if manifest is not None and manifest.is_complete and manifest.passages >= SMALL_PASSAGES:
            return True
        return self._library.size(shelf).characters >= self._large

    def health(self, shelf: str) -> Health:
        """Return how it stands about the shelf's index."""
        index, manifest = self.index(shelf), self.index(shelf).manifest()
        is_large, bytes_, folder = self.is_large(shelf), _bytes(index.folder), str(index.folder)
        state = self._state(index, manifest) if is_large or manifest is not None else State.IN_MEMORY
        if manifest is None:
            return Health(shelf, state, bytes=bytes_, folder=folder)
        return Health(shelf, state, manifest.articles, manifest.passages, manifest.generation, bytes_, folder)

    def _state(self, index: DiskIndex, manifest: Manifest | None) -> State:
        if not index.is_ours:
            # whether it is whole cannot be told: tantivy locks what it opens
            return State.REFUSED
        if manifest is None:
            return State.LACKING
        if not manifest.is_complete:
            return State.UNFINISHED
        if not index.is_whole():
            return State.DAMAGED
        is_current = manifest.revision == self._library.revision(index.shelf)
        return State.CURRENT if is_current else State.BEHIND

    def bring_up(self, shelf: str, progress: Progress, *, anew: bool = False) -> bool:
        """Bring the index of a large shelf up to date here and now, or build it `anew`; return whether it is large.

        Raises IndexBusy if another process is at it, LibraryUnavailable, ArchiveUnavailable if the disk takes none.
        """
        if not self.is_large(shelf):
            return False
        index = self.index(shelf)
        if anew or self._followed(index, _nothing) is None:
            try:
                index.build(progress)
            except DAMAGED as error:
                todo = (
                    f"; make room, or let this account write in {index.folder}" if is_refused(error) else ""
                )
                raise ArchiveUnavailable(f"the index of '{shelf}' is not built ({error}){todo}") from error
        return True

    def shelf(
        self, name: str, _known: ShelfIndex | None, /, *, is_answered: bool, built: Callable[[], None]
    ) -> Asked | None:
        """Return the shelf on disk as it is now; None if it is not large, or is not built yet.

        If it has to be built, that is done in the background; unless it `is_answered` meanwhile otherwise, what of it
        is done so far is returned. Then and when it is done, `built` is called.
        """
        if not self.is_large(name):
            self.forget(name)
            return None
        index = self.index(name)
        if (there := self._followed(index, built)) is not None:
            if there[0].removed:
                # what was taken away is to be gone, not only to be found no more
                self._purge(index, there[0], built)
            elif there[1].is_in_pieces:
                threading.Thread(target=self._settle, args=(index,), daemon=True, name="index").start()
            return Asked(there[1], there[0].revision)
        begun = self._build(index, built)
        if is_answered:
            return None
        begun.wait(_FIRST_WAIT_S)
        return self._so_far(index)

    def _followed(self, index: DiskIndex, built: Callable[[], None]) -> tuple[Manifest, DiskShelf] | None:
        damaged = partial(self._rebuild, index, built)
        try:
            manifest = index.follow()
            there = None if manifest is None else _opened(index, manifest, damaged)
        except IndexBusy:
            return self._as_it_is(index, damaged)
        except (IndexDamaged, *DAMAGED) as error:
            if is_refused(error):
                self._tell(index.shelf, "no change can be written", error)
                return self._as_it_is(index, damaged)
            self._tell(index.shelf, "the one on disk is damaged and is built again", error)
            self.forget(index.shelf)
            return None
        if there is not None:
            self._told.pop(index.shelf, None)
        return there

    def _as_it_is(self, index: DiskIndex, damaged: Callable[[], None]) -> tuple[Manifest, DiskShelf] | None:
        manifest = index.manifest()
        with suppress(IndexDamaged):
            if manifest is not None and manifest.is_complete:
                return _opened(index, manifest, damaged)
        return None

    def _tell(self, shelf: str, trouble: str, error: Exception) -> None:
        """Tell the log of trouble with an index, once until it is over."""
        told = self._told.setdefault(shelf, set())
        if trouble not in told:
            # in words: whoever keeps the record would keep the error, and with it tantivy's writer and its lock
            _log.warning("index: %s (%s)", trouble, str(error))
        told.add(trouble)

    def _rebuild(self, index: DiskIndex, built: Callable[[], None]) -> None:
        """Build an index anew in which a question met damage."""
        _log.warning("index: the one on disk is damaged and is built again")
        self.forget(index.shelf)
        self._build(index, built)

    def _so_far(self, index: DiskIndex) -> Asked | None:
        manifest = index.manifest()
        with suppress(IndexDamaged):
            if manifest is not None:
                manifest, there = _opened(index, manifest)
                return Asked(there, manifest.revision)
        return None

    def _build(self, index: DiskIndex, built: Callable[[], None]) -> threading.Event:
        """Build the index in the background unless that is being done; return what is set once it can be asked."""
        with self._lock:
            if (begun := self._building.get(index.shelf)) is not None:
                return begun
            begun = self._building[index.shelf] = threading.Event()
        # a daemon: whoever ends the program does not wait; what is there is whole, and is built anew
        threading.Thread(target=self._built, args=(index, begun, built), daemon=True, name="index").start()
        return begun

    def _built(self, index: DiskIndex, begun: threading.Event, built: Callable[[], None]) -> None:
        try:
            index.build(published=begun.set)
            self._told.pop(index.shelf, None)
        except IndexBusy:
            _log.info("index: another process builds it")
            begun.set()
            threading.Event().wait(_BUSY_PAUSE_S)
        except (ZhaiyinError, *DAMAGED) as error:
            self._tell(index.shelf, "not built", error)
            # it is tried again when the shelf changes, or after a restart: at once it would fail as well
            built = _nothing
        finally:
            with self._lock:
                self._building.pop(index.shelf, None)
            begun.set()
        with suppress(ZhaiyinError):
            if index.shelf not in self._library.shelves():
                self.forget(index.shelf)  # it was dropped meanwhile
        built()

    def _purge(self, index: DiskIndex, manifest: Manifest, built: Callable[[], None]) -> None:
        """Build the index anew without what was removed: a chat's at once, another one when it has been let rest."""
        with self._lock:
            if index.shelf in self._purging:
                return
            self._purging.add(index.shelf)
        rest_s = 0.0 if belongs_to_a_chat(index.shelf) else _REST_S_A_PASSAGE * manifest.passages
        waiting = threading.Timer(rest_s, self._purged, (index, built))
        waiting.daemon = True
        waiting.start()

    def _purged(self, index: DiskIndex, built: Callable[[], None]) -> None:
        with self._lock:
            self._purging.discard(index.shelf)
        manifest = index.manifest()
        if manifest is not None and manifest.removed:
            self._build(index, built)

    def _settle(self, index: DiskIndex) -> None:
        try:
            index.settle()
        except IndexBusy:
            return  # whoever is at it leaves it settled, or in pieces still, and then it is tried again
        except DAMAGED as error:
            _log.warning("index: its pieces are not joined (%s)", error)

    def forget(self, shelf: str) -> None:
        """Delete the index of the shelf, if there is one; one that is being built, once it is built."""
        self.index(shelf).forget()


def _opened(
    index: DiskIndex, manifest: Manifest, damaged: Callable[[], None] = lambda: None
) -> tuple[Manifest, DiskShelf]:
    """Return the shelf as the manifest has it, or one that took its place meanwhile. Raises IndexDamaged."""
    while True:
        try:
            return manifest, index.opened(manifest, damaged)
        except IndexDamaged:
            # another process that changes the index removes the tables that it replaces
            newer = index.manifest()
            if newer is None or newer.generation == manifest.generation:
                raise
            if manifest.is_complete and not newer.is_complete:
                raise  # it was lost, and is being built anew
            manifest = newer


def _nothing() -> None:
    """Do nothing, where nobody waits."""


def _bytes(folder: Path) -> int:
    """Return how much of the disk the folder takes."""
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total
