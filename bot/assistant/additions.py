"""What became of the articles that came in one file, in words."""

from collections.abc import Sequence
from typing import Protocol

from bot.library import Added
from bot.locale import Locale

__all__ = ["Outcome", "outcome_lines"]


class Outcome(Protocol):
    """What became of one article; `added` is None if there was no room for it."""

    @property
    def added(self) -> Added | None:
        """Whether it is new, replaced another, or was there."""

    @property
    def near(self) -> object | None:
        """What it may be an edition of; None if there is nothing like it."""


def outcome_lines(outcomes: Sequence[Outcome], say: Locale, left: int) -> list[str]:
    """Return how many articles are new, and how many of each other outcome there are; `left` were not tried."""
    new = sum(outcome.added is Added.NEW for outcome in outcomes)
    lines = [say("articles.several_new", count=new) if new else say("articles.several_none")]
    for added, line in ((Added.SAME, "same"), (Added.REPLACED, "replaced"), (None, "full")):
        count = sum(outcome.added is added for outcome in outcomes) + (left if added is None else 0)
        lines += [say(f"articles.several_{line}", count=count)] if count else []
    near = sum(outcome.near is not None for outcome in outcomes)
    return [*lines, say("articles.several_near", count=near)] if near else lines
