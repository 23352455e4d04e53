"""What was handed over, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.library import Added, Taken
from bot.readers.reading import Remark

__all__ = ["Receipt", "Shelving"]


@dataclass(frozen=True, slots=True)
class Shelving:
    """What became of one article, by its id; `near` is the id of one that it may be an edition of."""

    added: Added
    article_id: str
    near: str | None = None

    @classmethod
    def of(cls, taken: Taken) -> "Shelving":
        """Return the shelving without the texts, which would fill the memory."""
        return cls(taken.added, taken.article.id, None if taken.near is None else taken.near.id)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file, text or address; its articles and its reader's remarks, or the error why it was not taken."""

    name: str
    shelvings: Sequence[Shelving] = ()
    remarks: Sequence[Remark] = ()
    left: int = 0
    """How many further articles it holds, which were not tried."""
    error: Exception | None = None
    undone: int = 0
    """How many of its articles were taken off the shelf again."""
    undone_title: str = ""
    """The title of the only one that was."""

    @property
    def new_ids(self) -> tuple[str, ...]:
        """The ids of its articles that were not there before."""
        return tuple(shelving.article_id for shelving in self.shelvings if shelving.added is Added.NEW)
