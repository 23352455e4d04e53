"""What became of the articles that came in one file, in words."""

from collections.abc import Sequence
from typing import Protocol

from bot.library import Added
from bot.locale import Locale

__all__ = ["AnyShelving", "shelving_lines"]


class AnyShelving(Protocol):
    """What became of one article; `added` is None if there was no room for it."""

    @property
    def added(self) -> Added | None:
        """Whether it is new, replaced another, or was there."""

    @property
    def near(self) -> object | None:
        """What it may be an edition of; None if there is nothing like it."""


def shelving_lines(shelvings: Sequence[AnyShelving], say: Locale, left: int) -> list[str]:
    """Return how many articles are new, and how many of each other outcome there are; `left` were not tried."""
    new = sum(shelving.added is Added.NEW for shelving in shelvings)
    lines = [say("articles.several_new", count=new) if new else say("articles.several_none")]
    for added, line in ((Added.SAME, "same"), (Added.REPLACED, "replaced"), (None, "full")):
        count = sum(shelving.added is added for shelving in shelvings) + (left if added is None else 0)
        lines += [say(f"articles.several_{line}", count=count)] if count else []
    near = sum(shelving.near is not None for shelving in shelvings)
    return [*lines, say("articles.several_near", count=near)] if near else lines
