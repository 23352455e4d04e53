"""The folder `corpus/`, mirrored into the public shelf."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.errors import ArticleNotFound, ConfigurationError, UnreadableArticle, ZhaiyinError
from bot.library.library import HANDED, Library
from bot.model import PUBLIC_SHELF, Article
from bot.readers import read_path
from bot.readers.folder import files_in, printable

__all__ = ["keep_mirrored", "mirror"]

_LOOK_MS = 2000


def mirror(library: Library, folder: Path) -> tuple[UnreadableArticle, ...]:
    """Make the public shelf hold every article of `folder`, and none that a file no longer has.

    An article that somebody handed over stays, also where `folder` has a digest or an older text of it.
    Returns what could not be read; the rest is mirrored all the same. Raises ConfigurationError
    where `folder` is not a folder.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"{folder}: no such folder; check ZHAIYIN_CORPUS_DIR")
    files = files_in(folder, "*.md")
    read, failures = _read(files)
    shelved = library.shelved(PUBLIC_SHELF)
    handed = {one.article.id for one in shelved if one.origin == HANDED}
    for name, article in read.items():
        if article.id not in handed:
            library.add(article, PUBLIC_SHELF, origin=name)
    names = {printable(file.name) for file in files}
    ids = {article.id for article in read.values()}
    for one in shelved:
        gone = one.origin not in names or one.origin in read
        if one.origin != HANDED and gone and one.article.id not in ids:
            # another process may mirror the same folder at this moment
            with suppress(ArticleNotFound):
                library.remove(one.article.id, PUBLIC_SHELF)
    return failures


def keep_mirrored(
    library: Library, folder: Path, told: Callable[[ZhaiyinError], None], stop: threading.Event
) -> None:
    """Mirror `folder` again whenever a file in it changes, until `stop`; `told` hears what went wrong."""
    before = _stamps(folder)
    # watchfiles is for a bot that goes on running; a single question does not wait for its import
    from watchfiles import watch

    changes = watch(
        folder,
        stop_event=stop,
        raise_interrupt=False,
        recursive=False,
        yield_on_timeout=True,
        rust_timeout=_LOOK_MS,
    )
    for changed in changes:
        # what changed before anybody was watching, and on a network's drive, is reported by nobody
        seen, before = before, _stamps(folder)
        if not changed and seen == before:
            continue
        try:
            for failure in mirror(library, folder):
                told(failure)
        except ZhaiyinError as error:
            told(error)


def _stamps(folder: Path) -> frozenset[tuple[str, int, int]]:
    """The names of the files in `folder`, when they were written and their sizes."""
    stats = []
    for file in files_in(folder, "*.md"):
        with suppress(OSError):
            stats.append((file.name, file.stat().st_mtime_ns, file.stat().st_size))
    return frozenset(stats)


def _read(files: Sequence[Path]) -> tuple[dict[str, Article], tuple[UnreadableArticle, ...]]:
    """The articles by the names of their files, and what went wrong; of two editions of one, that of the later name."""
    articles: dict[str, tuple[str, Article]] = {}
    failures: list[UnreadableArticle] = []
    for file in files:
        name = printable(file.name)
        try:
            article = read_path(file)
        except UnreadableArticle as error:
            failures.append(error)
            continue
        if before := articles.get(article.id):
            failures.append(
                UnreadableArticle(f"{before[0]}: holds the same article as {name}; delete one of them")
            )
        articles[article.id] = name, article
    return dict(articles.values()), tuple(failures)
