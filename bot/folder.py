"""A folder → the files in it to read, and their names as they are shown."""

import os
from collections.abc import Sequence
from pathlib import Path

__all__ = ["files_below", "files_in", "leading_out", "printable"]

_PICTURES = frozenset((".png", ".jpg", ".jpeg"))


def files_below(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    """Return the files with one of `suffixes` in and below `folder`, by path.

    No hidden ones, no pictures, which pages bring along, and nothing that a link has elsewhere.
    """
    wanted = set(suffixes) - _PICTURES
    files = (file for file in folder.rglob("*") if file.suffix.lower() in wanted and file.is_file())
    there = (file for file in files if not _is_hidden(file.relative_to(folder)))
    return sorted((file for file in there if not _leads_out(file, folder)), key=str)


def files_in(folder: Path, pattern: str) -> list[Path]:
    """Return what `folder` holds under names of that `pattern`, by name; nothing hidden, and nothing that a link has elsewhere."""
    return [file for file in _shown(folder, pattern) if not _leads_out(file, folder)]


def leading_out(folder: Path, pattern: str) -> list[Path]:
    """Return the links in `folder` under names of that `pattern` that lead out of it, or nowhere, by name."""
    return [file for file in _shown(folder, pattern) if _leads_out(file, folder)]


def printable(name: str) -> str:
    """Return `name` on one line, with bytes that are not UTF-8 written like `\\xbb`."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else "?" for char in text)


def _shown(folder: Path, pattern: str) -> list[Path]:
    return sorted(file for file in folder.glob(pattern) if not _is_hidden(file.relative_to(folder)))


def _leads_out(file: Path, folder: Path) -> bool:
    """Return whether the file is a link to somewhere else, by whatever links on the way, or in a circle."""
    if not file.is_symlink():
        return False
    try:
        return not file.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # it leads nowhere; before Python 3.13 a circle is a RuntimeError
        return True


def _is_hidden(file: Path) -> bool:
    """Return whether it is a program's own: a dot file, Word's lock, what macOS adds."""
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in file.parts)
