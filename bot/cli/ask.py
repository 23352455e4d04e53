"""`zhaiyin ask`: answer one question, or one per line."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from bot.chat.console import show
from bot.cli.opening import open_desk
from bot.cli.options import AsJson, Shelf
from bot.cli.output import print_json
from bot.language.normalise import readable
from bot.model import PUBLIC_SHELF, Question, ShelfRef, is_found
from bot.reply import locale_of, reply
from bot.reply.record import record
from bot.settings import read_settings

__all__ = ["ask"]

FOUND, NOT_FOUND = 0, 1


def ask(
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help="The question; - reads one per line from standard input."),
    ],
    as_json: AsJson = False,
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Answer one question. Exit status 0: found, 1: not found, 2: wrong use."""
    desk = open_desk(read_settings())
    console = Console(highlight=False, soft_wrap=True)
    any_found = False
    lines = (line.strip() for line in sys.stdin) if question == "-" else [readable(question)]
    for line in lines:
        if question == "-" and not line:
            continue
        answer = desk.ask(Question(line), ShelfRef.parse(shelf))
        any_found |= is_found(answer)
        say = locale_of(line)
        if as_json:
            print_json(record(answer, say))
        else:
            show(console, reply(answer, say))
    raise typer.Exit(FOUND if any_found else NOT_FOUND)
