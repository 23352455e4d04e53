"""Settings come from the environment or `.env`, and from nowhere else."""

import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.places import OTHERS, Places, read_places
from bot.settings import Settings, read_settings, secrets_around
from bot.storage.database import open_database

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


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("TELEGRAM_BOT_TOKEN", "123456:hidden_1"),
        ("DATABASE_URL", "postgresql+psycopg://u:hidden_2@127.0.0.1/z"),
        ("WEBHOOK_SECRET", "hidden-3-hidden-3"),
        ("CLUSTER_URL", "https://u:hidden-4@127.0.0.1:9200,https://u:hidden-4@127.0.0.2:9200"),
    ],
)
def test_a_secret_may_lie_in_a_file(
    name: str, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With or without an end of line, named in the environment or in `.env`; it is shown as little as the other."""
    (tmp_path / "secret").write_text(f"{secret}\n", encoding="utf-8")
    (tmp_path / ".env").write_text(f"{name}_FILE={tmp_path / 'secret'}\n", encoding="utf-8")
    assert secret == getattr(read_settings(), name.lower()).get_secret_value()
    assert "hidden" not in repr(read_settings())
    assert "hidden" in "".join(read_settings().secrets)
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))
    assert "hidden" in "".join(secrets_around())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "alone"),
        (b"\xff\xfehidden", "alone"),
        (b"123456:hidden\n123456:hidden\n", "alone"),
        (b"x" * 20_000, "alone"),
        (b"hidden", "not a token"),
    ],
)
def test_a_file_without_a_secret_is_one_line(
    content: bytes | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the setting, and shows nothing of what is in the file."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(file))
    with pytest.raises(ConfigurationError, match=rf"^TELEGRAM_BOT_TOKEN_FILE: [^\n]*{said}[^\n]*$") as caught:
        read_settings()
    assert "hidden" not in str(caught.value)


def test_a_secret_that_is_given_twice_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could tell which of the two counts."""
    (tmp_path / "secret").write_text("123456:abc", encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:abc")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "secret"))
    with pytest.raises(
        ConfigurationError, match=r"^TELEGRAM_BOT_TOKEN_FILE: TELEGRAM_BOT_TOKEN is set as well"
    ):
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
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:hidden")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///hidden")
    assert "hidden" not in repr(read_settings())


def test_a_dotenv_that_is_not_text_is_reported(tmp_path: Path) -> None:
    """One line instead of a traceback."""
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00TOKEN")
    with pytest.raises(ConfigurationError, match=r"^\.env: "):
        read_settings()


def test_all_faults_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the file and of the environment, names that nobody knows too; a line each, and no value."""
    (tmp_path / ".env").write_text('WEB_PORT=99999\nZHAIYIN_RETENTION=5\nLOG_LEVEL="INFO\n', encoding="utf-8")
    monkeypatch.setenv("PUBLIC_URL", "http://[::1")
    monkeypatch.setenv("ZHAIYIN_CHAT_URL", "hidden")
    with pytest.raises(ConfigurationError) as caught:
        read_settings()
    lines = str(caught.value).splitlines()
    begun = sorted(line.partition(":")[0] for line in lines)
    assert [".env", "PUBLIC_URL", "WEB_PORT", "ZHAIYIN_CHAT_URL", "ZHAIYIN_RETENTION"] == begun
    assert {True} == {line.endswith("; see .env.example") for line in lines}
    said = str(caught.value)
    assert "did you mean ZHAIYIN_CHAT_URLS?" in said
    assert "did you mean ZHAIYIN_RETENTION_DAYS?" in said
    assert "hidden" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_PORT", "70000"),
        ("WEB_PORT", "eighty"),
        ("WEB_PORT", "-1"),
        ("WEB_PORT", "9" * 5_000),
        ("PUBLIC_URL", "http://[::1"),
        ("PUBLIC_URL", "https://a.example:99999"),
        ("PUBLIC_URL", "https://a.example:port"),
        ("PUBLIC_URL", "https://:80"),
        ("PUBLIC_URL", "a.example"),
        ("PUBLIC_URL", "https://%zz.example"),
        ("TELEGRAM_API_BASE_URL", "http://[::1]:0"),
        ("TELEGRAM_BOT_TOKEN", "token"),
        ("ZHAIYIN_RETENTION_DAYS", "0"),
        ("ZHAIYIN_CHAT_ARTICLES", "1.5"),
        ("ZHAIYIN_CHAT_URLS", "perhaps"),
        ("ZHAIYIN_DATA_DIR", '"/somewhere"'),
        ("ZHAIYIN_CORPUS_DIR", "'/somewhere"),
        ("LOG_FORMAT", "xml"),
        ("WEBHOOK_SECRET", "short"),
        ("WEBHOOK_SECRET", "with spaces in it, and more"),
        ("METRICS_PORT", "70000"),
        ("CLUSTER_URL", "127.0.0.1:9200"),
        ("CLUSTER_URL", "http://127.0.0.1:9200,"),
        ("CLUSTER_URL", "http://127.0.0.1:9200/path"),
        ("CLUSTER_URL", ",".join(f"http://127.0.0.{number}:9200" for number in range(1, 90))),
    ],
)
def test_whatever_is_wrong_is_one_line(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports, addresses, numbers, truths, choices, and quotes that were left in."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=rf"^{name}: [^\n]*; see \.env\.example$"):
        read_settings()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("LOG_LEVEL=DEBUG  # 调试".encode("gbk"), "GBK"),
        ("LOG_LEVEL=DEBUG".encode("utf-16"), "UTF-16"),
        ("LOG_LEVEL=DEBUG".encode("utf-16-le"), "UTF-16"),
        ("LOG_LEVEL=DEBUG".encode("utf-16-be"), "UTF-16"),
    ],
)
def test_a_dotenv_in_another_encoding_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(ConfigurationError, match=rf"^\.env: cannot be read \([^\n]*{said}"):
        read_settings()


def test_a_mark_at_the_beginning_of_a_dotenv_is_no_part_of_it(tmp_path: Path) -> None:
    """As some editors write one."""
    (tmp_path / ".env").write_bytes("LOG_LEVEL=DEBUG\n".encode("utf-8-sig"))
    assert "DEBUG" == read_settings().log_level


@pytest.mark.parametrize(
    "broken", ['LOG_LEVEL="INFO', "LOG_LEVEL='INFO", 'LOG_LEVEL="INFO\nWEB_HOST="::1"', "= 5"]
)
def test_a_line_that_is_none_is_named(broken: str, tmp_path: Path) -> None:
    """A quote that is not closed, or closed lines later."""
    (tmp_path / ".env").write_text(f"{broken}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"^\.env: line 1"):
        read_settings()


@pytest.mark.parametrize("name", ["a?b", "a%b", "a%3Fb", "a#b", "a b", "数据", "a\n", "a&b=c;d", "a'b\"c"])
def test_a_data_folder_holds_the_database_whatever_it_is_called(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That file, and no other."""
    monkeypatch.setenv("ZHAIYIN_DATA_DIR", str(tmp_path / name))
    before = set(tmp_path.iterdir())
    open_database(read_settings().library_url).dispose()
    assert read_settings().zhaiyin_data_dir.joinpath("zhaiyin.db").is_file()
    assert {tmp_path / name} == set(tmp_path.iterdir()) - before


def test_a_question_needs_three_of_the_settings_and_knows_the_others_by_name() -> None:
    """So that it reads all of them if another one is set."""
    places = {"zhaiyin_data_dir", "zhaiyin_corpus_dir", "database_url"}
    assert set(Settings.model_fields) == places | OTHERS
    assert not places & OTHERS


def test_the_places_are_those_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """By default, and as the environment names them, in whatever case."""
    assert read_settings().places == read_places()
    monkeypatch.setenv("ZHAIYIN_DATA_DIR", "~/data")
    monkeypatch.setenv("zhaiyin_corpus_dir", "articles")
    assert read_settings().places == read_places()
    monkeypatch.setenv("DATABASE_URL", "sqlite:///other.db")
    assert read_settings().places == read_places()


@pytest.mark.parametrize("name", ["LOG_LEVEL", "web_port"])
def test_any_other_setting_has_all_of_them_read(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What is wrong with it is told as before."""
    monkeypatch.setenv(name, "")
    assert isinstance(read_places(), Places)
    monkeypatch.setenv(name, "nonsense")
    assert read_places() is None


@pytest.mark.parametrize(
    ("name", "value"), [("ZHAIYIN_DATADIR", "x"), ("ZHAIYIN_DATA_DIR", '"x"'), ("zhaiyin_corpus_dir", "“x”")]
)
def test_a_name_or_quotes_that_are_wrong_have_all_settings_read(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """So that they are told, though a question needs the places alone."""
    monkeypatch.setenv(name, value)
    assert read_places() is None


def test_a_dotenv_file_has_all_settings_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is in it."""
    monkeypatch.chdir(tmp_path)
    assert read_places() is not None
    (tmp_path / ".env").write_text("ZHAIYIN_DATA_DIR=/somewhere\n", encoding="utf-8")
    assert read_places() is None
