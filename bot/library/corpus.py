"""The folder `corpus/`, mirrored into the public shelf."""

from collections.abc import Sequence
from pathlib import Path

from bot.errors import ConfigurationError, UnreadableArticle
from bot.library.library import HANDED, Library
from bot.model import PUBLIC_SHELF, Article
from bot.readers import read_path

__all__ = ["mirror"]


def mirror(library: Library, folder: Path) -> tuple[UnreadableArticle, ...]:
    """Make the public shelf hold every article of `folder`, and none that a file no longer has.

    An article that somebody handed over stays, also where `folder` has a digest or an older text of it.
    Returns what could not be read; the rest is mirrored all the same. Raises ConfigurationError
    where `folder` is not a folder.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"{folder}: no such folder; check ZHAIYIN_CORPUS_DIR")
    files = sorted(folder.glob("*.md"))
    read, failures = _read(files)
    shelved = library.shelved(PUBLIC_SHELF)
    handed = {one.article.id for one in shelved if one.origin == HANDED}
    for name, article in read.items():
        if article.id not in handed:
            library.add(article, PUBLIC_SHELF, origin=name)
    names = {file.name for file in files}
    ids = {article.id for article in read.values()}
    for one in shelved:
        if one.origin != HANDED and (
            one.origin not in names or (one.origin in read and one.article.id not in ids)
        ):
            library.remove(one.article.id, PUBLIC_SHELF)
    return failures


def _read(files: Sequence[Path]) -> tuple[dict[str, Article], tuple[UnreadableArticle, ...]]:
    articles: dict[str, Article] = {}
    failures: list[UnreadableArticle] = []
    for file in files:
        try:
            articles[file.name] = read_path(file)
        except UnreadableArticle as error:
            failures.append(error)
    return articles, tuple(failures)
