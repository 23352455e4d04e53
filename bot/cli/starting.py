"""Starting the bot: on Telegram, in the browser, or here, where questions come in."""

import os
import stat
import sys
import threading
from collections.abc import Callable
from functools import partial

from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.cli.asking import converse
from bot.cli.building import desk, notebook, tell
from bot.cli.remembering import forget_daily
from bot.cli.serving import serve_pages, serve_pages_beside
from bot.model import PUBLIC_SHELF
from bot.notebook import Notebook
from bot.readers import File
from bot.settings import Settings, read_settings

__all__ = ["run"]

_FOR_TELEGRAM = (
    "For Telegram, put TELEGRAM_BOT_TOKEN=… (from @BotFather) into the environment or .env; "
    "this runs without one."
)


def run() -> None:
    """Start the bot: on Telegram when TELEGRAM_BOT_TOKEN is set, and in the browser.

    Without a token, questions that come through a pipe or from a file, one a line, are answered too, until they end.
    """
    from bot.logs import configure

    settings = read_settings()
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    configure(settings.log_level, secrets=[token])
    if token:
        tell(f"starting the Telegram bot at {settings.telegram_api_base_url}; Ctrl-C stops it.")
    remembered, asked_at = notebook(settings), desk(settings, watching=True)
    if token:
        serve_pages_beside(settings, asked_at, remembered, token)
        _answer_on_telegram(settings, asked_at, remembered, token)
    else:
        _forget_meanwhile(settings, remembered)
        _answer_without_telegram(settings, asked_at, remembered)


def _answer_on_telegram(settings: Settings, asked_at: Desk, remembered: Notebook, token: str) -> None:
    from bot.chat import telegram

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
    from bot.readers.fetching.fetch import fetched

    return fetched


def _answer_without_telegram(settings: Settings, asked_at: Desk, remembered: Notebook) -> None:
    if settings.web_port and not _questions_come():
        serve_pages(settings, asked_at, remembered, _FOR_TELEGRAM)
        return
    tell(f"answering here, one question a line. {_FOR_TELEGRAM}")
    serve_pages_beside(settings, asked_at, remembered)
    converse(settings, asked_at, PUBLIC_SHELF)


def _questions_come() -> bool:
    """Through a pipe or from a file; not from a terminal, nor from the null device that a service has."""
    return not stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode)


def _forget_meanwhile(settings: Settings, remembered: Notebook) -> None:
    """Forget daily what is too old, until the process ends; Telegram's door does so by itself."""
    forget = partial(forget_daily, remembered, settings.zhaiyin_retention_days, threading.Event())
    threading.Thread(target=forget, name="forget", daemon=True).start()
