"""`zhaiyin rotate`: a new secret for the links that were given out."""

from contextlib import closing
from datetime import timedelta
from typing import Annotated

import typer

from bot.cli.opening import open_notebook
from bot.cli.output import counted
from bot.settings import read_settings

__all__ = ["rotate"]

Days = Annotated[
    int,
    typer.Option(
        "--days", min=0, max=365, help="How long links of before go on working; 0 ends them at once."
    ),
]


def rotate(days: Days = 30) -> None:
    """Make a new secret for keys in links and for votes on pages, also while the bot is running.

    Links given out from now on are signed with it; those of before work for some days more. The token is replaced at
    @BotFather, the password for adding by `zhaiyin password FILE --force`.
    """
    with closing(open_notebook(read_settings())) as notebook:
        notebook.rotate(timedelta(days=days))
    print(
        f"rotated; links of before work for {counted(days, 'day')}"
        if days
        else "rotated; links of before work no more"
    )
