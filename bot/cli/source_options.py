"""Options that tell the source of an article where its file does not, or errs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, TypeAlias

import typer

from bot.assistant.corrections import is_address, one_line
from bot.errors import ConfigurationError
from bot.model import Article
from bot.readers.newspaper.masthead import day_of

__all__ = [
    "Address",
    "Author",
    "Day",
    "GivenSource",
    "Publication",
    "Title",
    "given_source",
    "options_of",
    "with_source",
]

_UNKNOWN = 'an empty one ("") says that nobody knows'
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The article's title.")]
Author = Annotated[str | None, typer.Option("--author", metavar="TEXT", help=f"Its author; {_UNKNOWN}.")]
Publication = Annotated[
    str | None, typer.Option("--publication", metavar="TEXT", help=f"Where it appeared; {_UNKNOWN}.")
]
Day = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help=f"When, such as 2024-03-08; {_UNKNOWN}.")
]
Address = Annotated[str | None, typer.Option("--url", metavar="URL", help=f"Its address; {_UNKNOWN}.")]
GivenSource: TypeAlias = Mapping[str, object]
"""Fields of a source and their values, None for one that nobody knows."""


def given_source(**options: str | None) -> GivenSource:
    """Return the fields that the options give. Raises ConfigurationError for a value that cannot be one."""
    given = {name: one_line(value) for name, value in options.items() if value is not None}
    fields: dict[str, object] = {name: value or None for name, value in given.items() if name != "date"}
    if "title" in given and not given["title"]:
        raise ConfigurationError("--title: is empty; an article has a title")
    if given.get("url") and not is_address(given["url"]):
        raise ConfigurationError(
            f"--url: '{given['url']}' is no address; write one like https://example.org/a"
        )
    if "date" in given:
        fields["published"] = day_of(given["date"]) if given["date"] else None
        if given["date"] and fields["published"] is None:
            raise ConfigurationError(f"--date: '{given['date']}' is no date; write one like 2024-03-08")
    return fields


def options_of(given: GivenSource) -> str:
    """Return the options that gave these fields."""
    return " ".join(f"--{'date' if field == 'published' else field}" for field in given)


def with_source(article: Article, given: GivenSource) -> Article:
    """Return the article with these fields in its source."""
    source = replace(article.source, **given)  # type: ignore[arg-type]  # as `given_source` made them
    return replace(article, source=source)
