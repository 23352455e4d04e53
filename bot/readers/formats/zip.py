"""A zip archive of files → the files in it that may hold articles."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from bot.errors import NoText, Protected, TooComplex, UnreadableArticle
from bot.readers.archive import Archive
from bot.readers.file import File
from bot.readers.reading import Bundle, Remark, RemarkKind

__all__ = ["SUFFIXES", "TIME_S", "read"]

SUFFIXES = (".zip",)
TIME_S = 120
_MAX_FILES = 50
_MAX_BYTES = 20_000_000
_MAX_TOLD = 10
_BESIDE = frozenset(
    "css js json xml png jpg jpeg gif svg webp ico bmp tif tiff woff woff2 ttf otf eot mp3 mp4 map db ini".split()
)
"""What pages bring with them, which nobody misses."""


def read(file: File) -> Bundle:
    """Return the files in `file`, ordered by path; archives in it are not opened, hidden files are left out.

    Raises UnreadableArticle for more than 50 files or 20 MB, a password, damage, or if there is nothing to read.
    """
    archive = Archive(file, "zip")
    names = sorted(name for name in archive.names if _is_shown(name))
    if len(names) > _MAX_FILES:
        raise TooComplex(
            f"{file.name}: holds {len(names):,} files; the limit is {_MAX_FILES}, so give several archives"
        )
    unread, files, size = list[str](), list[File](), 0
    for name in names:
        shown = _shown(name)
        if name.lower().endswith(SUFFIXES):
            unread.append(f"{shown}: is an archive in an archive; give it by itself")
            continue
        try:
            data = archive.part(name)
        except Protected:
            raise
        except UnreadableArticle as error:
            unread.append(str(error))
            continue
        if (size := size + len(data)) > _MAX_BYTES:
            raise TooComplex(
                f"{file.name}: unpacks to more than {_MAX_BYTES / 1e6:.0f} MB; give several archives"
            )
        files.append(File(shown, data, file.url))
    if not files:
        raise NoText(unread[0] if unread else f"{file.name}: holds no file to read; put articles in it")
    return Bundle(tuple(files), tuple(_told(unread)))


def _told(unread: Sequence[str]) -> Iterator[Remark]:
    if unread:
        yield Remark(RemarkKind.UNREAD_FILES, len(unread), (), tuple(unread[:_MAX_TOLD]))


def _is_shown(name: str) -> bool:
    """Return whether it is a file that somebody put there, and none that a program added or that pages bring along."""
    path = PurePosixPath(name)
    if name.endswith("/") or path.suffix.lower().lstrip(".") in _BESIDE:
        return False
    named = [part for part in path.parts if part not in (".", "..")]
    return not any(part.startswith((".", "~$")) or part == "__MACOSX" for part in named)


def _shown(name: str) -> str:
    """Return the name of a file as its archiver meant it; old Chinese ones write GBK and do not say so."""
    base = PurePosixPath(name).name
    for encoding in ("utf-8", "gb18030") if not base.isascii() else ():
        with suppress(UnicodeError):
            return base.encode("cp437").decode(encoding)
    return base
