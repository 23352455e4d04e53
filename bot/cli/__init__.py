"""The `zhaiyin` command, one module per command; the one place where objects are built and joined."""

import os
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import add, ask, backup, chat, doctor, evaluate, export, gaps, mcp, remove, run
from bot.cli.list import list_
from bot.cli.output import print_aside
from bot.errors import ZhaiyinError

__all__ = ["main"]

WRONG, INTERRUPTED = 2, 130

app = typer.Typer(
    name="zhaiyin",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    run.run,
    ask.ask,
    chat.chat,
    mcp.mcp,
    add.add,
    list_,
    remove.remove,
    export.export,
    backup.backup,
    backup.restore,
    gaps.gaps,
    evaluate.evaluate,
    doctor.doctor,
):
    app.command(name=command.__name__.rstrip("_"))(command)


def main() -> None:
    """Run the command line; every expected failure is one line on standard error and exit status 2."""
    if sys.stdin is None:  # whoever started us closed it, which is as good as empty
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # the process closes it
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question with broken bytes in it is still a question
    try:
        app()
    except ZhaiyinError as error:
        print_aside(str(error))
        sys.exit(WRONG)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # whoever read our output has read enough; Python would complain again when it flushes
        sys.stdout = None
        sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"zhaiyin {version('zhaiyin')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Ask an article a question; get the passage that answers it, word for word, with its source."""
