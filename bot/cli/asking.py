"""The commands that answer: run, ask, chat."""

import os
import stat
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console

from bot.chat.console import chat as console_chat
from bot.chat.console import show
from bot.chat.desk import Desk
from bot.chat.links import Links
from bot.chat.record import found, record
from bot.cli.building import AsJson, Shelf, desk, notebook, print_json, tell
from bot.cli.serving import FOR_TELEGRAM, forget_meanwhile, serve_pages, serve_pages_beside
from bot.language.normalise import readable
from bot.language.script import language_of
from bot.locale import DEFAULT, locale
from bot.model import PUBLIC_SHELF, Question
from bot.readers import File
from bot.reply import reply
from bot.settings import Settings, read_settings

__all__ = ["ask", "chat", "run"]

FOUND, NOT_FOUND = 0, 1


def run() -> None:
    """Start the bot: on Telegram when TELEGRAM_BOT_TOKEN is set, and in the browser.

    Without a token, questions that come through a pipe or from a file, one a line, are answered too, until they end.
    """
    settings = read_settings()
    if settings.telegram_bot_token is not None:
        _run_on_telegram(settings, settings.telegram_bot_token.get_secret_value())
    elif settings.web_port and not _questions_come():
        serve_pages(settings)
    else:
        _run_here(settings)


def _questions_come() -> bool:
    """Through a pipe or from a file; not from a terminal, nor from the null device that a service has."""
    return not stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode)


def _run_here(settings: Settings) -> None:
    from bot.logs import configure

    configure(settings.log_level)
    tell(f"answering here, one question a line. {FOR_TELEGRAM}")
    remembered, asked_at = notebook(settings), desk(settings, watching=True)
    forget_meanwhile(settings, remembered)
    serve_pages_beside(settings, asked_at, remembered)
    _chat(settings, asked_at, PUBLIC_SHELF)


def _run_on_telegram(settings: Settings, token: str) -> None:
    from bot.chat import telegram
    from bot.logs import configure

    configure(settings.log_level, secrets=[token])
    tell(f"starting the Telegram bot at {settings.telegram_api_base_url}; Ctrl-C stops it.")
    remembered, asked_at = notebook(settings), desk(settings, watching=True)
    serve_pages_beside(settings, asked_at, remembered, token)
    telegram.run(
        asked_at,
        remembered,
        token,
        settings.telegram_api_base_url,
        settings.zhaiyin_retention_days,
        telegram.Quota(settings.zhaiyin_chat_articles, settings.zhaiyin_chat_characters),
        Links(settings.public_url) if settings.public_url else None,
        _fetch(settings),
    )


def _fetch(settings: Settings) -> Callable[[str], File] | None:
    """What gets the pages that chats may add; None where the operator does not allow it."""
    if not settings.zhaiyin_chat_urls:
        return None
    from bot.readers.web import fetched

    return fetched


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question; - reads one a line.")],
    as_json: AsJson = False,
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Answer one question, or with - one a line. Exit status 0: found, 1: not found, 2: wrong use."""
    asked_at = desk(read_settings())
    console = Console(highlight=False, soft_wrap=True)
    any_found = False
    lines = (line.strip() for line in sys.stdin) if question == "-" else [readable(question)]
    for line in lines:
        if question == "-" and not line:
            continue
        answer = asked_at.ask(Question(line, shelf))
        any_found |= found(answer)
        say = locale(language_of(line) or DEFAULT)
        if as_json:
            print_json(record(answer, say))
        else:
            show(console, reply(answer, say))
    raise typer.Exit(FOUND if any_found else NOT_FOUND)


def chat(shelf: Shelf = PUBLIC_SHELF) -> None:
    """Ask question after question in this terminal, with history and line editing."""
    settings = read_settings()
    _chat(settings, desk(settings, watching=True), shelf)


def _chat(settings: Settings, asked_at: Desk, shelf: str) -> None:
    console_chat(asked_at, shelf, settings.zhaiyin_data_dir.expanduser() / "history")
