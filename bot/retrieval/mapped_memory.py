"""The files that a process looks into where they lie, as far as they are in its memory."""

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["MappedMemory"]

_STATE = Path("/proc/self/statm")
_OF_FILES = 2
"""The place of the pages of files in what Linux tells of a process."""


class MappedMemory:
    """What of files has come into the process's memory since it was begun; known on Linux alone.

    The kernel takes such pages back when it needs them; until then they count as the process's.
    """

    def __init__(self) -> None:
        self._begun = _bytes()

    @property
    def grown(self) -> int:
        """The bytes that it has grown by; 0 where that is not told."""
        return max(0, _bytes() - self._begun)


def _bytes() -> int:
    with suppress(OSError, ValueError, IndexError, AttributeError):
        return int(_STATE.read_bytes().split()[_OF_FILES]) * os.sysconf("SC_PAGE_SIZE")
    return 0
