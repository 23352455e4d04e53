"""A folder → the files in it to read, and their names as they are shown."""

import os
from collections.abc import Sequence
from pathlib import Path

__all__ = ["files_below", "files_in", "printable"]

_PICTURES = frozenset((".png", ".jpg", ".jpeg"))


def files_below(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    """Return the files with one of `suffixes` in and below `folder`, by path; no hidden ones, and no pictures, which pages bring along."""
    wanted = set(suffixes) - _PICTURES
    files = (file for file in folder.rglob("*") if file.suffix.lower() in wanted and file.is_file())
    return sorted((file for file in files if not _is_hidden(file.relative_to(folder))), key=str)


def files_in(folder: Path, pattern: str) -> list[Path]:
    """Return what `folder` holds under names of that `pattern`, by name; nothing hidden."""
    return sorted(file for file in folder.glob(pattern) if not _is_hidden(file.relative_to(folder)))


def printable(name: str) -> str:
    """Return `name` on one line, with bytes that are not UTF-8 written like `\\xbb`."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else "?" for char in text)


def _is_hidden(file: Path) -> bool:
    """Return whether it is a program's own: a dot file, Word's lock, what macOS adds."""
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in file.parts)
