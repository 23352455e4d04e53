"""The commands that keep the shelves: add, list, remove."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.cli.building import AsJson, Shelf, print_json, stocked, tell
from bot.errors import ArticleNotFound, UnreadableArticle
from bot.library import Added, Library
from bot.library.library import HANDED
from bot.model import PUBLIC_SHELF, Article
from bot.readers import File, suffixes
from bot.readers.file import file_name
from bot.readers.folder import files_below, printable
from bot.readers.worker import read_safely
from bot.reply.record import article_record
from bot.settings import read_settings

__all__ = ["add", "list_", "remove"]


def add(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH…|URL", help="Files, folders to look through, or addresses of pages."),
    ],
    shelf: Shelf = PUBLIC_SHELF,
    as_json: AsJson = False,
) -> None:
    """Put articles on the shelf, in any format there is a reader for; what is there already is passed over."""
    library = stocked(read_settings())
    files = [file for source in sources for file in _files(source)]
    outcomes = [_added(library, file, shelf, as_json, many=len(files) > 1) for file in _tracked(files)]
    failed = outcomes.count(None)
    if len(files) > 1 and not as_json:
        counts = [f"{outcomes.count(outcome)} {said}" for outcome, said in _OUTCOMES.items()]
        print(f"{len(files)} files: {', '.join(counts)}, {failed} failed")
    raise typer.Exit(2 if failed else 0)


def _files(source: str) -> Iterator[str]:
    """The file or address itself, or every file below the folder that there is a reader for, in order of their paths."""
    path, known = Path(source), suffixes()
    if not path.is_dir():
        yield source
    elif files := files_below(path, known):
        yield from map(str, files)
    else:
        tell(f"{printable(source)}: holds no file that can be read; known: {' '.join(known)}")


def _tracked(files: Sequence[str]) -> Iterable[str]:
    console = Console(stderr=True)
    if len(files) < 2 or not console.is_terminal:
        return files
    return track(files, "adding", console=console, transient=True)


def _added(library: Library, source: str, shelf: str, as_json: bool, *, many: bool) -> Added | None:
    """What adding the file came to; None where it could not be read, which is told."""
    try:
        article = read_safely(_file(source))
    except UnreadableArticle as error:
        tell(_where(source, error))
        return None
    outcome = library.add(article, shelf)
    if as_json:
        print_json({"file": printable(source), "outcome": outcome, **article_record(article)})
    elif not many:
        print(
            f"{_OUTCOMES[outcome]}: {article.source.title} ({len(article.paragraphs)} paragraphs, id {article.id})"
        )
    return outcome


def _where(source: str, error: UnreadableArticle) -> str:
    """What the error says, of the whole path where it says the file's name: a folder may hold many of one name."""
    name = f"{file_name(source)}: "
    said = str(error)
    return f"{printable(source)}: {said.removeprefix(name)}" if said.startswith(name) else said


def _file(source: str) -> File:
    if re.match(r"[a-z][a-z0-9+.-]+://", source, re.IGNORECASE):
        # httpx takes a tenth of a second to import, and most articles are files
        from bot.readers.fetching.fetch import fetch

        return fetch(source)
    return File.at(Path(source))


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
