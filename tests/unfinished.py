"""A library with a large shelf whose index is being built, and has the first of its two articles only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from articles import LIBRARY
from databases import sqlite

from bot.answering.index.disk.manifest import write_manifest
from bot.assistant.archive import Archive
from bot.language.vocabulary import NO_WORDS
from bot.library import Library
from bot.model import Article, Source
from bot.retrieval.whole_file import locked

__all__ = ["LAMP", "being_built", "unfinished"]

LAMP = Article(Source(title="渡口的灯"), "灯塔高二十八米，每晚七点点灯。")
"""The article that the index does not have yet."""


@contextmanager
def unfinished(folder: Path) -> Iterator[Library]:
    """The library in `folder`."""
    library = Library.at(sqlite(folder / "zhaiyin.db"))
    library.add(LIBRARY)
    index = _archive(library, folder).index("public")
    write_manifest(index.folder, replace(index.build(), is_complete=False, revision=-1))
    library.add(LAMP)
    yield library
    library.close()


@contextmanager
def being_built(library: Library, folder: Path) -> Iterator[None]:
    """Another process that goes on building its index."""
    with locked(_archive(library, folder).index("public").folder / "building"):
        yield


def _archive(library: Library, folder: Path) -> Archive:
    return Archive(folder / "shelves", library, NO_WORDS, large=1)
