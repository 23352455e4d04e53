"""The `zhaiyin` command; the one place where objects are built and joined."""

import json
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.chat.console import chat as console_chat
from bot.chat.console import show
from bot.chat.desk import Desk
from bot.chat.record import article_record, found, record
from bot.errors import ArticleNotFound, UnreadableArticle, ZhaiyinError
from bot.language.script import language_of
from bot.library import Added, Library
from bot.library.corpus import mirror
from bot.library.library import HANDED
from bot.locale import DEFAULT, locale
from bot.model import PUBLIC_SHELF, Article, Question
from bot.readers import read_path
from bot.reply import reply
from bot.retrieval.memory import MemoryEngine
from bot.settings import Settings, read_settings

__all__ = ["main"]

FOUND, NOT_FOUND, WRONG = 0, 1, 2

app = typer.Typer(
    name="zhaiyin",
    help="Ask an article a question; get the passage that answers it, word for word, with its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Shelf = Annotated[str, typer.Option("--shelf", metavar="NAME", help="The shelf to ask.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line instead of text.")]


def main() -> None:
    """Run the command line; every expected failure is one line on standard error and exit status 2."""
    try:
        app()
    except ZhaiyinError as error:
        _tell(str(error))
        sys.exit(WRONG)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FOUND)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"zhaiyin {version('zhaiyin')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Ask an article a question; get the passage that answers it, word for word, with its source."""


@app.command()
def run() -> None:
    """Start the bot: on Telegram when TELEGRAM_BOT_TOKEN is set, otherwise a chat in this terminal."""
    settings = read_settings()
    token = settings.telegram_bot_token
    if token is None:
        _tell(
            "no TELEGRAM_BOT_TOKEN, so this is a chat in the terminal. "
            "For Telegram, put TELEGRAM_BOT_TOKEN=… (from @BotFather) into the environment or .env."
        )
        chat()
        return
    from bot.chat import telegram
    from bot.logs import configure

    configure(settings.log_level, secrets=[token.get_secret_value()])
    _tell(f"starting the Telegram bot at {settings.telegram_api_base_url}; Ctrl-C stops it.")
    telegram.run(_desk(settings), token.get_secret_value(), settings.telegram_api_base_url)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question; - reads one a line.")],
    as_json: AsJson = False,
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Answer one question, or with - one a line. Exit status 0: found, 1: not found, 2: wrong use."""
    desk = _desk(read_settings())
    console = Console(highlight=False, soft_wrap=True)
    any_found = False
    lines = (line.strip() for line in sys.stdin) if question == "-" else [question]
    for line in lines:
        if question == "-" and not line:
            continue
        answer = desk.ask(Question(line, shelf))
        any_found |= found(answer)
        say = locale(language_of(line) or DEFAULT)
        if as_json:
            _print_json(record(answer, say))
        else:
            show(console, reply(answer, say))
    raise typer.Exit(FOUND if any_found else NOT_FOUND)


@app.command()
def chat(shelf: Shelf = PUBLIC_SHELF) -> None:
    """Ask question after question in this terminal, with history and line editing."""
    settings = read_settings()
    console_chat(_desk(settings), shelf, settings.zhaiyin_data_dir.expanduser() / "history")


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Articles to put on the shelf.")],
    shelf: Shelf = PUBLIC_SHELF,
    as_json: AsJson = False,
) -> None:
    """Put articles on the shelf: a saved newspaper page, plain text or Markdown."""
    library = _stocked(read_settings())
    failures = [error for file in files if (error := _add(library, file, shelf, as_json))]
    for error in failures:
        _tell(str(error))
    raise typer.Exit(WRONG if failures else FOUND)


def _add(library: Library, file: Path, shelf: str, as_json: bool) -> UnreadableArticle | None:
    try:
        article = read_path(file)
    except UnreadableArticle as error:
        return error
    outcome = library.add(article, shelf)
    if as_json:
        _print_json({"file": str(file), "outcome": outcome, **article_record(article)})
    else:
        print(
            f"{_OUTCOMES[outcome]}: {article.source.title} ({len(article.paragraphs)} paragraphs, id {article.id})"
        )
    return None


_OUTCOMES = {Added.NEW: "added", Added.REPLACED: "replaced", Added.SAME: "already there"}


@app.command(name="list")
def list_(shelf: Shelf = PUBLIC_SHELF, as_json: AsJson = False) -> None:
    """List the articles on the shelf."""
    articles = _stocked(read_settings()).articles(shelf)
    if as_json:
        for article in articles:
            _print_json(article_record(article))
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


@app.command()
def remove(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="The article's id, as `zhaiyin list` shows it.")
    ],
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Take an article off the shelf; where corpus/ has an edition of it, that one returns."""
    library = _stocked(read_settings())
    origin = next((one.origin for one in library.shelved(shelf) if one.article.id == article_id), HANDED)
    if origin != HANDED:
        raise ArticleNotFound(
            f"{article_id}: comes from the corpus; delete {origin} from ZHAIYIN_CORPUS_DIR instead"
        )
    print(f"removed: {library.remove(article_id, shelf).article.source.title}")


def _tell(line: str) -> None:
    print(f"zhaiyin: {line}", file=sys.stderr)


def _print_json(value: Mapping[str, object]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _stocked(settings: Settings) -> Library:
    """The library, with the corpus on its public shelf; what cannot be read there is named on standard error."""
    library = Library.at(settings.library_url)
    for failure in mirror(library, settings.zhaiyin_corpus_dir.expanduser()):
        _tell(str(failure))
    return library


def _desk(settings: Settings) -> Desk:
    return Desk(_stocked(settings), MemoryEngine)
