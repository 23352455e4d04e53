"""The settings, read from the environment and nowhere else, with their defaults and checks."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.cluster_url import cluster_secrets, hosts_in
from bot.database_url import secrets_in
from bot.errors import ConfigurationError
from bot.places import Places, data_folder, library_in, shipped_corpus
from bot.secret_files import SecretFiles, read_secret_files
from bot.settings_file import SettingsFile, faults_of_names

__all__ = ["Settings", "read_settings", "secrets_around"]


_ENV_FILE = ".env"
_SECRETS = ("TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL", "CLUSTER_URL")


def _expanded(folder: Path) -> Path:
    try:
        return folder.expanduser()
    except RuntimeError:
        raise ValueError("~ leads nowhere on this system; give the whole path") from None


def _server_address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+/?", url):
        raise ValueError("give scheme, host and port only, like http://127.0.0.1:8081")
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0 and "%" not in parts.netloc
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("its host or port cannot be; ports go up to 65535, IPv6 stands in [ ]")
    return url.rstrip("/")


def _networks(text: str) -> str:
    try:
        return ",".join(str(ip_network(part.strip())) for part in text.split(","))
    except ValueError:
        raise ValueError(
            "give addresses or networks, separated by commas, like 127.0.0.1,172.16.0.0/12"
        ) from None


def _webhook_secret(secret: SecretStr) -> SecretStr:
    # shorter ones can be guessed; the signs and the most are Telegram's
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise ValueError("give 16 to 256 letters, digits, _ and -, like what `openssl rand -hex 32` prints")
    return secret


def _token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token.get_secret_value()):
        raise ValueError("not a token; copy the whole of it from @BotFather, like 123456:ABC-def_1")
    return token


def _cluster(url: SecretStr) -> SecretStr:
    hosts_in(url.get_secret_value())
    return url


class Settings(BaseSettings):
    """All settings, from the environment or a file `.env` in the working folder."""

    model_config = SettingsConfigDict(
        env_file=_ENV_FILE, env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_bot_token_file: Annotated[Path, AfterValidator(_expanded)] | None = None
    telegram_api_base_url: Annotated[str, AfterValidator(_server_address)] = "https://api.telegram.org"
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    webhook_secret_file: Annotated[Path, AfterValidator(_expanded)] | None = None
    zhaiyin_data_dir: Annotated[Path, AfterValidator(_expanded)] = Field(default_factory=data_folder)
    zhaiyin_corpus_dir: Annotated[Path, AfterValidator(_expanded)] = Field(default_factory=shipped_corpus)
    database_url: SecretStr | None = None
    database_url_file: Annotated[Path, AfterValidator(_expanded)] | None = None
    cluster_url: Annotated[SecretStr, AfterValidator(_cluster)] | None = None
    cluster_url_file: Annotated[Path, AfterValidator(_expanded)] | None = None
    zhaiyin_retention_days: Annotated[int, Field(ge=1, le=3650)] = 90
    zhaiyin_chat_articles: Annotated[int, Field(ge=0)] = 50
    zhaiyin_chat_characters: Annotated[int, Field(ge=0)] = 2_000_000
    zhaiyin_chat_urls: bool = False
    zhaiyin_disk_characters: Annotated[int, Field(ge=1)] = 1_500_000
    zhaiyin_memory_mb: Annotated[int, Field(ge=1)] = 500
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    web_proxies: Annotated[str, AfterValidator(_networks)] = "127.0.0.1"
    public_url: Annotated[str, AfterValidator(_server_address)] | None = None
    web_password_file: Annotated[Path, AfterValidator(_expanded)] | None = None
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @property
    def library_url(self) -> str:
        """The address of the library's database: DATABASE_URL, or SQLite in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return library_in(self.zhaiyin_data_dir)

    @property
    def places(self) -> Places:
        """Where the library and the corpus lie."""
        return Places(self.zhaiyin_data_dir, self.zhaiyin_corpus_dir, self.library_url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown: the token, the webhook's secret, and the passwords in the database's and cluster's addresses."""
        kept = (self.telegram_bot_token, self.webhook_secret, self.database_url, self.cluster_url)
        return _secrets(*(secret.get_secret_value() if secret else "" for secret in kept))

    @property
    def history_file(self) -> Path:
        """The file for what was typed in the terminal's chat."""
        return self.zhaiyin_data_dir / "history"


class _WithoutFile(Settings):
    """The settings of the environment alone, to find their faults too."""

    model_config = SettingsConfigDict(env_file=None)


def read_settings() -> Settings:
    """Return the settings. Raises ConfigurationError with a line for each fault, which names the variable, never its value."""
    file = SettingsFile(Path(_ENV_FILE))
    known = [name.upper() for name in Settings.model_fields]
    given = {**file.values, **os.environ}
    kept = read_secret_files(given)
    faults = [*file.faults, *file.faults_of_lines(), *faults_of_names(given, known), *kept.faults]
    try:
        settings = _settings(file, kept)
    except ValidationError as error:
        faults += [
            f"{_name(one, kept)}: {_reason(one)}"
            for one in error.errors(include_input=False, include_url=False)
        ]
    else:
        if not faults:
            return settings
    raise ConfigurationError(
        "\n".join(f"{fault}; see .env.example" for fault in _first_of_each(faults))
    ) from None


def _settings(file: SettingsFile, kept: SecretFiles) -> Settings:
    values = {name.lower(): value for name, value in kept.values.items()}
    kind = Settings if file.is_readable else _WithoutFile
    return kind(**values)  # type: ignore[arg-type]  # checked as they are when they come from the environment


def secrets_around() -> tuple[str, ...]:
    """Return the secrets of the settings as far as these can be read, for a traceback to be shown without them."""
    try:
        return read_settings().secrets
    except ConfigurationError:
        given = {name.upper(): value for name, value in os.environ.items()}
        given |= read_secret_files(given).values
        return _secrets(*(given.get(name, "") for name in _SECRETS))


def _secrets(token: str, webhook: str, database: str, cluster: str) -> tuple[str, ...]:
    """Return what is secret of the settings _SECRETS, each empty if it is not set."""
    return tuple(filter(None, (token, webhook, *secrets_in(database), *cluster_secrets(cluster))))


def _first_of_each(faults: list[str]) -> list[str]:
    """Return the faults without any after the first of a variable."""
    first = {
        fault if fault.startswith(".env") else fault.partition(":")[0]: fault for fault in reversed(faults)
    }
    return list(reversed(first.values()))


def _name(error: ErrorDetails, kept: SecretFiles) -> str:
    name = str(error["loc"][0]).upper() if error["loc"] else "settings"
    return f"{name}_FILE" if name in kept.values else name


def _reason(error: ErrorDetails) -> str:
    return str(error["msg"]).removeprefix("Value error, ")
