"""What the commands share: the library and desk they work on, their options, how they speak."""

import json
import sys
import threading
from collections.abc import Mapping
from functools import partial
from typing import Annotated

import typer

from bot.answering.quoting.citation import STYLES
from bot.assistant.desk import Desk
from bot.language.vocabulary import read_vocabulary
from bot.library import Library
from bot.library.corpus import keep_mirrored, mirror
from bot.notebook import Notebook
from bot.retrieval import engine_named
from bot.settings import Settings

__all__ = ["AsJson", "Shelf", "desk", "notebook", "print_json", "stocked", "tell"]

Shelf = Annotated[str, typer.Option("--shelf", metavar="NAME", help="The shelf to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text, one object a line.")]


def stocked(settings: Settings) -> Library:
    """The library, the corpus on its public shelf; what cannot be read there is told."""
    library = Library.at(settings.library_url)
    for failure in mirror(library, settings.zhaiyin_corpus_dir.expanduser()):
        tell(str(failure))
    return library


def desk(settings: Settings, *, watching: bool = False) -> Desk:
    """The desk at which every door asks; `watching` keeps the public shelf as the corpus is, from now on."""
    corpus = settings.zhaiyin_corpus_dir.expanduser()
    library = stocked(settings)
    if watching:
        watch = partial(keep_mirrored, library, corpus, lambda error: tell(str(error)), threading.Event())
        threading.Thread(target=watch, name="corpus", daemon=True).start()
    return Desk(
        library, engine_named(), read_vocabulary(corpus), settings.zhaiyin_data_dir.expanduser() / "indexes"
    )


def notebook(settings: Settings) -> Notebook:
    """What the doors remember, in the library's database."""
    return Notebook.at(settings.library_url, styles=STYLES)


def tell(line: str) -> None:
    """Say something to the person at the terminal, beside the output."""
    print(f"zhaiyin: {line}", file=sys.stderr)


def print_json(value: Mapping[str, object]) -> None:
    """Print one JSON object on one line, at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
