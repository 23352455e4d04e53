"""A file as it came: its name, its bytes, and its text whatever the encoding."""

import re
from dataclasses import dataclass
from math import ceil
from pathlib import Path, PurePath, PureWindowsPath
from typing import Self

from bot.errors import Mislabelled, NoText, TooLarge, UnreadableArticle
from bot.language.graphemes import head
from bot.readers.encoding import clean_text, decoded_text
from bot.readers.mending import lost_characters, mended_text, misread_as
from bot.readers.realigning import shifted_lines_mended

__all__ = ["MAX_BYTES", "File", "file_name", "refuse_misread", "too_large"]

MAX_BYTES = 20_000_000
"""The largest file read, in bytes: also what Telegram lets a bot download."""

_MAX_NAME_CHARACTERS = 100
_MAX_SUFFIX_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class File:
    """A name, for its suffix and for error messages, and the content in bytes.

    The name is made fit for a message by `file_name`. Raises TooLarge for more than `MAX_BYTES`.
    """

    name: str
    data: bytes
    url: str | None = None
    """The address that it was fetched from."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", file_name(self.name))
        if len(self.data) > MAX_BYTES:
            raise too_large(self.name, len(self.data))

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return the file at `path`. Raises UnreadableArticle if it is missing or too large."""
        try:
            if path.is_dir():
                raise UnreadableArticle(f"{path}: is a folder; name the files in it")
            if (size_bytes := path.stat().st_size) > MAX_BYTES:
                raise too_large(path.name, size_bytes)
            if not path.is_file():
                # a pipe may never end
                raise UnreadableArticle(f"{path}: is no ordinary file; save it as one")
            with path.open("rb") as opened:
                # it may grow while it is read, or be larger than it says
                return cls(path.name, opened.read(MAX_BYTES + 1))
        except FileNotFoundError:
            raise UnreadableArticle(f"{path}: no such file; check the path") from None
        except OSError as error:
            raise UnreadableArticle(
                f"{path}: cannot be read ({error.strerror}); check its permissions"
            ) from None

    @property
    def suffix(self) -> str:
        """The suffix in lower case, like `.md`; empty if the name has none."""
        return PurePath(self.name).suffix.lower()

    def text(self) -> str:
        """Return the text, lines ending in `\\n`. Raises Mislabelled if binary, NoText if empty."""
        decoded = decoded_text(self.data)
        decoded = shifted_lines_mended(self.data, decoded) if decoded else mended_text(self.data)
        if decoded is None and self.data:
            # what was once taken for Latin-1 holds control characters
            refuse_misread(self.name, self.data.decode("utf-8", "ignore"))
            raise Mislabelled(f"{self.name}: looks like a binary file, not text; save it as UTF-8 text")
        if not (text := clean_text(decoded or "")).strip():
            raise NoText(f"{self.name}: is empty; give a file with at least one paragraph")
        refuse_misread(self.name, text)
        return text


def refuse_misread(name: str, text: str) -> None:
    """Raise Mislabelled if the `text` of the file `name` was once saved in a wrong encoding."""
    if misread := misread_as(text):
        written, read = (name.upper() for name in misread)
        raise Mislabelled(
            f"{name}: was written in {written} and saved after it was read as {read}; give the file as it was before"
        )
    if lost_characters(text):
        raise Mislabelled(
            f"{name}: lost its characters when it was saved in another encoding; give the file as it was before"
        )


def file_name(name: str) -> str:
    """Return `name` fit for a message: no folders of any system, one line, about 100 characters."""
    name = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", " ", name)
    name = re.sub(r"[\ud800-\udfff]", "\ufffd", name)
    name = PureWindowsPath(name).name.strip() or "file"
    if len(name) > _MAX_NAME_CHARACTERS:
        stem, dot, suffix = name.rpartition(".")
        stem = head(stem, _MAX_NAME_CHARACTERS - _MAX_SUFFIX_CHARACTERS)
        name = f"{stem}…{dot}{head(suffix, _MAX_SUFFIX_CHARACTERS)}"
    return name


def too_large(name: str, size_bytes: int | None) -> TooLarge:
    """Return the error to raise for the file `name`; `size_bytes` is None if it is not known."""
    # upwards, so that no file is called as large as the limit that it exceeds
    size = "it" if size_bytes is None else f"{ceil(size_bytes / 1e5) / 10:g} MB"
    return TooLarge(
        f"{file_name(name)}: {size} is too large for an article; the limit is {MAX_BYTES / 1e6:.0f} MB"
    )
