"""`zhaiyin list`: list the articles on a shelf."""

from collections.abc import Iterable
from contextlib import closing

from rich.console import Console
from rich.table import Table

from bot.cli.opening import open_library
from bot.cli.options import AsJson, Shelf
from bot.cli.output import print_json
from bot.model import PUBLIC_SHELF, Article
from bot.reply.record import article_record
from bot.settings import read_settings

__all__ = ["list_"]


def list_(shelf: Shelf = PUBLIC_SHELF, as_json: AsJson = False) -> None:
    """List the articles on the shelf."""
    with closing(open_library(read_settings())) as library:
        articles = library.articles(shelf)
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
