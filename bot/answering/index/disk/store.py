"""What a shelf on disk asks of the library, which keeps its articles and their postings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Article

__all__ = ["Kept", "Store"]


class Kept(Protocol):
    """An article as the library keeps it."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def added_at(self) -> datetime:
        """When it was added, which orders a shelf."""


class Store(Protocol):
    """Articles of shelves by id, what changed of them, and their packed postings by id and seal."""

    def revision(self, shelf: str) -> int | None:
        """Return the revision of the shelf; None if there is none of that name."""

    def changed(self, shelf: str, since: int) -> tuple[int, Sequence[str] | None]:
        """Return the revision of the shelf and the ids that changed since; None if all are to be compared."""

    def ids(self, shelf: str) -> Sequence[str]:
        """Return the ids of all articles on the shelf, the oldest first."""

    def shelved(self, shelf: str, ids: Sequence[str]) -> Mapping[str, Kept]:
        """Return those of the articles that are there, by id."""

    def postings(self, shelf: str, sealed: Sequence[tuple[str, str]]) -> Mapping[str, bytes]:
        """Return the postings that are kept under these ids and seals, by id."""

    def hashes(self, shelf: str, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the hashes of the texts of those of the articles that are there, by id."""

    def keep(self, shelf: str, counted: Mapping[tuple[str, str], bytes]) -> None:
        """Keep postings by id and seal."""

    def forget(self, shelf: str, sealed: Sequence[tuple[str, str]]) -> None:
        """Delete the postings that are kept under these ids and seals."""

    def forget_all_but(self, shelf: str, ids: Sequence[str], needed: Sequence[tuple[str, str]]) -> None:
        """Delete the postings that are kept under these ids, but for the ids and seals that are needed."""

    def forget_others(self, shelf: str, seal: str, revision: int) -> None:
        """Delete the postings that are no longer an article's, or whose seal begins in another way.

        None if the shelf is not of this revision any more: then somebody may need them.
        """
