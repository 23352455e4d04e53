"""Large shelves, while the process may open no more files."""

import logging
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from articles import NOTE
from tools import until

from bot.answering.index.disk.index_folder import IndexFolder
from bot.assistant.archive import Archive
from bot.language.vocabulary import NO_WORDS
from bot.library import Library
from bot.model import Article, Source

LONG = Article(
    Source(title="仓库的账"), "\n\n".join(f"第{number}间仓库存放蓝釉陶罐。" for number in range(3_000))
)
"""Its first passages are being written while the others are still handed over."""


@pytest.fixture
def archive(library: Library, tmp_path: Path) -> Archive:
    """Large shelves, with an index of the public one."""
    archive = Archive(tmp_path / "shelves", library, NO_WORDS, large=1)
    archive.index("public").build()
    archive.index("public").follow()
    return archive


@contextmanager
def _files_left(number: int) -> Iterator[None]:
    """Let this process open so many more files, and none after."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = [os.open(os.devnull, os.O_RDONLY) for _ in range(number + 1)]
    for file in free:
        os.close(file)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free[number], limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.mark.parametrize("left", range(10))
@pytest.mark.parametrize("article", [NOTE, LONG])
def test_an_index_stays_though_no_more_files_can_be_opened(
    archive: Archive, library: Library, caplog: pytest.LogCaptureFixture, article: Article, left: int
) -> None:
    """Nothing is wrong with it: it is not thrown away, and has the change once files can be opened again."""
    caplog.set_level(logging.WARNING)
    library.add(article)
    index = archive.index("public")
    manifest = index.manifest()
    assert manifest is not None
    with _files_left(left):
        archive.shelf("public", None, is_answered=True, built=lambda: None)
        assert (index.folder / manifest.terms).is_dir()
    assert not any("damaged" in line for line in caplog.messages)

    def has_followed() -> bool:
        there = archive.shelf("public", None, is_answered=True, built=lambda: None)
        return there is not None and len(there.shelf.articles) == 2

    until(has_followed)


def test_what_a_manifest_names_stays_while_it_cannot_be_read(archive: Archive) -> None:
    """Who clears the folder away removes nothing."""
    index = archive.index("public")
    before = sorted(index.folder.rglob("*"))
    with _files_left(0), pytest.raises(OSError, match="Too many open files"):
        IndexFolder(index.folder, index.seal).clear(is_builder=True)
    assert before == sorted(index.folder.rglob("*"))
