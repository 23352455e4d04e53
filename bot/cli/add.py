"""`zhaiyin add`: put articles on a shelf."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from bot.cli.opening import open_library
from bot.cli.options import AsJson, Shelf
from bot.cli.output import counted, print_aside, print_json
from bot.cli.report import print_report
from bot.errors import UnreadableArticle
from bot.library import Added, Library
from bot.locale import INTERNATIONAL, locale
from bot.model import PUBLIC_SHELF, Article
from bot.readers import File, Reading, suffixes
from bot.readers.file import file_name
from bot.readers.folder import files_below, printable
from bot.readers.reading import RemarkKind
from bot.readers.worker import read_safely
from bot.reply.record import article_record
from bot.reply.remarks import remark_line
from bot.settings import read_settings

__all__ = ["add"]

_OUTCOMES = {Added.NEW: "added", Added.REPLACED: "replaced", Added.SAME: "already there"}


def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…|URL", help="Files, archives, folders of files, or addresses of web pages."
        ),
    ],
    shelf: Shelf = PUBLIC_SHELF,
    as_json: AsJson = False,
    check: Annotated[
        bool, typer.Option("--check", help="Shelve nothing; show what was read, and what was left out.")
    ] = False,
    feed: Annotated[
        bool,
        typer.Option(
            "--feed",
            help="The sources are RSS, Atom or JSON feeds, or files with one address a line; add their pages.",
        ),
    ] = False,
    limit: Annotated[
        int,
        typer.Option("--limit", min=1, max=1_000, metavar="N", help="With --feed: the most entries of each."),
    ] = 20,
) -> None:
    """Put articles on the shelf, in any format that can be read; those already there are skipped."""
    if feed:
        _add_entries(sources, shelf, limit, as_json=as_json, check=check)
    files = [file for source in sources for file in _files(source)]
    if check:
        done = [_is_checked(file, as_json) for file in _tracked(files)]
        raise typer.Exit(0 if done and all(done) else 2)
    with closing(open_library(read_settings())) as library:
        added = [_added(library, file, shelf, as_json, many=len(files) > 1) for file in _tracked(files)]
    failed = sum(not outcomes for outcomes in added)
    outcomes = [outcome for of_file in added for outcome in of_file]
    if len(files) > 1 and not as_json:
        print(_summary(len(files), "file", outcomes, failed))
    raise typer.Exit(2 if failed or not files else 0)


def _add_entries(sources: Sequence[str], shelf: str, limit: int, *, as_json: bool, check: bool) -> None:
    """Add the pages that feeds name, and end the command; a page that cannot be read ends none of the others."""
    # httpx takes a tenth of a second to import, and most articles are files
    from bot.cli.feeds import Entries

    with closing(open_library(read_settings())) as library:
        shelved = library.articles(shelf) if shelf in library.shelves() and not check else ()
        entries = Entries(sources, limit, (article.source.url for article in shelved if article.source.url))
        pages = _tracked(entries.new)
        if check:
            raise typer.Exit(
                2 if entries.failed + sum(not _is_checked(page, as_json) for page in pages) else 0
            )
        added = [_added(library, page, shelf, as_json, many=True) for page in pages]
    failed = sum(not outcomes for outcomes in added)
    for address in entries.there if as_json else ():
        print_json({"file": printable(address), "outcome": Added.SAME})
    outcomes = [outcome for of_page in added for outcome in of_page] + [Added.SAME] * len(entries.there)
    if not as_json:
        print(_summary(len(added) + len(entries.there), "page", outcomes, failed))
    raise typer.Exit(2 if failed or entries.failed else 0)


def _summary(number: int, thing: str, outcomes: Sequence[Added], failed: int) -> str:
    counts = [f"{outcomes.count(outcome)} {word}" for outcome, word in _OUTCOMES.items()]
    return f"{counted(number, thing)}: {', '.join(counts)}, {failed} failed"


def _files(source: str) -> Iterator[str]:
    """Yield the source itself, or the files below a folder that can be read, ordered by path."""
    path, known = Path(source), suffixes()
    if not path.is_dir():
        yield source
    elif files := files_below(path, known):
        yield from map(str, files)
    else:
        print_aside(f"{printable(source)}: holds no file that can be read; known: {' '.join(known)}")


def _tracked(files: Sequence[str]) -> Iterable[str]:
    console = Console(stderr=True)
    if len(files) < 2 or not console.is_terminal:
        return files
    return track(files, "adding", console=console, transient=True)


def _is_checked(source: str, as_json: bool) -> bool:
    """Print what is read from a file, and return whether it can be read."""
    try:
        reading = read_safely(_file(source))
    except UnreadableArticle as error:
        print_aside(_with_path(source, error))
        return False
    if not as_json:
        print_report(source, reading)
        return True
    for article in reading.articles:
        print_json(_record(source, "checked", article, reading))
    return True


def _record(source: str, outcome: str, article: Article, reading: Reading) -> dict[str, Any]:
    remarks = [asdict(remark) for remark in reading.remarks]
    return {"file": printable(source), "outcome": outcome, **article_record(article), "remarks": remarks}


def _added(library: Library, source: str, shelf: str, as_json: bool, *, many: bool) -> Sequence[Added]:
    """Add the articles of a file and return the outcomes; none if it cannot be read, which is reported."""
    try:
        reading = read_safely(_file(source))
    except UnreadableArticle as error:
        print_aside(_with_path(source, error))
        return ()
    outcomes = [library.add(article, shelf) for article in reading.articles]
    for article, outcome in zip(reading.articles, outcomes, strict=True):
        if as_json:
            print_json(_record(source, outcome, article, reading))
        elif not many:
            size = f"{counted(len(article.paragraphs), 'paragraph')}, id {article.id}"
            print(f"{_OUTCOMES[outcome]}: {article.source.title} ({size})")
    if not as_json:
        for remark in reading.remarks:
            print_aside(f"{printable(source)}: {remark_line(remark, locale(INTERNATIONAL))}")
            for passage in remark.passages if remark.kind is RemarkKind.UNREAD_FILES else ():
                print_aside(f"{printable(source)}: {printable(passage)}")
    return outcomes


def _with_path(source: str, error: UnreadableArticle) -> str:
    """Return the error's message with the whole path, since a folder may hold many of one name."""
    name = f"{file_name(source)}: "
    message = str(error)
    return f"{printable(source)}: {message.removeprefix(name)}" if message.startswith(name) else message


def _file(source: str) -> File:
    if re.match(r"[a-z][a-z0-9+.-]+://", source, re.IGNORECASE):
        # httpx takes a tenth of a second to import, and most articles are files
        from bot.readers.fetching.fetch import fetch

        return fetch(source)
    return File.at(Path(source))
