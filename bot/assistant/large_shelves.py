"""Where shelves are asked that are too large to be held in memory: what the desk asks of it, and what it tells of them."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.answering.index.shelf import ShelfIndex

__all__ = ["LARGE", "SMALL_PASSAGES", "Asked", "Health", "LargeShelves", "Progress", "State"]

LARGE = 1_500_000
"""Characters from which on a shelf has an index of its own: some 5,000 passages, which take some 280 MB in memory and 185 on disk.

Below, memory answers 6 ms sooner and costs less than a hundred MB more; the table is in bench/README.md.
"""
SMALL_PASSAGES = 1_500
"""Passages below which a shelf returns to memory."""

Progress = Callable[[int, int], None]
"""Is told how many of how many articles are done."""


class State(StrEnum):
    """How it stands about the index of a shelf."""

    IN_MEMORY = "in memory"
    LACKING = "not built"
    UNFINISHED = "being built"
    REFUSED = "access refused"
    DAMAGED = "damaged"
    BEHIND = "behind"
    CURRENT = "current"
    AWAY = "out of reach"


@dataclass(frozen=True, slots=True)
class Health:
    """The index of a shelf: how it stands, and what it holds."""

    shelf: str
    state: State
    articles: int = 0
    passages: int = 0
    generation: int = 0
    bytes: int = 0
    folder: str = ""
    """Where it lies, if on a disk of this machine."""


class Asked(NamedTuple):
    """A shelf as its index has it, and the revision of the shelf that this is; -1 while it is being built."""

    shelf: ShelfIndex
    revision: int


class LargeShelves(Protocol):
    """The indexes of large shelves, on disk or in a cluster."""

    @abstractmethod
    def is_large(self, shelf: str) -> bool:
        """Return whether the shelf is to be asked here."""

    @abstractmethod
    def health(self, shelf: str) -> Health:
        """Return how it stands about the shelf's index."""

    @abstractmethod
    def bring_up(self, shelf: str, progress: Progress, *, anew: bool = False) -> bool:
        """Bring the index of a large shelf up to date here and now, or build it `anew`; return whether it is large.

        Raises IndexBusy if another process is at it, LibraryUnavailable, ArchiveUnavailable.
        """

    @abstractmethod
    def shelf(
        self, name: str, known: ShelfIndex | None, /, *, is_answered: bool, built: Callable[[], None]
    ) -> Asked | None:
        """Return the shelf as it is now; None if it is not large, or is not built yet. `known` is how it was.

        If it has to be built, that is done in the background; unless it `is_answered` meanwhile otherwise, what of it
        is done so far is returned. Then and when it is done, `built` is called.
        """

    def obstacle(self) -> str:
        """Return why no large shelf can be asked now, in a few words; empty if they can."""
        return ""

    @abstractmethod
    def forget(self, shelf: str) -> None:
        """Delete the index of the shelf, if there is one."""
