"""Where the library and the corpus lie: all that a single question needs of the settings."""

import os
from pathlib import Path
from typing import NamedTuple

from bot.database_url import sqlite_url
from bot.settings_file import faults_of_names

__all__ = ["OTHERS", "Places", "data_folder", "library_in", "read_places", "shipped_corpus"]

OTHERS = frozenset(
    """telegram_bot_token telegram_bot_token_file telegram_api_base_url webhook_secret webhook_secret_file
    database_url_file cluster_url cluster_url_file zhaiyin_retention_days zhaiyin_chat_articles zhaiyin_chat_characters zhaiyin_chat_urls
    zhaiyin_disk_characters zhaiyin_memory_mb web_host web_port web_proxies public_url web_password_file metrics_host metrics_port log_level
    log_format""".split()
)
"""The settings that say something else; a test holds them to `settings.py`."""
_OWN = frozenset({"ZHAIYIN_DATA_DIR", "ZHAIYIN_CORPUS_DIR", "DATABASE_URL"})


class Places(NamedTuple):
    """The folder of the bot's data, that of the corpus, and the address of the library's database."""

    data: Path
    corpus: Path
    library_url: str


def read_places() -> Places | None:
    """Return the places as the environment names them, or by default.

    None if it names another setting, or one that there is not, if there is a file `.env`, or if ~ leads nowhere: then all
    settings have to be read and checked, with libraries that take a fifth of a second to import.
    """
    named = {name.lower(): value for name, value in os.environ.items() if value}
    if named.keys() & OTHERS or Path(".env").exists() or any(faults_of_names(os.environ, _OWN)):
        return None
    try:
        data = _named(named.get("zhaiyin_data_dir")) or data_folder()
        corpus = _named(named.get("zhaiyin_corpus_dir")) or shipped_corpus()
    except RuntimeError:
        return None
    return Places(data, corpus, named.get("database_url", library_in(data)))


def data_folder() -> Path:
    """Return the folder of the bot's data unless another one is named."""
    from platformdirs import user_data_path  # not needed where one is named

    return user_data_path("zhaiyin", appauthor=False)


def shipped_corpus() -> Path:
    """Return the corpus inside an installed wheel, or the one beside `bot/` in a checkout."""
    package = Path(__file__).parent
    inside = package / "corpus"
    return inside if inside.is_dir() else package.parent / "corpus"


def library_in(data: Path) -> str:
    """Return the address of the SQLite database in the data folder."""
    return sqlite_url(data.absolute() / "zhaiyin.db")


def _named(folder: str | None) -> Path | None:
    return Path(folder).expanduser() if folder else None
