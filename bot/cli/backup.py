"""`zhaiyin backup` and `zhaiyin restore`: the whole database in one file, and back."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.library import Library
from bot.settings import read_settings

__all__ = ["backup", "restore"]

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


def backup(file: File) -> None:
    """Copy the whole library and notebook into one file, even while the bot is running."""
    with closing(Library.at(read_settings().library_url)) as library:
        library.back_up(file)
    print(f"written: {file}")


def restore(file: File) -> None:
    """Put the library and notebook back as they were in a backup, even while the bot is running."""
    with closing(Library.at(read_settings().library_url)) as library:
        library.restore(file)
    print(f"restored: {file}")
