"""What the commands share: the library and desk they work on, their options, how they speak."""

import json
import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from bot.chat.desk import Desk
from bot.library import Library
from bot.library.corpus import mirror
from bot.retrieval.memory import MemoryEngine
from bot.settings import Settings

__all__ = ["AsJson", "Shelf", "desk", "print_json", "stocked", "tell"]

Shelf = Annotated[str, typer.Option("--shelf", metavar="NAME", help="The shelf to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text, one object a line.")]


def stocked(settings: Settings) -> Library:
    """The library, the corpus on its public shelf; what cannot be read there is told."""
    library = Library.at(settings.library_url)
    for failure in mirror(library, settings.zhaiyin_corpus_dir.expanduser()):
        tell(str(failure))
    return library


def desk(settings: Settings) -> Desk:
    """The desk at which every door asks."""
    return Desk(stocked(settings), MemoryEngine)


def tell(line: str) -> None:
    """Say something to the person at the terminal, beside the output."""
    print(f"zhaiyin: {line}", file=sys.stderr)


def print_json(value: Mapping[str, object]) -> None:
    """Print one JSON object on one line, at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
