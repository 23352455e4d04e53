"""`zhaiyin add`: put articles on a shelf."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.progress import track

from bot.cli.ledger import ledger
from bot.cli.opening import open_library
from bot.cli.options import AsJson, Shelf
from bot.cli.output import counted, print_aside, print_json
from bot.cli.report import print_report
from bot.cli.source_options import (
    Address,
    Author,
    Day,
    GivenSource,
    Publication,
    Title,
    given_source,
    options_of,
    with_source,
)
from bot.errors import ArchiveUnavailable, ConfigurationError, UnreadableArticle
from bot.folder import files_below, printable
from bot.library import Added, Library, Taken
from bot.locale import INTERNATIONAL, locale
from bot.model import PUBLIC_SHELF, Article
from bot.readers import File, Reading, suffixes
from bot.readers.file import file_name
from bot.readers.reading import RemarkKind
from bot.readers.worker import read_safely
from bot.reply.record import article_record
from bot.reply.remarks import remark_line
from bot.settings import Settings, read_settings

__all__ = ["add"]

_OUTCOMES = {Added.NEW: "added", Added.REPLACED: "replaced", Added.SAME: "already there"}


class _Result(NamedTuple):
    """What became of the articles of a file, and how many files, it or those in it, could not be read."""

    outcomes: Sequence[Added]
    failed: int


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
    replace: Annotated[
        bool,
        typer.Option(
            "--replace/--keep",
            help="What becomes of an article that may be an earlier version: it is replaced, or both are kept.",
        ),
    ] = False,
    title: Title = None,
    author: Author = None,
    publication: Publication = None,
    date: Day = None,
    url: Address = None,
) -> None:
    """Put articles on the shelf, in any format that can be read; those already there are skipped."""
    given = given_source(title=title, author=author, publication=publication, date=date, url=url)
    if feed and given:
        raise ConfigurationError(
            f"{options_of(given)}: tell the source of one article; add it without --feed"
        )
    if feed:
        _add_entries(sources, shelf, limit, replace, as_json=as_json, check=check)
    files = [file for source in sources for file in _files(source)]
    if given and len(files) > 1:
        raise ConfigurationError(
            f"{options_of(given)}: tell the source of one article; name one file, not {len(files)}"
        )
    reading = partial(_reading, given=given)
    if check:
        done = [_is_checked(file, reading, as_json) for file in _tracked(files)]
        raise typer.Exit(0 if done and all(done) else 2)
    added = _added_all(files, reading, shelf, replace=replace, as_json=as_json, given=given)
    failed = sum(of_file.failed for of_file in added)
    outcomes = [outcome for of_file in added for outcome in of_file.outcomes]
    if len(files) > 1 and not as_json:
        print(_summary(len(files), "file", outcomes, failed))
    raise typer.Exit(2 if failed or not files else 0)


def _added_all(
    files: Sequence[str],
    reading: Callable[[str], Reading],
    shelf: str,
    *,
    replace: bool,
    as_json: bool,
    given: GivenSource,
) -> list[_Result]:
    """Add the files and return what became of each; those that were added before somebody interrupted it first."""
    settings, many = read_settings(), len(files) > 1
    command = [shelf, str(replace), *files, *map(str, given.items())]
    with (
        closing(open_library(settings)) as library,
        ledger(settings.zhaiyin_data_dir, command) as before,
    ):
        take = partial(library.take, shelf=shelf, replace_near=replace)
        left = [file for file in files if not before.has(file)]
        if len(left) < len(files):
            print_aside(f"going on after {counted(len(files) - len(left), 'file')} that were added before")
        results = [_Result([Added.SAME], 0)] * (len(files) - len(left))
        for file in _tracked(left):
            results.append(_added(take, file, reading, as_json, many=many))
            if many and not results[-1].failed:
                before.note(file)
        if many:
            _index(settings, library, shelf)
    return results


def _index(settings: Settings, library: Library, shelf: str) -> None:
    """Bring the index of a large shelf up to date, so that nobody who asks waits for it."""
    # most shelves are small, and these take a while to import
    from bot.cli.keeping_up import bring_up
    from bot.cli.opening import open_archive

    archive = open_archive(settings, library)
    if archive is not None and shelf in library.shelves():
        try:
            bring_up(archive, shelf)
        except ArchiveUnavailable as error:
            # the articles are on the shelf, and whoever asks it next tries again
            print_aside(str(error))


def _add_entries(
    sources: Sequence[str], shelf: str, limit: int, replace: bool, *, as_json: bool, check: bool
) -> None:
    """Add the pages that feeds name, and end the command; a page that cannot be read ends none of the others."""
    # httpx takes a tenth of a second to import, and most articles are files
    from bot.cli.feeds import Entries

    read = partial(_reading, given={})
    with closing(open_library(read_settings())) as library:
        shelved = library.articles(shelf) if shelf in library.shelves() and not check else ()
        entries = Entries(sources, limit, (article.source.url for article in shelved if article.source.url))
        pages = _tracked(entries.new)
        if check:
            raise typer.Exit(
                2 if entries.failed + sum(not _is_checked(page, read, as_json) for page in pages) else 0
            )
        take = partial(library.take, shelf=shelf, replace_near=replace)
        added = [_added(take, page, read, as_json, many=True) for page in pages]
    failed = sum(of_page.failed for of_page in added)
    for address in entries.there if as_json else ():
        print_json({"file": printable(address), "outcome": Added.SAME})
    outcomes = [outcome for of_page in added for outcome in of_page.outcomes] + [Added.SAME] * len(
        entries.there
    )
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


def _reading(source: str, given: GivenSource) -> Reading:
    """Return what is in the file, with the source that was given. Raises UnreadableArticle."""
    reading = read_safely(_file(source))
    if not given:
        return reading
    if len(reading.articles) > 1:
        raise UnreadableArticle(
            f"{file_name(source)}: holds {len(reading.articles)} articles; {options_of(given)} tell the source of one"
        )
    return Reading((with_source(reading.article, given),), reading.remarks)


def _is_checked(source: str, read: Callable[[str], Reading], as_json: bool) -> bool:
    """Print what is read from a file, and return whether it, and each file in it, can be read."""
    try:
        reading = read(source)
    except UnreadableArticle as error:
        print_aside(_with_path(source, error))
        return False
    if not as_json:
        print_report(source, reading)
        return not _unread(reading)
    for article in reading.articles:
        print_json(_record(source, "checked", article, reading))
    return not _unread(reading)


def _record(source: str, outcome: str, article: Article, reading: Reading) -> dict[str, Any]:
    remarks = [asdict(remark) for remark in reading.remarks]
    return {"file": printable(source), "outcome": outcome, **article_record(article), "remarks": remarks}


def _added(
    take: Callable[[Article], Taken],
    source: str,
    read: Callable[[str], Reading],
    as_json: bool,
    *,
    many: bool,
) -> _Result:
    """Add the articles of a file and return the outcomes; what of it cannot be read is reported."""
    try:
        reading = read(source)
    except UnreadableArticle as error:
        print_aside(_with_path(source, error))
        return _Result((), 1)
    outcomes = [take(article) for article in reading.articles]
    for outcome in outcomes:
        if as_json:
            near = {"near": outcome.near.id if outcome.near is not None else None}
            print_json(_record(source, outcome.added, outcome.article, reading) | near)
        else:
            _print_outcome(source, outcome, many=many)
    if not as_json:
        for remark in reading.remarks:
            print_aside(f"{printable(source)}: {remark_line(remark, locale(INTERNATIONAL))}")
            for passage in remark.passages if remark.kind is RemarkKind.UNREAD_FILES else ():
                print_aside(f"{printable(source)}: {printable(passage)}")
    return _Result([outcome.added for outcome in outcomes], _unread(reading))


def _unread(reading: Reading) -> int:
    """Return how many files of an archive could not be read."""
    return sum(remark.number for remark in reading.remarks if remark.kind is RemarkKind.UNREAD_FILES)


def _print_outcome(source: str, outcome: Taken, *, many: bool) -> None:
    """Print what became of an article, if it was not one of many files, and which one it is like."""
    article, near = outcome.article, outcome.near
    if not many:
        size = f"{counted(len(article.paragraphs), 'paragraph')}, id {article.id}"
        print(f"{_OUTCOMES[outcome.added]}: {article.source.title} ({size})")
    if near is not None:
        print_aside(
            f"{printable(source)}: may be a new version of {printable(near.source.title)} (id {near.id}); both are kept, "
            "--replace puts it in that one's place"
        )


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
