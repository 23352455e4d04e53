"""Shelves as they are asked, held in memory while there is room for them."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from weakref import finalize
from zlib import crc32

from bot.answering.answerer import Answerer
from bot.answering.quoting.quotation import Outcome, Verification
from bot.answering.together import AnyAnswerer
from bot.errors import ArchiveUnavailable
from bot.model import Answer, Article, NotFound, Previous, Question, Reason, ShelfRef
from bot.remembered import forget_texts

__all__ = ["MEMORY_BYTES", "HeldShelves", "Shelf"]

MEMORY_BYTES = 500_000_000
"""What all shelves together may take."""
_MAX_REST_S = 2.0
"""The longest that a shelf is left alone while many changes come."""
_MAX_MANUAL_CHANGES = 3
"""The most changes that somebody makes by hand at once; if there are more, a folder is being added."""
_REST_FACTOR = 3
"""While many changes come, a shelf is left alone for this many times its preparation time."""
_UNFINISHED = -1
"""The revision of a shelf whose index is being built for the first time."""
_FOR_WANT_OF_ARTICLES = (Reason.EMPTY_SHELF, Reason.NO_MATCH)
"""Why nothing is found where another article may answer."""
_SURE_OF_ALL = (Outcome.EXACT, Outcome.SAME_WORDS, Outcome.TOO_SHORT)
"""What no article that is not found yet would change of a verification."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One shelf, or several asked as one, at given revisions, with the answerer."""

    ref: ShelfRef
    revisions: tuple[int, ...]
    answerer: AnyAnswerer
    took_s: float = 0.0
    """How long its preparation took."""
    made_at: float = 0.0
    """When it was ready, on the monotonic clock."""
    found_at: tuple[int, ...] = ()
    """The library's revisions as its preparation began; those of a shelf that is being built are not known."""
    counted: int = 0
    """How many articles the library had on it after that."""

    @property
    def revision(self) -> int:
        """The revision of a single shelf; for several shelves, a number made of their revisions."""
        if len(self.revisions) == 1:
            return self.revisions[0]
        return crc32(repr(list(self.revisions)).encode()) >> 1

    @property
    def is_unfinished(self) -> bool:
        """Whether the index of a shelf is being built, so that articles are not found yet."""
        return _UNFINISHED in self.revisions

    def ask(self, question: Question, of: str = "", previous: Previous | None = None) -> Answer:
        """Return the answer of the article with the id `of` alone, or the shelf's if it has none.

        The shelf's may lean on `previous`. Raises ArchiveUnavailable rather than find nothing in an index that is being built.
        """
        article = self.article(of) if of else None
        answer = self.answerer.ask_of(article, question) if article else self.answerer.ask(question, previous)
        if article is None and isinstance(answer, NotFound) and answer.reason in _FOR_WANT_OF_ARTICLES:
            self._require_all()
        return answer

    def verify(self, claim: str) -> Verification:
        """Return the places of the quotations in `claim`. Raises ArchiveUnavailable if others may stand in what is not found yet."""
        verification = self.answerer.verifier.verify(claim)
        if verification.outcome not in _SURE_OF_ALL:
            self._require_all()
        return verification

    def article(self, article_id: str) -> Article | None:
        """Return the article of that id; None if the shelf has none. Raises ArchiveUnavailable if it may not be found yet."""
        article = self.answerer.article(article_id)
        if article is None:
            self._require_all()
        return article

    def _require_all(self) -> None:
        """Raise ArchiveUnavailable while articles are not found yet."""
        if self.is_unfinished:
            raise ArchiveUnavailable(
                "the archive cannot be searched in full just now: its index is being built; try again in a moment"
            )

    def is_being_filled(self, revisions: tuple[int, ...]) -> bool:
        """Return whether many changes came since it was made just now, so more are to be expected."""
        changes = sum(abs(now - then) for now, then in zip(revisions, self.revisions, strict=True))
        return changes > _MAX_MANUAL_CHANGES and monotonic() < self.made_at + 2 * _MAX_REST_S

    @property
    def rests(self) -> bool:
        """True if it was made so recently that it is left alone for now."""
        return monotonic() < self.made_at + min(_REST_FACTOR * self.took_s, _MAX_REST_S)

    @property
    def bytes(self) -> int:
        """What it takes in memory, as estimated."""
        return self.answerer.index.bytes if isinstance(self.answerer, Answerer) else 0


class HeldShelves:
    """The shelves asked last, of at most `most_bytes` together; the one asked last stays, whatever it takes."""

    def __init__(self, most_bytes: int = MEMORY_BYTES) -> None:
        self._most_bytes = most_bytes
        self._shelves: OrderedDict[ShelfRef, Shelf] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, ref: ShelfRef) -> bool:
        return ref in self._shelves

    @property
    def refs(self) -> tuple[ShelfRef, ...]:
        """The shelves that are held, the one that was not asked for longest first."""
        with self._lock:
            return tuple(self._shelves)

    def get(self, ref: ShelfRef) -> Shelf | None:
        """Return the shelf to be asked; None if it is not held."""
        with self._lock:
            if ref in self._shelves:
                self._shelves.move_to_end(ref)
            return self._shelves.get(ref)

    def put(self, shelf: Shelf) -> None:
        """Hold the shelf in place of its earlier state, and let go those not asked for longest to make room."""
        with self._lock:
            before = self._shelves.pop(shelf.ref, None)
            self._shelves[shelf.ref] = shelf
            total = sum(one.bytes for one in self._shelves.values())
            while total > self._most_bytes and len(self._shelves) > 1:
                total -= self._shelves.popitem(last=False)[1].bytes
        if before is not None:
            _forget(before)

    def drop(self, name: str) -> None:
        """Hold nothing of the shelf `name`, also where it is joined with others."""
        with self._lock:
            dropped = [self._shelves.pop(ref) for ref in tuple(self._shelves) if name in ref.names]
        for shelf in dropped:
            _forget(shelf)
        forget_texts()


def _forget(shelf: Shelf) -> None:
    """Forget what was worked out of texts now, and once more when the last question in hand lets go of the shelf."""
    finalize(shelf.answerer, forget_texts).atexit = False
    forget_texts()
