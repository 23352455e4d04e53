"""What the library notes of the indexes in a search cluster: their generations, and what each of them holds."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.model import Source

__all__ = ["Entry", "Generation", "Job", "Known", "Stage"]


class Stage(StrEnum):
    """What a generation is there for."""

    BUILDING = "building"
    LIVE = "live"
    RETIRED = "retired"


class Generation(NamedTuple):
    """An index of a shelf in the cluster, by its name there."""

    name: str
    shelf: str
    seal: str
    form: int
    state: str
    revision: int
    passages: int
    since: datetime
    """When it came into its state."""


class Job(NamedTuple):
    """An article that changed, and at which revision of the shelf it did last."""

    id: str
    revision: int


class Entry(NamedTuple):
    """An article as a generation has it; `stamp` is None if it is gone from there."""

    id: str
    number: int
    stamp: int | None
    passages: int = 0
    sentences: int = 0
    terms: int = 0
    reserved: int = 0
    """As many of its passages as may be in the cluster; more than it has if a change was interrupted."""


class Known(NamedTuple):
    """An entry, and the article's source as it is now; None if the library no longer has the article."""

    entry: Entry
    source: Source | None
    has_headings: bool
