"""A file as it came: its name, its bytes, and its text whatever the encoding."""

import re
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path, PureWindowsPath
from typing import Self

from bot.errors import Mislabelled, NoText, TooLarge, UnreadableArticle
from bot.readers.encoding import clean_text, decoded_text

__all__ = ["MAX_BYTES", "File", "named", "too_large"]

MAX_BYTES = 20_000_000
"""The largest file read, in bytes: also what Telegram lets a bot download."""

_LONGEST_NAME = 100
_LONGEST_SUFFIX = 12


@dataclass(frozen=True, slots=True)
class File:
    """A name, for its suffix and for error messages, and the content in bytes."""

    name: str
    data: bytes
    url: str | None = None
    """Where it was fetched from."""

    @classmethod
    def at(cls, path: Path) -> Self:
        """The file at `path`. Raises UnreadableArticle where it is missing, too large or not a file."""
        try:
            if path.is_dir():
                raise UnreadableArticle(f"{path}: is a folder; name the files in it")
            if (size := path.stat().st_size) > MAX_BYTES:
                raise too_large(path.name, size)
            if not path.is_file():
                # a pipe may never end
                raise UnreadableArticle(f"{path}: is no ordinary file; save it as one")
            return cls(path.name, path.read_bytes())
        except FileNotFoundError:
            raise UnreadableArticle(f"{path}: no such file; check the path") from None
        except OSError as error:
            raise UnreadableArticle(
                f"{path}: cannot be read ({error.strerror}); check its permissions"
            ) from None

    def text(self) -> str:
        """The content as text, line ends as `\\n`. Raises UnreadableArticle for a binary or an empty file."""
        decoded = decoded_text(self.data)
        if decoded is None:
            raise Mislabelled(f"{self.name}: looks like a binary file, not text; save it as UTF-8 text")
        if not (text := clean_text(decoded)).strip():
            raise NoText(f"{self.name}: is empty; give a file with at least one paragraph")
        return text


def named(file: File) -> File:
    """`file` under a name fit for a message: no folders of whichever system, one line, about 100 characters."""
    name = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", " ", file.name)
    name = re.sub(r"[\ud800-\udfff]", "\ufffd", name)
    name = PureWindowsPath(name).name.strip() or "file"
    if len(name) > _LONGEST_NAME:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem[: _LONGEST_NAME - _LONGEST_SUFFIX]}…{dot}{suffix[:_LONGEST_SUFFIX]}"
    return file if name == file.name else replace(file, name=name)


def too_large(name: str, size: int | None) -> TooLarge:
    """The error for a file of `size` bytes, None where that is not known, to raise."""
    # upwards, so that no file is called as large as the limit that it exceeds
    megabytes = "it" if size is None else f"{ceil(size / 1e5) / 10:g} MB"
    return TooLarge(f"{name}: {megabytes} is too large for an article; the limit is {MAX_BYTES / 1e6:.0f} MB")
