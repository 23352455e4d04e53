"""Options that several commands take."""

from typing import Annotated

import typer

__all__ = ["AsJson", "Shelf"]

Shelf = Annotated[str, typer.Option("--shelf", metavar="NAME", help="The shelf to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object per line.")]
