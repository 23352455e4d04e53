"""`zhaiyin backup` and `zhaiyin restore`: the whole database in one file, and back."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import counted
from bot.errors import ConfigurationError
from bot.library import Library
from bot.settings import read_settings
from bot.storage.backup import check_backup
from bot.storage.check import counted_rows

__all__ = ["backup", "restore"]

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]
Verify = Annotated[
    bool,
    typer.Option("--verify", help="Write nothing, but read a backup that is there and tell if it is whole."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def backup(file: File, force: Force = False, verify: Verify = False) -> None:
    """Copy the whole library and notebook into one file, even while the bot is running."""
    if verify:
        _verify(file)
        return
    with closing(Library.at(read_settings().library_url)) as library:
        library.refuse_live(file)
        if file.exists() and not force:
            raise ConfigurationError(f"{file}: is there already; choose another name, or add --force")
        library.back_up(file)
    print(f"written: {file}")


def restore(file: File, yes: Yes = False) -> None:
    """Put the library and notebook back as they were in a backup, even while the bot is running.

    All that is there now is replaced, so that a library with articles is replaced only by --yes, or when asked at a terminal.
    """
    check_backup(file)
    with closing(Library.at(read_settings().library_url)) as library:
        if not yes:
            _agree(library, file)
        library.restore(file)
    print(f"restored: {file}")


def _verify(file: Path) -> None:
    check_backup(file)
    rows = counted_rows(file)
    print(f"whole: {file}, {counted(rows['articles'], 'article')}, {counted(rows['answers'], 'answer')}")


def _agree(library: Library, file: Path) -> None:
    """Ask whether what is there may be replaced. Raises ConfigurationError if there is nobody to ask."""
    there = sum(library.size(shelf).articles for shelf in library.shelves())
    if not there:
        return
    held = f"{counted(there, 'article')} and the notebook"
    if not sys.stdin.isatty():
        raise ConfigurationError(f"{file}: would replace {held}; add --yes if that is meant")
    typer.confirm(f"Replace {held} by {file}?", abort=True, err=True)
