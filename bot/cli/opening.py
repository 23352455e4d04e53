"""Open what commands work on: the library, the desk where questions are asked, the notebook."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.answering.quoting.citation import STYLES
from bot.assistant.archive import Archive
from bot.assistant.clock import PlatformClock
from bot.assistant.desk import Desk
from bot.assistant.large_shelves import LargeShelves
from bot.cli.output import print_aside
from bot.errors import ConfigurationError, LibraryUnavailable
from bot.language.vocabulary import read_vocabulary
from bot.library import Library
from bot.library.corpus import keep_mirrored, stamps
from bot.library.mirrored import mirror_changes
from bot.notebook import Notebook
from bot.retrieval import engine_named
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.private import private_folder
from bot.storage.transaction import is_passing

if TYPE_CHECKING:
    from bot.assistant.cluster_archive import ClusterArchive
    from bot.replicas.replica import Replica

__all__ = ["open_archive", "open_desk", "open_library", "open_notebook", "open_replica", "waited_for"]

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0
_Opened = TypeVar("_Opened")


def open_folder(settings: Settings) -> None:
    """Make the data folder, for its owner alone. Raises ConfigurationError."""
    try:
        private_folder(settings.zhaiyin_data_dir)
    except OSError as error:
        raise ConfigurationError(
            f"ZHAIYIN_DATA_DIR: {settings.zhaiyin_data_dir} cannot be made ({error.strerror}); set another folder"
        ) from None


def open_library(settings: Settings) -> Library:
    """Return the library with the corpus on its public shelf; unreadable files are reported."""
    open_folder(settings)
    library = Library.at(settings.library_url)
    try:
        note = settings.zhaiyin_data_dir / "mirrored"
        for failure in mirror_changes(library, settings.zhaiyin_corpus_dir, note):
            print_aside(str(failure))
    except BaseException:
        library.close()
        raise
    return library


def open_desk(settings: Settings, *, watching: bool = False) -> Desk:
    """Return the desk where every door asks; if `watching`, its public shelf follows the corpus."""
    corpus = settings.zhaiyin_corpus_dir
    before = stamps(corpus)
    library = open_library(settings)
    if watching:
        watch = partial(
            keep_mirrored, library, corpus, before, lambda error: print_aside(str(error)), threading.Event()
        )
        threading.Thread(target=watch, name="corpus", daemon=True).start()
    archive = None if settings.cluster_url is None else _open_cluster(settings, library)
    if watching and archive is not None:
        keep_up = partial(archive.keep_up, threading.Event())
        threading.Thread(target=keep_up, name="cluster", daemon=True).start()
    return Desk(
        library,
        engine_named(),
        read_vocabulary(corpus),
        settings.zhaiyin_data_dir / "indexes",
        settings.zhaiyin_disk_characters,
        settings.zhaiyin_memory_mb * 1_000_000,
        archive,
    )


def open_archive(settings: Settings, library: Library) -> LargeShelves | None:
    """Return the archive of large shelves, where the desk has it too; None if all are held in memory."""
    if settings.cluster_url is not None:
        return _open_cluster(settings, library)
    if not Archive.is_possible():
        return None
    return Archive(
        settings.zhaiyin_data_dir / "indexes" / "shelves",
        library,
        read_vocabulary(settings.zhaiyin_corpus_dir),
        large=settings.zhaiyin_disk_characters,
    )


def _open_cluster(settings: Settings, library: Library) -> "ClusterArchive":
    """Return the archive of large shelves in the cluster, which need not be there yet."""
    # with an HTTP client, which nobody else needs to answer
    from bot.answering.index.cluster.client import Client
    from bot.assistant.cluster_archive import ClusterArchive

    assert settings.cluster_url is not None
    return ClusterArchive(
        Client(settings.cluster_url.get_secret_value()),
        library,
        read_vocabulary(settings.zhaiyin_corpus_dir),
        large=settings.zhaiyin_disk_characters,
    )


def waited_for(open_it: Callable[[], _Opened], pause: Callable[[float], None] = time.sleep) -> _Opened:
    """Return what `open_it` returns, as soon as a database that is there, but locked or full, lets it.

    Raises LibraryUnavailable if there is none at that address.
    """
    pause_s = _FIRST_PAUSE_S
    while True:
        try:
            return open_it()
        except LibraryUnavailable as error:
            if error.__cause__ is None or not is_passing(error):
                raise
            if pause_s == _FIRST_PAUSE_S:
                print_aside(str(error))
        pause(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


def open_replica(settings: Settings, bot: str | None) -> "Replica | None":
    """Return what shares the bot's chats, or without one the rates of the pages; None if only one process can have the database."""
    if not settings.library_url.startswith("postgresql") or not (bot or settings.web_port):
        return None
    from bot.replicas.replica import Replica  # with what one process alone does not need

    engine = open_database(settings.library_url)
    # the others cannot listen
    return Replica(engine, bot) if engine.dialect.driver == "psycopg" else None


def open_notebook(settings: Settings, clock: PlatformClock | None = None) -> Notebook:
    """Return what the doors remember, in the library's database."""
    open_folder(settings)
    now = (clock or PlatformClock()).moment
    return Notebook.at(settings.library_url, styles=STYLES, now=now)
