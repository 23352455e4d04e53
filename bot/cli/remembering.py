"""What is remembered of who asks in the browser: telling what was missing, and forgetting in time."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.building import AsJson, notebook, print_json
from bot.notebook import WEB
from bot.settings import read_settings

__all__ = ["gaps"]

Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")]


def gaps(limit: Limit = 20, as_json: AsJson = False) -> None:
    """List what was asked in the browser, of the public shelf, and not answered or voted down; most wanted first."""
    settings = read_settings()
    remembered = notebook(settings)
    for gap in remembered.gaps(WEB, limit, days=settings.zhaiyin_retention_days):
        if as_json:
            print_json(asdict(gap))
        else:
            down = f"  👎 {gap.down_votes}" if gap.down_votes else ""
            print(f"{gap.count}×  {_harmless(gap.questions[0])}{down}")
    remembered.close()


def _harmless(question: str) -> str:
    """The question on one line; it was anybody's to write, and steers no terminal."""
    return "".join(character for character in " ".join(question.split()) if character.isprintable())
