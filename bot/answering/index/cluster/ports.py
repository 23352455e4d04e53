"""What a shelf in a cluster asks of the cluster, and of the library's notes of what is there."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from bot.retrieval.found import FoundDocument
from bot.retrieval.generation import Entry, Generation, Job, Known

__all__ = ["Cluster", "Health", "Roster", "Size", "Written"]


class Written(NamedTuple):
    """A document to be written under an id, or deleted if it is None; what is there in a later version stays."""

    id: str
    version: int
    document: Mapping[str, object] | None


class Size(Protocol):
    """How large an index is."""

    @property
    def documents(self) -> int:
        """How many documents it has."""

    @property
    def deleted(self) -> int:
        """How many are deleted and still count."""

    @property
    def bytes(self) -> int:
        """What it takes on all disks together."""


class Health(Protocol):
    """How a cluster is."""

    @property
    def status(self) -> str:
        """`green` with all copies, `yellow` with all documents, `red` with some."""

    @property
    def nodes(self) -> int:
        """How many nodes it has."""


class Cluster(Protocol):
    """Indexes by name. Its methods raise ArchiveUnavailable if the cluster does not do all of what is asked."""

    def make(self, index: str, body: Mapping[str, object]) -> None:
        """Make an index."""

    def remove(self, index: str) -> None:
        """Delete an index; one that is not there is no error."""

    def point(self, alias: str, index: str) -> None:
        """Let the name stand for this index, and for no other, from one moment to the next."""

    def write(self, index: str, documents: Sequence[Written]) -> None:
        """Write the documents, each as far as nothing later is there."""

    def show(self, index: str) -> None:
        """Let what was written be found."""

    def expunge(self, index: str) -> None:
        """Let nothing remain of what was deleted, unless a copy may still need it."""

    def sizes(self, pattern: str) -> Mapping[str, Size]:
        """Return the indexes whose names fit, and how large they are."""

    def health(self) -> Health:
        """Return how the cluster is."""

    def found(
        self, index: str, tokens: Sequence[str], limit: int, within: Sequence[int] | None
    ) -> list[FoundDocument]:
        """Return the best documents for the tokens, of these articles or of all."""

    def frequencies(self, index: str, tokens: Sequence[str]) -> list[int]:
        """Return in how many documents each token stands, some of them deleted a while ago."""


class Roster(Protocol):
    """What the library notes of generations. Its methods raise LibraryUnavailable."""

    def every(self) -> Sequence[Generation]:
        """Return all generations."""

    def of(self, shelf: str) -> Sequence[Generation]:
        """Return the generations of the shelf."""

    def alone(self, what: str) -> AbstractContextManager[bool]:
        """Be the only one, over all processes, that does this; what is entered tells whether one is."""

    def begin(self, name: str, shelf: str, seal: str, form: int) -> None:
        """Note that an index is being built, which misses no change from now on."""

    def publish(self, name: str, shelf: str) -> None:
        """Let this be the index that is asked; the others of the shelf are retired."""

    def retire(self, *names: str) -> None:
        """Ask these no more; what they hold is forgotten here."""

    def drop(self, name: str) -> None:
        """Forget that there was this index."""

    def jobs(self, name: str, most: int) -> Sequence[Job]:
        """Return what the index has yet to learn, `most` of it, the earliest change first."""

    def entries(self, name: str, ids: Sequence[str]) -> Mapping[str, Entry]:
        """Return what the index has of these articles, by id; also of those that are gone."""

    def is_taken(self, name: str, number: int) -> bool:
        """Return whether an article of the index has this number."""

    def will_hold(self, name: str, entries: Sequence[Entry]) -> None:
        """Note before it is done that so many passages of these articles may soon be in the cluster."""

    def done(self, name: str, revision: int, entries: Sequence[Entry], jobs: Sequence[Job]) -> None:
        """Note what the index holds since this revision, and that these jobs are done, unless they came again."""

    def known(self, name: str, since: int) -> tuple[int, Sequence[Known]]:
        """Return the revision of which the index is, and what it has or lost from `since` on; -1 if it is retired."""
