"""The commands that keep the shelves: add, list, remove."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.chat.record import article_record
from bot.cli.building import AsJson, Shelf, print_json, stocked, tell
from bot.errors import ArticleNotFound, UnreadableArticle
from bot.library import Added, Library
from bot.library.library import HANDED
from bot.model import PUBLIC_SHELF, Article
from bot.readers import read_path
from bot.settings import read_settings

__all__ = ["add", "list_", "remove"]


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Articles to put on the shelf.")],
    shelf: Shelf = PUBLIC_SHELF,
    as_json: AsJson = False,
) -> None:
    """Put articles on the shelf: a saved newspaper page, plain text or Markdown."""
    library = stocked(read_settings())
    failures = [error for file in files if (error := _add(library, file, shelf, as_json))]
    for error in failures:
        tell(str(error))
    raise typer.Exit(2 if failures else 0)


def _add(library: Library, file: Path, shelf: str, as_json: bool) -> UnreadableArticle | None:
    try:
        article = read_path(file)
    except UnreadableArticle as error:
        return error
    outcome = library.add(article, shelf)
    if as_json:
        print_json({"file": str(file), "outcome": outcome, **article_record(article)})
    else:
        print(
            f"{_OUTCOMES[outcome]}: {article.source.title} ({len(article.paragraphs)} paragraphs, id {article.id})"
        )
    return None


_OUTCOMES = {Added.NEW: "added", Added.REPLACED: "replaced", Added.SAME: "already there"}


def list_(shelf: Shelf = PUBLIC_SHELF, as_json: AsJson = False) -> None:
    """List the articles on the shelf."""
    articles = stocked(read_settings()).articles(shelf)
    if as_json:
        for article in articles:
            print_json(article_record(article))
    else:
        Console(highlight=False).print(_table(articles))


def _table(articles: Iterable[Article]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "title", "author", "publication", "published", "paragraphs", "kind"):
        table.add_column(heading, overflow="fold", no_wrap=heading in ("id", "published"))
    for article in articles:
        source = article.source
        kind = "digest" if source.digest else "article"
        cells = (article.id, source.title, source.author, source.publication, source.published)
        table.add_row(*(str(cell or "") for cell in cells), str(len(article.paragraphs)), kind)
    return table


def remove(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="The article's id, as `zhaiyin list` shows it.")
    ],
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Take an article off the shelf; where corpus/ has an edition of it, that one returns."""
    library = stocked(read_settings())
    origin = next((one.origin for one in library.shelved(shelf) if one.article.id == article_id), HANDED)
    if origin != HANDED:
        raise ArticleNotFound(
            f"{article_id}: comes from the corpus; delete {origin} from ZHAIYIN_CORPUS_DIR instead"
        )
    print(f"removed: {library.remove(article_id, shelf).article.source.title}")
