"""The `zhaiyin` command, one module per command; the one place where objects are built and joined."""

import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.described import described
from bot.cli.ending import CRASHED, INTERRUPTED, REFUSED, WRONG
from bot.cli.output import print_aside
from bot.cli.plain_help import PlainCommand, PlainGroup
from bot.database_url import blacked_out
from bot.errors import TokenRefused, ZhaiyinError

__all__ = ["command_line", "main"]

_OWNER_ONLY = 0o077
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


def main() -> None:
    """Run the command line; every expected failure is one line on standard error and exit status 2 or 3.

    Whatever it writes is for its owner alone. What nobody expected is a traceback without secrets, and status 70.
    """
    others = os.umask(_OWNER_ONLY)
    try:
        _run()
    except Exception:  # noqa: BLE001  # the status of a bug must not be that of "not found"
        from bot.settings import secrets_around  # with pydantic, which a single question does not need

        lines = blacked_out(traceback.format_exc(), secrets_around())
        print(lines, end="", file=sys.stderr)
        print_aside("this is a bug; please report it with the lines above")
        sys.exit(CRASHED)
    finally:
        os.umask(others)


def _run() -> None:
    if sys.stdin is None:  # whoever started us closed it, which is as good as empty
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # the process closes it
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question with broken bytes in it is still a question
    try:
        command_line(sys.argv[1:] or _completed())()
    except TokenRefused as error:
        print_aside(str(error))
        sys.exit(REFUSED)  # so that a supervisor starts it again
    except ZhaiyinError as error:
        for line in str(error).splitlines():
            print_aside(line)
        sys.exit(WRONG)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # whoever read our output has read enough; Python would complain again when it flushes
        sys.stdout = None
        sys.exit(0)


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
    with _without_collecting():
        for name in named if is_named else _COMMANDS:
            function = _loaded(name) if is_named else described(_COMMANDS[name], _function(name))
            app.command(name=name, cls=PlainCommand)(function)
    return app


def _loaded(name: str) -> Callable[..., None]:
    function: Callable[..., None] = getattr(import_module(f"bot.cli.{_COMMANDS[name]}"), _function(name))
    return function


def _function(name: str) -> str:
    return "list_" if name == "list" else name


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let nothing look for garbage meanwhile, nor ever again among what was made: modules stay until the end.

    To go through them again and again took a fifth of the time of a single question.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _completed() -> list[str]:
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
