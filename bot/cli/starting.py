"""Starting the bot: on Telegram, in the browser, or here, where questions come in."""

import os
import stat
import sys
from collections.abc import Callable

from bot.assistant.assistant import Assistant
from bot.assistant.links import Links
from bot.assistant.privacy import Privacy
from bot.assistant.retention import Retention
from bot.cli.asking import converse
from bot.cli.building import desk, notebook, tell
from bot.cli.serving import serve_pages, serve_pages_beside
from bot.model import PUBLIC
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
    remembered = notebook(settings)
    links = Links(settings.public_url) if settings.public_url else None
    assistant = Assistant(desk(settings, watching=True), remembered, links)
    _retention(settings, assistant, remembered).start()
    if token:
        serve_pages_beside(settings, assistant, remembered, token)
        _answer_on_telegram(settings, assistant, remembered, token)
    else:
        _answer_without_telegram(settings, assistant, remembered)


def _answer_on_telegram(settings: Settings, assistant: Assistant, remembered: Notebook, token: str) -> None:
    from bot.chat import telegram

    telegram.run(
        assistant,
        remembered,
        token,
        settings.telegram_api_base_url,
        settings.zhaiyin_retention_days,
        telegram.Quota(settings.zhaiyin_chat_articles, settings.zhaiyin_chat_characters),
        _fetch(settings),
    )


def _fetch(settings: Settings) -> Callable[[str], File] | None:
    """What gets the pages that chats may add; None where the operator does not allow it."""
    if not settings.zhaiyin_chat_urls:
        return None
    from bot.readers.fetching.fetch import fetch

    return fetch


def _answer_without_telegram(settings: Settings, assistant: Assistant, remembered: Notebook) -> None:
    if settings.web_port and not _questions_come():
        serve_pages(settings, assistant, remembered, _FOR_TELEGRAM)
        return
    tell(f"answering here, one question a line. {_FOR_TELEGRAM}")
    serve_pages_beside(settings, assistant, remembered)
    converse(settings, assistant, PUBLIC)


def _questions_come() -> bool:
    """Through a pipe or from a file; not from a terminal, nor from the null device that a service has."""
    return not stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode)


def _retention(settings: Settings, assistant: Assistant, remembered: Notebook) -> Retention:
    """What forgets daily what is too old, until the process ends."""
    privacy = Privacy(assistant.desk, remembered)
    return Retention(privacy, settings.zhaiyin_retention_days, lambda error: tell(str(error)))
