"""The only reader of the environment: every setting, where it comes from and what it must look like."""

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
    """The corpus inside an installed wheel, or beside `bot/` in a checkout."""
    package = Path(__file__).parent
    inside = package / "corpus"
    return inside if inside.is_dir() else package.parent / "corpus"


def _server_address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+/?", url):
        raise ValueError("give scheme, host and port only, like http://127.0.0.1:8081")
    return url.rstrip("/")


def _networks(text: str) -> str:
    try:
        return ",".join(str(ip_network(part.strip())) for part in text.split(","))
    except ValueError:
        raise ValueError(
            "give addresses or networks, parted by commas, like 127.0.0.1,172.16.0.0/12"
        ) from None


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token.get_secret_value()):
        raise ValueError("not a token; copy the whole of it from @BotFather, like 123456:ABC-def_1")
    return token


class Settings(BaseSettings):
    """Everything that can be set, in the environment or in a file `.env` in the working folder."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_base_url: Annotated[str, AfterValidator(_server_address)] = "https://api.telegram.org"
    zhaiyin_data_dir: Path = Field(default_factory=lambda: user_data_path("zhaiyin", appauthor=False))
    zhaiyin_corpus_dir: Path = Field(default_factory=_shipped_corpus)
    database_url: SecretStr | None = None
    zhaiyin_retention_days: Annotated[int, Field(ge=1, le=3650)] = 90
    zhaiyin_chat_articles: Annotated[int, Field(ge=0)] = 50
    zhaiyin_chat_characters: Annotated[int, Field(ge=0)] = 2_000_000
    zhaiyin_chat_urls: bool = False
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    web_proxies: Annotated[str, AfterValidator(_networks)] = "127.0.0.1"
    public_url: Annotated[str, AfterValidator(_server_address)] | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def library_url(self) -> str:
        """The database the library is kept in: DATABASE_URL, or SQLite in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.zhaiyin_data_dir.expanduser().absolute() / 'zhaiyin.db'}"


def read_settings() -> Settings:
    """The settings as they are now. Raises ConfigurationError naming the variable, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise ConfigurationError(f"{name}: {reason}; see .env.example") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f".env: cannot be read ({error}); save it as UTF-8 text") from None
