"""The commands that answer in the terminal: ask, chat."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from bot.assistant.assistant import Assistant
from bot.chat.console import chat as console_chat
from bot.chat.console import show
from bot.cli.building import AsJson, Shelf, desk, print_json
from bot.language.normalise import readable
from bot.language.script import language_of
from bot.locale import DEFAULT, locale
from bot.model import PUBLIC_SHELF, Question, ShelfRef, is_found
from bot.reply import reply
from bot.reply.record import record
from bot.settings import Settings, read_settings

__all__ = ["ask", "chat", "converse"]

FOUND, NOT_FOUND = 0, 1


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question; - reads one a line.")],
    as_json: AsJson = False,
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Answer one question, or with - one a line. Exit status 0: found, 1: not found, 2: wrong use."""
    asked_at = desk(read_settings())
    console = Console(highlight=False, soft_wrap=True)
    any_found = False
    lines = (line.strip() for line in sys.stdin) if question == "-" else [readable(question)]
    for line in lines:
        if question == "-" and not line:
            continue
        answer = asked_at.ask(Question(line), ShelfRef.parse(shelf))
        any_found |= is_found(answer)
        say = locale(language_of(line) or DEFAULT)
        if as_json:
            print_json(record(answer, say))
        else:
            show(console, reply(answer, say))
    raise typer.Exit(FOUND if any_found else NOT_FOUND)


def chat(shelf: Shelf = PUBLIC_SHELF) -> None:
    """Ask question after question in this terminal, with history and line editing."""
    settings = read_settings()
    converse(settings, Assistant(desk(settings, watching=True)), ShelfRef.parse(shelf))


def converse(settings: Settings, assistant: Assistant, shelf: ShelfRef) -> None:
    """Answer what is typed here, or comes through a pipe; the history is kept in the data folder."""
    console_chat(assistant, shelf, settings.zhaiyin_data_dir.expanduser() / "history")
