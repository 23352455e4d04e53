"""A file → its articles, by the reader of its format: the members of `formats/`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path, PurePath
from pkgutil import iter_modules
from typing import Protocol

from bot.errors import NoText, UnknownFormat, UnreadableArticle
from bot.language.graphemes import head
from bot.model import UNREADABLE, Article, Source
from bot.readers import formats
from bot.readers.file import MAX_BYTES, File, file_name
from bot.readers.kinds import refuse_disguised
from bot.readers.programs import is_installed
from bot.readers.reading import UNREADABLE_CHARACTER, Bundle, Reading, Remark, RemarkKind

__all__ = [
    "MAX_BYTES",
    "File",
    "Reading",
    "libraries",
    "read",
    "read_path",
    "refuse_unknown",
    "suffixes",
    "time_to_read",
]

_MAX_FIELD_CHARACTERS = 300
_MAX_URL_CHARACTERS = 2_000
_MAX_NAMES = 10
_TIME_S = 40
"""By the clock, since a busy machine does ten seconds' work in several times that; the worker bounds its own work."""
_MAX_LANGUAGE_CHARACTERS = 16


class _Reader(Protocol):
    SUFFIXES: tuple[str, ...]

    def read(self, file: File) -> Article | Reading | Bundle: ...


def read_path(path: Path) -> Reading:
    """Return what is in the file at `path`. Raises UnreadableArticle or UnknownFormat."""
    refuse_unknown(path.name)
    return read(File.at(path))


def read(file: File, read_inside: Callable[[File], Reading] | None = None) -> Reading:
    """Return the articles in `file` and the remarks of its reader.

    Files in it are read by `read_inside`, or like itself. Fields of a source are cut after 300 characters; an
    article without an address gets the file's. Raises UnknownFormat for the file's suffix, else UnreadableArticle.
    """
    reader = _reader_of(file.name)
    refuse_disguised(file, suffixes())
    found = reader.read(file)
    if isinstance(found, Bundle):
        return _reading_of_bundle(found, read_inside or read)
    reading = found if isinstance(found, Reading) else Reading((found,))
    articles = tuple(
        replace(article, source=_bound(article.source, file.url))
        for article in reading.articles
        if article.text.strip()
    )
    if not articles:
        raise NoText(f"{file.name}: holds no text; give a file with at least one paragraph")
    return Reading(articles, _with_unreadable(articles, reading.remarks))


def time_to_read(name: str) -> float:
    """Return how many seconds a file of that `name` may take; more if it holds others, or if programs read it."""
    reader = _reader_of(file_name(name))
    helper = getattr(reader, "HELPER", None)
    return float(getattr(reader, "TIME_S", _TIME_S)) if helper is None or is_installed(helper) else _TIME_S


def libraries(suffix: str) -> tuple[str, ...]:
    """Return the modules of other libraries that the reader of files with that suffix loads when it reads."""
    return tuple(
        name
        for reader in _readers()
        if suffix in reader.SUFFIXES
        for name in getattr(reader, "LIBRARIES", ())
    )


def refuse_unknown(name: str) -> None:
    """Raise UnknownFormat if there is no reader for a file of that `name`."""
    _reader_of(file_name(name))


def suffixes() -> tuple[str, ...]:
    """Return the suffixes that there are readers for, like `.md`, in alphabetical order."""
    return tuple(sorted(suffix for reader in _ready() for suffix in reader.SUFFIXES))


def _reading_of_bundle(bundle: Bundle, read_one: Callable[[File], Reading]) -> Reading:
    """Return the articles of all files in a bundle. Of several a bad one is told, of one its error is raised."""
    if len(bundle.files) == 1 and not bundle.remarks:
        return read_one(bundle.files[0])
    readings, unread = list[Reading](), list[str]()
    for file in bundle.files:
        try:
            readings.append(read_one(file))
        except UnreadableArticle as error:
            unread.append(str(error))
    if not readings:
        raise NoText(unread[0])
    told = (Remark(RemarkKind.UNREAD_FILES, len(unread), (), tuple(unread[:_MAX_NAMES])),) if unread else ()
    remarks = (remark for reading in readings for remark in reading.remarks)
    return Reading(
        tuple(article for reading in readings for article in reading.articles),
        _joined((*bundle.remarks, *told, *remarks)),
    )


def _joined(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return one remark of each kind for many files; what was left out is told by the largest share."""
    kinds = dict.fromkeys(remark.kind for remark in remarks)
    return tuple(_of_kind(kind, [one for one in remarks if one.kind is kind]) for kind in kinds)


def _of_kind(kind: RemarkKind, remarks: Sequence[Remark]) -> Remark:
    if len(remarks) == 1:
        return remarks[0]
    numbers = [remark.number for remark in remarks]
    number = max(numbers) if kind is RemarkKind.LEFT_OUT else sum(numbers)
    passages = [passage for remark in remarks for passage in remark.passages]
    return Remark(kind, number, (), tuple(passages[:_MAX_NAMES]))


def _with_unreadable(articles: Sequence[Article], remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Return the remarks, with those on the places and characters that the texts mark as unreadable."""
    for kind, mark in (
        (RemarkKind.UNREADABLE, UNREADABLE),
        (RemarkKind.BAD_CHARACTERS, UNREADABLE_CHARACTER),
    ):
        places = sum(article.text.count(mark) for article in articles)
        if places and not any(remark.kind is kind for remark in remarks):
            remarks = (*remarks, Remark(kind, places))
    return remarks


def _bound(source: Source, url: str | None) -> Source:
    """Return `source` with fields short enough for a message, and with an address."""
    url = source.url or url
    return replace(
        source,
        title=head(source.title, _MAX_FIELD_CHARACTERS),
        author=_cut(source.author),
        author_post=_cut(source.author_post),
        publication=_cut(source.publication),
        edition=_cut(source.edition),
        edition_name=_cut(source.edition_name),
        column=_cut(source.column),
        language=source.language[:_MAX_LANGUAGE_CHARACTERS],
        url=url if url is not None and len(url) <= _MAX_URL_CHARACTERS else None,
        rights=_cut(source.rights),
    )


def _cut(field: str | None) -> str | None:
    return field and head(field, _MAX_FIELD_CHARACTERS)


def _reader_of(name: str) -> _Reader:
    suffix = PurePath(name).suffix.lower()
    for reader in _ready():
        if suffix in reader.SUFFIXES:
            return reader
    raise UnknownFormat(f"{name}: no reader for '{suffix or name}'; known: {' '.join(suffixes())}")


def _ready() -> Iterator[_Reader]:
    """Yield the readers, but none that is nothing without a program that is not installed."""
    for reader in _readers():
        program = getattr(reader, "NEEDS", None)
        if program is None or is_installed(program):
            yield reader


@cache
def _readers() -> tuple[_Reader, ...]:
    return tuple(_load_readers())


def _load_readers() -> Iterator[_Reader]:
    for info in iter_modules(formats.__path__):
        yield import_module(
            f"{formats.__name__}.{info.name}"
        )  # typed by the protocol, as a module is its reader
