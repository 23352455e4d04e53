"""The settings, read from the environment and nowhere else, with their defaults and checks."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigurationError

__all__ = ["Settings", "read_settings"]


def _shipped_corpus() -> Path:
    """Return the corpus inside an installed wheel, or the one beside `bot/` in a checkout."""
    package = Path(__file__).parent
    inside = package / "corpus"
    return inside if inside.is_dir() else package.parent / "corpus"


def _expanded(folder: Path) -> Path:
    try:
        return folder.expanduser()
    except RuntimeError:
        raise ValueError("~ leads nowhere on this system; give the whole path") from None


def _server_address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+/?", url):
        raise ValueError("give scheme, host and port only, like http://127.0.0.1:8081")
    return url.rstrip("/")


def _networks(text: str) -> str:
    try:
        return ",".join(str(ip_network(part.strip())) for part in text.split(","))
    except ValueError:
        raise ValueError(
            "give addresses or networks, separated by commas, like 127.0.0.1,172.16.0.0/12"
        ) from None


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token.get_secret_value()):
        raise ValueError("not a token; copy the whole of it from @BotFather, like 123456:ABC-def_1")
    return token


class Settings(BaseSettings):
    """All settings, from the environment or a file `.env` in the working folder."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_base_url: Annotated[str, AfterValidator(_server_address)] = "https://api.telegram.org"
    zhaiyin_data_dir: Annotated[Path, AfterValidator(_expanded)] = Field(
        default_factory=lambda: user_data_path("zhaiyin", appauthor=False)
    )
    zhaiyin_corpus_dir: Annotated[Path, AfterValidator(_expanded)] = Field(default_factory=_shipped_corpus)
    database_url: SecretStr | None = None
    zhaiyin_retention_days: Annotated[int, Field(ge=1, le=3650)] = 90
    zhaiyin_chat_articles: Annotated[int, Field(ge=0)] = 50
    zhaiyin_chat_characters: Annotated[int, Field(ge=0)] = 2_000_000
    zhaiyin_chat_urls: bool = False
    zhaiyin_disk_characters: Annotated[int, Field(ge=1)] = 1_500_000
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    web_proxies: Annotated[str, AfterValidator(_networks)] = "127.0.0.1"
    public_url: Annotated[str, AfterValidator(_server_address)] | None = None
    web_password_file: Annotated[Path, AfterValidator(_expanded)] | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def library_url(self) -> str:
        """The address of the library's database: DATABASE_URL, or SQLite in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.zhaiyin_data_dir.absolute() / 'zhaiyin.db'}"

    @property
    def history_file(self) -> Path:
        """The file for what was typed in the terminal's chat."""
        return self.zhaiyin_data_dir / "history"


def read_settings() -> Settings:
    """Return the settings. Raises ConfigurationError naming the variable, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise ConfigurationError(f"{name}: {reason}; see .env.example") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f".env: cannot be read ({error}); save it as UTF-8 text") from None
