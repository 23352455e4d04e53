"""`zhaiyin ask`: answer one question, or one per line."""

from typing import Annotated

import typer

from bot.cli.loading import for_one_question
from bot.cli.options import AsJson, Shelf
from bot.model import PUBLIC_SHELF

__all__ = ["ask"]


def ask(
    question: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION…",
            help="The question, with or without quotes; - reads one per line from standard input.",
        ),
    ],
    as_json: AsJson = False,
    shelf: Shelf = PUBLIC_SHELF,
    of: Annotated[
        str, typer.Option(metavar="ID", help="Ask this article alone, of those that `list` shows.")
    ] = "",
) -> None:
    """Answer one question. Exit status 0: found, 1: not found, 2: wrong use."""
    with for_one_question():
        from bot.cli.asking import status_of
    raise typer.Exit(status_of(" ".join(question), as_json=as_json, shelf=shelf, of=of))
