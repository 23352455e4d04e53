"""`zhaiyin gaps`: list the questions that found no answer."""

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.opening import open_notebook
from bot.cli.options import AsJson
from bot.cli.output import print_aside, print_json
from bot.notebook import WEB
from bot.settings import read_settings

__all__ = ["gaps"]

Limit = Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="The most questions to list.")]


def gaps(limit: Limit = 20, as_json: AsJson = False) -> None:
    """List what was asked in the browser without an answer, or voted down; most wanted first.

    Only questions to the public shelf count; /gaps in a chat lists that chat's own.
    """
    settings = read_settings()
    with closing(open_notebook(settings)) as notebook:
        missing = notebook.gaps(WEB, limit, days=settings.zhaiyin_retention_days)
    if not missing and not as_json:
        print_aside("no question in the browser was left without an answer")
    for gap in missing:
        if as_json:
            print_json(asdict(gap))
        else:
            down = f"  👎 {gap.down_votes}" if gap.down_votes else ""
            print(f"{gap.count}×  {_harmless(gap.questions[0])}{down}")


def _harmless(question: str) -> str:
    """Return the question on one line; anybody wrote it, and it must not steer the terminal."""
    return "".join(character for character in " ".join(question.split()) if character.isprintable())
