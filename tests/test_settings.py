"""Settings come from the environment or `.env`, and from nowhere else."""

import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, read_settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"


def test_the_example_lists_exactly_the_settings() -> None:
    """Every setting is in .env.example, and nothing else is."""
    named = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name.upper() for name in Settings.model_fields] == named


def test_the_example_holds_nothing_but_settings_and_comments() -> None:
    """A copy of it is a valid `.env`."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    assert [] == [line for line in lines if not re.fullmatch(r"|# .*|[A-Z_]+=\S*", line)]


def test_the_example_copied_as_it_is_gives_the_defaults(tmp_path: Path) -> None:
    """A copy with nothing filled in changes nothing."""
    defaults = read_settings()
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert defaults == read_settings()


def test_a_dotenv_file_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`.env` in the working folder counts unless the environment says otherwise."""
    (tmp_path / ".env").write_text(
        "LOG_LEVEL=DEBUG\nTELEGRAM_API_BASE_URL=http://127.0.0.1:8081/\n", encoding="utf-8"
    )
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    assert ("ERROR", "http://127.0.0.1:8081") == (
        read_settings().log_level,
        read_settings().telegram_api_base_url,
    )


def test_the_database_lives_in_the_data_folder_unless_a_url_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite by default."""
    monkeypatch.setenv("ZHAIYIN_DATA_DIR", "/somewhere")
    assert "sqlite:////somewhere/zhaiyin.db" == read_settings().library_url
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://u:p@127.0.0.1/z")
    assert "postgresql+psycopg://u:p@127.0.0.1/z" == read_settings().library_url


def test_folders_may_start_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    """The home folder of whoever runs the bot; a person whom the system does not know is one line."""
    monkeypatch.setenv("HOME", "/home/alice")
    monkeypatch.setenv("ZHAIYIN_DATA_DIR", "~/data")
    monkeypatch.setenv("ZHAIYIN_CORPUS_DIR", "~/corpus")
    settings = read_settings()
    assert ["/home/alice/data", "/home/alice/corpus"] == [
        str(settings.zhaiyin_data_dir),
        str(settings.zhaiyin_corpus_dir),
    ]
    monkeypatch.setenv("ZHAIYIN_DATA_DIR", "~nobody-of-that-name/data")
    with pytest.raises(ConfigurationError, match=r"^ZHAIYIN_DATA_DIR: ~ leads nowhere"):
        read_settings()


def test_the_shipped_corpus_is_the_default() -> None:
    """There is at least one article to ask from the first minute."""
    assert list(read_settings().zhaiyin_corpus_dir.glob("*.md"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "LOUD"),
        ("WEB_PROXIES", "proxy"),
        ("TELEGRAM_API_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "http://127.0.0.1:8081/bot"),
        ("TELEGRAM_API_BASE_URL", "http://user:pass@host"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_setting_but_not_the_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value may be a secret in the wrong place."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=rf"^{name}: .*\.env\.example$") as caught:
        read_settings()
    assert value not in str(caught.value)


def test_settings_do_not_show_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither token nor database address stand in a printed Settings."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:secret")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///secret")
    assert "secret" not in repr(read_settings())


def test_a_dotenv_that_is_not_text_is_reported(tmp_path: Path) -> None:
    """One line instead of a traceback."""
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00TOKEN")
    with pytest.raises(ConfigurationError, match=r"^\.env: "):
        read_settings()
