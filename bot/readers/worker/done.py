"""A worker that has ended."""

from typing import NamedTuple

__all__ = ["Done"]


class Done(NamedTuple):
    """What a worker wrote, what it and its libraries complained of, and how it ended."""

    out: bytes
    errors: bytes
    status: int
    """Negative if a signal ended it."""
