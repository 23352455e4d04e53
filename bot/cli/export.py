"""`zhaiyin export`: write a shelf as Markdown files."""

import re
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import open_library
from bot.cli.output import counted
from bot.errors import ConfigurationError
from bot.language.graphemes import head, starts
from bot.model import Article
from bot.readers.formats.markdown import write
from bot.settings import read_settings

__all__ = ["export"]

_MAX_TITLE_BYTES = 180
"""Of a title in a file's name; a file system takes 255 bytes for the whole name."""


def export(
    shelf: Annotated[str, typer.Argument(metavar="SHELF", help="The shelf, such as public.")],
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write to; it is made if it is missing.")
    ],
) -> None:
    """Write every article of a shelf as Markdown, as in corpus/; `zhaiyin add DIR` brings them back."""
    with closing(open_library(read_settings())) as library:
        articles = library.articles(shelf)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for article in articles:
            # with its id, so that no two are taken for editions of one on the way back
            text = write(replace(article, kept_id=article.id))
            (folder / _file_name(article)).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigurationError(
            f"{folder}: cannot be written ({error.strerror}); choose another place"
        ) from None
    print(f"{counted(len(articles), 'article')} written to {folder}")


def _file_name(article: Article) -> str:
    """Return a file name that says what is in the file: date, title, id."""
    day = article.source.published.isoformat() if article.source.published else "undated"
    title = article.source.title
    characters = (title[start:end] for start, end in pairwise([*starts(title), len(title)]))
    spelled = (one if one[0].isalnum() or one[0] == "_" else "-" for one in characters)
    title = re.sub("-+", "-", "".join(spelled)).strip("-")
    title = head(title, len(title.encode()[:_MAX_TITLE_BYTES].decode(errors="ignore")))
    return "-".join(word for word in (day, title, article.id) if word) + ".md"
