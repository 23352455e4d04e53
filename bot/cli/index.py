"""`zhaiyin index`: show how it stands about the indexes of large shelves, and build them anew."""

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.assistant.large_shelves import Health, State
from bot.cli.keeping_up import bring_up
from bot.cli.opening import open_archive, open_library
from bot.cli.options import AsJson
from bot.cli.output import print_aside, print_json
from bot.errors import ConfigurationError
from bot.extras import how_to_install
from bot.settings import read_settings

__all__ = ["index"]

WELL, WRONG = 0, 1
_ILL = (State.REFUSED, State.DAMAGED, State.AWAY)


def index(
    shelf: Annotated[
        str | None, typer.Option("--shelf", metavar="NAME", help="Only this shelf; all if none is named.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the indexes anew; questions are answered meanwhile.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show size, generation and health of each shelf's index. Exit status 0: all well, 1: one is damaged, refused or out of reach."""
    settings = read_settings()
    with closing(open_library(settings)) as library:
        if shelf is not None:
            library.revision(shelf)  # raises if there is none of that name
        archive = open_archive(settings, library)
        if archive is None:
            raise ConfigurationError(
                f"indexes on disk need a library that is not installed; {how_to_install('disk')}"
            )
        names = library.shelves() if shelf is None else (shelf,)
        for name in names if rebuild else ():
            if not bring_up(archive, name, anew=True):
                print_aside(f"'{name}' is small, and asked in memory")
        found = [archive.health(name) for name in names]
    _show(found, as_json)
    raise typer.Exit(WRONG if any(one.state in _ILL for one in found) else WELL)


def _show(found: list[Health], as_json: bool) -> None:
    if as_json:
        for one in found:
            print_json(asdict(one))
        return
    table = Table(box=None, pad_edge=False)
    for name in ("shelf", "index", "articles", "passages", "generation", "MB"):
        table.add_column(name, justify="left" if name in ("shelf", "index") else "right")
    for one in found:
        numbers = (f"{one.articles:,}", f"{one.passages:,}", str(one.generation), f"{one.bytes / 1e6:,.1f}")
        table.add_row(one.shelf, one.state, *(numbers if one.generation else ("", "", "", "")))
    Console(highlight=False, markup=False, emoji=False).print(table)
