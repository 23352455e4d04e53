"""A folder → the files in it that are for reading; what a person is shown of their names."""

import os
from collections.abc import Sequence
from pathlib import Path

__all__ = ["files_below", "files_in", "printable"]


def files_below(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    """The files of `suffixes` in `folder` and in the folders below it, in order of their paths, but for hidden ones."""
    found = (file for file in folder.rglob("*") if file.suffix.lower() in suffixes and file.is_file())
    return sorted((file for file in found if not _is_hidden(file.relative_to(folder))), key=str)


def files_in(folder: Path, pattern: str) -> list[Path]:
    """What is in `folder` by a name of that `pattern`, in order, but for what is hidden."""
    return sorted(file for file in folder.glob(pattern) if not _is_hidden(file.relative_to(folder)))


def printable(name: str) -> str:
    """`name` on one line; bytes that are no UTF-8, as in names from an old archive, as `\\xbb`."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else "?" for char in text)


def _is_hidden(file: Path) -> bool:
    """Whether a program keeps it for itself: a dot file, Word's lock beside an open document, what macOS adds to archives."""
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in file.parts)
