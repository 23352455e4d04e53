"""The commands and their arguments, as Typer reads them."""

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from bot.cli.described import described
from bot.cli.loading import without_collecting
from bot.cli.plain_help import PlainCommand, PlainGroup

__all__ = ["command_line", "completed"]

_END_OF_OPTIONS = "--"

_COMMANDS = {
    "run": "run",
    "ask": "ask",
    "verify": "verify",
    "chat": "chat",
    "mcp": "mcp",
    "add": "add",
    "list": "list",
    "remove": "remove",
    "export": "export",
    "backup": "backup",
    "restore": "backup",
    "index": "index",
    "gaps": "gaps",
    "password": "password",
    "rotate": "rotate",
    "evaluate": "evaluate",
    "doctor": "doctor",
}
"""The commands in the order of the help, each with its module."""


def command_line(arguments: Sequence[str]) -> typer.Typer:
    """Return the command that the first argument names; if it names none, all of them, which only describe themselves."""
    app = typer.Typer(
        name="zhaiyin",
        cls=PlainGroup,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    # the others need libraries that take a second to import
    named = [argument for argument in arguments if argument != _END_OF_OPTIONS][:1]
    is_named = bool(named) and named[0] in _COMMANDS
    with without_collecting():
        for name in named if is_named else _COMMANDS:
            function = _loaded(name) if is_named else described(_COMMANDS[name], _function(name))
            app.command(name=name, cls=PlainCommand)(function)
    return app


def _loaded(name: str) -> Callable[..., None]:
    function: Callable[..., None] = getattr(import_module(f"bot.cli.{_COMMANDS[name]}"), _function(name))
    return function


def _function(name: str) -> str:
    return "list_" if name == "list" else name


def completed() -> list[str]:
    """Return the words after `zhaiyin` that a shell asks to complete, so that only their command is loaded."""
    return os.environ.get("_TYPER_COMPLETE_ARGS", os.environ.get("COMP_WORDS", "")).split()[1:]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"zhaiyin {version('zhaiyin')}")
        raise typer.Exit


def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Ask an article a question; get the passage that answers it, word for word, with its source."""
