"""`zhaiyin remove`: take an article off a shelf."""

from contextlib import closing
from typing import Annotated

import typer

from bot.cli.opening import open_library
from bot.cli.options import Shelf
from bot.errors import ArticleNotFound
from bot.library.library import HANDED
from bot.model import PUBLIC_SHELF
from bot.settings import read_settings

__all__ = ["remove"]


def remove(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="The article's id, as `zhaiyin list` shows it.")
    ],
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Take an article off the shelf. If corpus/ has an edition of it, that edition comes back."""
    with closing(open_library(read_settings())) as library:
        if (origin := library.find(article_id, shelf).origin) != HANDED:
            raise ArticleNotFound(
                f"{article_id}: comes from the corpus; delete {origin} from ZHAIYIN_CORPUS_DIR instead"
            )
        print(f"removed: {library.remove(article_id, shelf).article.source.title}")
