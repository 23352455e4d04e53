"""The files that a process looks into where they lie, as far as they are in its memory."""

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["MappedMemory"]

_STATE = Path("/proc/self/statm")
_OF_FILES = 2
"""The place of the pages of files in what Linux tells of a process."""


class MappedMemory:
    """What of files has come into the process's memory since there was least of it; known on Linux alone.

    The kernel takes such pages back when it needs them; until then they count as the process's.
    """

    def __init__(self) -> None:
        self._least = _bytes()

    def grown(self) -> int:
        """Look, and return the bytes that it has grown by since it was seen least; 0 where that is not told."""
        now = _bytes()
        # whatever takes another's place begins while that is still there, and would count from too much
        self._least = min(self._least, now)
        return now - self._least


def _bytes() -> int:
    with suppress(OSError, ValueError, IndexError, AttributeError):
        return int(_STATE.read_bytes().split()[_OF_FILES]) * os.sysconf("SC_PAGE_SIZE")
    return 0
