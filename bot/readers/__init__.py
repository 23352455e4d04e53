"""A file → an `Article`, by the reader of its format; those are the members of `formats/`."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path, PurePath
from pkgutil import iter_modules
from typing import Protocol

from bot.errors import NoText, UnknownFormat
from bot.model import Article, Source
from bot.readers import formats
from bot.readers.file import MAX_BYTES, File, file_name
from bot.readers.kinds import refuse_disguised

__all__ = ["MAX_BYTES", "File", "read", "read_path", "refuse_unknown", "suffixes"]

_LONGEST_FIELD = 300
_LONGEST_URL = 2_000
_LONGEST_LANGUAGE = 16


class _Reader(Protocol):
    SUFFIXES: tuple[str, ...]

    def read(self, file: File) -> Article: ...


def read_path(path: Path) -> Article:
    """The article in the file at `path`. Raises UnreadableArticle, or UnknownFormat for its suffix."""
    refuse_unknown(path.name)
    return read(File.at(path))


def read(file: File) -> Article:
    """The article in `file`. Raises UnreadableArticle when there is none, UnknownFormat for its suffix.

    Fields of the source longer than 300 characters are cut; an address that the article lacks is the file's.
    """
    reader = _reader_of(file.name)
    refuse_disguised(file, suffixes())
    article = reader.read(file)
    if not article.text.strip():
        raise NoText(f"{file.name}: holds no text; give a file with at least one paragraph")
    return replace(article, source=_bounded(article.source, file.url))


def refuse_unknown(name: str) -> None:
    """Raise UnknownFormat if there is no reader for a file of that `name`."""
    _reader_of(file_name(name))


def suffixes() -> tuple[str, ...]:
    """The suffixes that a reader knows, in alphabetical order, like `.md`."""
    return tuple(sorted(suffix for reader in _readers() for suffix in reader.SUFFIXES))


def _bounded(source: Source, url: str | None) -> Source:
    """`source` with fields of a length that fits a message, and with an address."""
    url = source.url or url
    return replace(
        source,
        title=source.title[:_LONGEST_FIELD],
        author=_cut(source.author),
        author_post=_cut(source.author_post),
        publication=_cut(source.publication),
        edition=_cut(source.edition),
        edition_name=_cut(source.edition_name),
        column=_cut(source.column),
        language=source.language[:_LONGEST_LANGUAGE],
        url=url if url is not None and len(url) <= _LONGEST_URL else None,
        rights=_cut(source.rights),
    )


def _cut(field: str | None) -> str | None:
    return field and field[:_LONGEST_FIELD]


def _reader_of(name: str) -> _Reader:
    suffix = PurePath(name).suffix.lower()
    for reader in _readers():
        if suffix in reader.SUFFIXES:
            return reader
    raise UnknownFormat(f"{name}: no reader for '{suffix or name}'; known: {' '.join(suffixes())}")


@cache
def _readers() -> tuple[_Reader, ...]:
    return tuple(_modules())


def _modules() -> Iterator[_Reader]:
    for info in iter_modules(formats.__path__):
        yield import_module(f"{formats.__name__}.{info.name}")  # a module stands for its reader
