"""`zhaiyin list`: list the articles on a shelf."""

from collections.abc import Callable, Iterable
from contextlib import closing

from rich.console import Console
from rich.table import Table

from bot.cli.opening import open_library
from bot.cli.options import AsJson, Shelf
from bot.cli.output import print_aside, print_json
from bot.model import PUBLIC_SHELF, Article
from bot.reply.record import article_record
from bot.settings import read_settings

__all__ = ["list_"]

_COLUMNS: dict[str, Callable[[Article], object]] = {
    "id": lambda article: article.id,
    "title": lambda article: article.source.title,
    "author": lambda article: article.source.author,
    "publication": lambda article: article.source.publication,
    "published": lambda article: article.source.published,
    "paragraphs": lambda article: len(article.paragraphs),
    "kind": lambda article: "digest" if article.source.digest else "article",
}
_NARROW = ("id", "title", "author", "published")
_WIDE = 120
"""The columns of a terminal on which all of the table stands without being squeezed."""
_RATIOS = {"title": 3, "author": 1, "publication": 1}


def list_(shelf: Shelf = PUBLIC_SHELF, as_json: AsJson = False) -> None:
    """List the articles on the shelf."""
    with closing(open_library(read_settings())) as library:
        articles = library.articles(shelf)
    if as_json:
        for article in articles:
            print_json(article_record(article))
    elif not articles:
        print_aside(f"nothing on the shelf '{shelf}'; add something: zhaiyin add FILE")
    else:
        console = Console(highlight=False, markup=False, emoji=False)
        console.print(_table(articles, wide=console.width >= _WIDE))


def _table(articles: Iterable[Article], *, wide: bool) -> Table:
    """Return a row an article; a narrow terminal gets the columns by which people know an article."""
    columns = _COLUMNS if wide else {name: cell for name, cell in _COLUMNS.items() if name in _NARROW}
    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "published"), ratio=_RATIOS.get(name))
    for article in articles:
        table.add_row(*(str(cell(article) or "") for cell in columns.values()))
    return table
