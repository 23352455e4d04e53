"""How much memory an index may take while it is written."""

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

__all__ = ["writing_bytes"]

_SHARE = 8
"""One in so many bytes of the machine's memory, or of what a container or a service may take of it …"""
_LEAST, _MOST = 64_000_000, 4_000_000_000
"""… but not less than what tantivy needs, nor more than it takes, which a million passages fill.

What is written goes into as few pieces: of five pieces, a question looks at five times as many pages as of one.
"""
_OF_ALL, _OF_MEMORY = ("sys/fs/cgroup", "memory.max"), ("sys/fs/cgroup/memory", "memory.limit_in_bytes")
"""Where Linux has its control groups, and what the file with a limit is called; the second way is the older one."""


def writing_bytes(machine: Path = Path("/")) -> int:
    """Return the bytes that what is written may take in memory before it becomes a piece of an index of its own."""
    return min(max(_memory_bytes(machine) // _SHARE, _LEAST), _MOST)


def _memory_bytes(machine: Path) -> int:
    """Return the memory of the machine, or what this process may take of it; 0 if that is not told."""
    told = [limit for limit in map(_limit, _limits(machine)) if limit]
    with suppress(OSError, ValueError, AttributeError):
        told.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(told, default=0)


def _limits(machine: Path) -> set[Path]:
    """Return the files that may limit this process: those of its control group, and of all that this one is in."""
    # a container sees its own group at the top, whatever it is called outside; a service of systemd's is further down
    return {
        machine / folder / within / name
        for (folder, name), group in [(_OF_ALL, ""), (_OF_MEMORY, ""), *_groups(machine)]
        for within in (PurePosixPath(group), *PurePosixPath(group).parents)
    }


def _groups(machine: Path) -> list[tuple[tuple[str, str], str]]:
    """Return the control groups of this process that may limit its memory."""
    with suppress(OSError, ValueError):
        lines = (machine / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
        rows = [line.split(":", 2)[1:] for line in lines]
        return [
            (_OF_MEMORY if kinds else _OF_ALL, group.lstrip("/"))
            for kinds, group in rows
            if not kinds or "memory" in kinds.split(",")
        ]
    return []


def _limit(file: Path) -> int:
    with suppress(OSError, ValueError):
        return int(file.read_text(encoding="ascii"))
    return 0
