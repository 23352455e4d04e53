"""`zhaiyin ask`: answer one question, or one per line."""

import sys
from collections.abc import Iterable
from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console

from bot.assistant.desk import Desk
from bot.chat.console import show_answer
from bot.cli.opening import open_desk
from bot.cli.options import AsJson, Shelf
from bot.cli.output import print_json
from bot.language.normalise import readable
from bot.model import PUBLIC_SHELF, Question, ShelfRef, is_found
from bot.reply import locale_of
from bot.reply.record import record
from bot.settings import read_settings

__all__ = ["ask"]

FOUND, NOT_FOUND = 0, 1


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
    desk = open_desk(read_settings())
    with closing(desk.library):
        found = [
            _answered(desk, line, ShelfRef.parse(shelf), of, as_json) for line in _lines(" ".join(question))
        ]
    raise typer.Exit(FOUND if any(found) else NOT_FOUND)


def _lines(question: str) -> Iterable[str]:
    """Return the question, or those on standard input as they come."""
    if question != "-":
        return [readable(question)]
    return filter(None, (line.strip() for line in sys.stdin))


def _answered(desk: Desk, line: str, shelf: ShelfRef, of: str, as_json: bool) -> bool:
    """Print the answer; return whether something was found."""
    answer = desk.ask(Question(line), shelf, of)
    say = locale_of(line)
    if as_json:
        print_json(record(answer, say))
    else:
        show_answer(Console(highlight=False, soft_wrap=True), answer, say)
    return is_found(answer)
