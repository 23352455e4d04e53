"""The folder `corpus/`, mirrored into the public shelf."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bot.errors import ArticleNotFound, ConfigurationError, UnreadableArticle, ZhaiyinError
from bot.folder import files_in, leading_out, printable
from bot.library.editions import Editions
from bot.library.library import HANDED, Library
from bot.library.rows import Shelved
from bot.model import PUBLIC_SHELF, Article, squeezed
from bot.readers import read_path

__all__ = ["Stamps", "keep_mirrored", "mirror", "stamps"]

Stamps = frozenset[tuple[str, int, int]]
"""What shows that a file changed: name, time of change in ns, size in bytes."""

_POLL_MS = 2000
_log = logging.getLogger(__name__)


def mirror(library: Library, folder: Path) -> tuple[UnreadableArticle, ...]:
    """Make the public shelf hold every article of `folder`, and none that a file no longer has.

    An article that somebody handed over stays, even if `folder` has a digest or an older text of it.
    Returns the errors of the files that cannot be read; the rest is mirrored all the same. Raises
    ConfigurationError if `folder` is not a folder.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"{folder}: no such folder; check ZHAIYIN_CORPUS_DIR")
    files = files_in(folder, "*.md")
    names = {printable(file.name) for file in files}
    read, failures = _read_all(files)
    shelved = library.shelved(PUBLIC_SHELF)
    handed = Editions(entry.article for entry in shelved if entry.origin == HANDED)
    placed = _with_ids(read, [entry for entry in shelved if entry.origin != HANDED])
    for name, article in placed.items():
        if handed.sure(read[name]) is None:
            library.put(article, PUBLIC_SHELF, origin=name)
    ids = {article.id for article in placed.values()}
    for entry in shelved:
        gone = entry.origin not in names or entry.origin in read
        if entry.origin != HANDED and gone and entry.article.id not in ids:
            # another process may be mirroring the same folder
            with suppress(ArticleNotFound):
                library.remove(entry.article.id, PUBLIC_SHELF)
    return (*failures, *map(_link_error, leading_out(folder, "*.md")))


def _link_error(link: Path) -> UnreadableArticle:
    return UnreadableArticle(
        f"{printable(link.name)}: is a link out of the folder; put the file itself there"
    )


def _with_ids(read: Mapping[str, Article], shelved: Sequence[Shelved]) -> dict[str, Article]:
    """Return the articles by the names of their files, each under the id that its earlier edition has on the shelf.

    That is what the same file held, else what one held that is gone or was renamed.
    """
    held = {entry.origin: entry.article for entry in shelved}
    free = Editions(article for origin, article in held.items() if origin not in read)
    taken = {article.id for article in read.values()}
    placed = {}
    for name, article in read.items():
        earlier = _of_same_file(held.get(name), article) or free.sure(article)
        if earlier is not None and earlier.id not in taken:
            article = article.under(earlier.id)
            taken.add(earlier.id)
        placed[name] = article
    return placed


def _of_same_file(held: Article | None, article: Article) -> Article | None:
    """Return what the file held before, if it was another edition of what it holds now."""
    if held is None or article.kept_id:
        return None
    one_title = squeezed(held.source.title) == squeezed(article.source.title)
    return held if one_title or Editions([held]).match(article) is not None else None


def keep_mirrored(
    library: Library,
    folder: Path,
    mirrored: Stamps,
    report: Callable[[ZhaiyinError], None],
    stop: threading.Event,
) -> None:
    """Mirror `folder` whenever a file in it changes, until `stop`; errors go to `report`.

    `mirrored` are the stamps of the files when they were last mirrored, or earlier ones.
    """
    for changed in _looks(folder, stop):
        # changes before the watch began, and those on a network drive, are never reported
        seen, mirrored = mirrored, stamps(folder)
        if not changed and seen == mirrored:
            continue
        try:
            for failure in mirror(library, folder):
                report(failure)
        except ZhaiyinError as error:
            report(error)
        except Exception:  # noqa: BLE001  # a bug at one file must not end what takes removed articles off the shelf
            _log.exception("corpus: not mirrored")


def _looks(folder: Path, stop: threading.Event) -> Iterator[bool]:
    """Yield whenever it is time to look at the folder, until `stop`: whether a change in it was reported."""
    # only a bot that goes on running needs watchfiles; a single question need not wait for its import
    from watchfiles import watch

    while not stop.is_set():
        # it ends at a name that is not UTF-8, and where there is no such folder for now
        with suppress(RuntimeError, OSError):
            changes = watch(
                folder,
                stop_event=stop,
                raise_interrupt=False,
                recursive=False,
                yield_on_timeout=True,
                rust_timeout=_POLL_MS,
            )
            for changed in changes:
                yield bool(changed)
        yield False
        stop.wait(_POLL_MS / 1000)


def stamps(folder: Path) -> Stamps:
    """Return the stamps of the files in `folder`: take them before it is mirrored, and no change is missed."""
    stats = []
    for file in files_in(folder, "*.md"):
        with suppress(OSError):
            stats.append((file.name, file.stat().st_mtime_ns, file.stat().st_size))
    return frozenset(stats)


def _read_all(files: Sequence[Path]) -> tuple[dict[str, Article], tuple[UnreadableArticle, ...]]:
    """Return the articles by the names of their files, and the errors.

    Of two files that hold the same article, the one with the later name counts.
    """
    articles: dict[str, Article] = {}
    names: dict[str, str] = {}
    editions = Editions()
    failures: list[UnreadableArticle] = []
    for file in files:
        name = printable(file.name)
        try:
            article = read_path(file).article
        except UnreadableArticle as error:
            failures.append(error)
            continue
        if (earlier := editions.sure(article)) is not None:
            other = names[earlier.id]
            del articles[other]
            editions.remove(earlier)
            failures.append(
                UnreadableArticle(f"{other}: holds the same article as {name}; delete one of them")
            )
        articles[name], names[article.id] = article, name
        editions.add(article)
    return articles, tuple(failures)
