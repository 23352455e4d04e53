"""How much memory an index may take while it is written."""

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["writing_bytes"]

_SHARE = 8
"""One in so many bytes of the machine's memory, or of what a container may take of it …"""
_LEAST, _MOST = 64_000_000, 4_000_000_000
"""… but not less than what tantivy needs, nor more than it takes, which a million passages fill.

What is written goes into as few pieces: of five pieces, a question looks at five times as many pages as of one.
"""
_OF_CONTAINERS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def writing_bytes() -> int:
    """Return the bytes that what is written may take in memory before it becomes a piece of an index of its own."""
    return min(max(_memory_bytes() // _SHARE, _LEAST), _MOST)


def _memory_bytes() -> int:
    """Return the memory of the machine, or what this process may take of it; 0 if that is not told."""
    told = [limit for limit in map(_limit, _OF_CONTAINERS) if limit]
    with suppress(OSError, ValueError, AttributeError):
        told.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(told, default=0)


def _limit(file: str) -> int:
    with suppress(OSError, ValueError):
        return int(Path(file).read_text(encoding="ascii"))
    return 0
