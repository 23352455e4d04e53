"""The commands that carry shelves in and out: export, backup, restore."""

import re
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.building import stocked
from bot.errors import ConfigurationError
from bot.library import Library
from bot.model import Article
from bot.readers.formats.markdown import write
from bot.settings import read_settings

__all__ = ["backup", "export", "restore"]

_LONGEST_NAME = 180
"""Of a title in a file's name, in bytes; a file system takes 255 for the whole of it."""

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


def export(
    shelf: Annotated[str, typer.Argument(metavar="SHELF", help="The shelf, like public.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; made where it is missing.")],
) -> None:
    """Write every article of a shelf as Markdown, as in corpus/; `zhaiyin add DIR` brings them back."""
    with closing(stocked(read_settings())) as library:
        articles = library.articles(shelf)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for article in articles:
            (folder / _name(article)).write_text(write(article), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigurationError(
            f"{folder}: cannot be written ({error.strerror}); choose another place"
        ) from None
    print(f"{len(articles)} articles written to {folder}")


def backup(file: File) -> None:
    """Copy the whole library and notebook into one file; the bot may go on running."""
    with closing(Library.at(read_settings().library_url)) as library:
        library.back_up(file)
    print(f"written: {file}")


def restore(file: File) -> None:
    """Make the library and notebook what they were in a backup; the bot may go on running."""
    with closing(Library.at(read_settings().library_url)) as library:
        library.restore(file)
    print(f"restored: {file}")


def _name(article: Article) -> str:
    """A file name that says what is in it: date, title, id."""
    day = article.source.published.isoformat() if article.source.published else "undated"
    title = re.sub(r"[^\w]+", "-", article.source.title).strip("-")
    title = title.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return "-".join(part for part in (day, title, article.id) if part) + ".md"
