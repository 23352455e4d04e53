"""Open what commands work on: the library, the desk where questions are asked, the notebook."""

import threading
from functools import partial

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.cli.output import print_aside
from bot.language.vocabulary import read_vocabulary
from bot.library import Library
from bot.library.corpus import keep_mirrored, stamps
from bot.library.mirrored import mirror_changes
from bot.notebook import Notebook
from bot.retrieval import engine_named
from bot.settings import Settings

__all__ = ["open_desk", "open_library", "open_notebook"]


def open_library(settings: Settings) -> Library:
    """Return the library with the corpus on its public shelf; unreadable files are reported."""
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
    return Desk(library, engine_named(), read_vocabulary(corpus), settings.zhaiyin_data_dir / "indexes")


def open_notebook(settings: Settings) -> Notebook:
    """Return what the doors remember, in the library's database."""
    return Notebook.at(settings.library_url, styles=STYLES)
